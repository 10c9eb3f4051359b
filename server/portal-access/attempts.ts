import type { Db } from '../database/database.ts'
import { INSTALLATION } from '../database/id.ts'
import { limitsOfClient } from '../http/client-network.ts'
import { TooManyAttempts } from '../http/problems.ts'
import type { Call } from '../http/serve.ts'
import { tellRefusal } from '../journal/tell-refusal.ts'
import { forgetAttempts, forgiveAttempt, throttle, type Attempt, type Limit } from '../http/rate-limit.ts'

interface Limits {
  /** For one e-mail address at one portal, known or not. */
  address: Limit
  /** For one client at all portals. The networks it is in may do more. */
  client: Limit
  /** For one browser that the person has signed in from. */
  device: Limit
}

export const SIGN_IN_LIMITS: Limits = {
  address: { name: 'portal-sign-in-address', attempts: 10, perMinutes: 15 },
  client: { name: 'portal-sign-in-client', attempts: 100, perMinutes: 15 },
  device: { name: 'portal-sign-in-device', attempts: 20, perMinutes: 15 },
}

export const PASSWORD_LINK_LIMITS: Limits = {
  address: { name: 'portal-link-address', attempts: 5, perMinutes: 60 },
  client: { name: 'portal-link-client', attempts: 30, perMinutes: 60 },
  device: { name: 'portal-link-device', attempts: 5, perMinutes: 60 },
}

/** For one person who sets a password, or shows their present one: each attempt is a hash. */
const PASSWORD_LIMIT: Limit = { name: 'portal-password', attempts: 15, perMinutes: 15 }

/** For the letters of one person that are shown at the door to make a browser known. */
const LETTER_LIMIT: Limit = { name: 'portal-letter-shown', attempts: 20, perMinutes: 60 }

interface Who {
  organizationId: string
  /** As it is compared, or as typed if it is not an address. */
  identity: string
  /** Who has this address. */
  personId: string | null
  /** The device, if it is known as one of the person with this address. */
  deviceId: string | null
}

type Visit = Pick<Call, 'database' | 'services' | 'client' | 'now'>

interface Person {
  organizationId: string
  personId: string
}

interface Counted {
  db: Db
  attempt: Attempt
  forgetAll: boolean
}

/**
 * Counts an attempt, or refuses it (R16). Strangers can use up what an address and a client are allowed, so a known
 * device is counted by itself, and its owner gets in.
 */
export async function countAttempt(visit: Visit, limits: Limits, who: Who): Promise<Counted[]> {
  const counted = who.deviceId ? [ofDevice(visit, limits, who, who.deviceId)] : ofStranger(visit, limits, who)
  for (const { db, attempt } of counted) {
    const { allowed, retryAfterSeconds } = await throttle(db, attempt)
    if (allowed) continue
    throw heldBack(visit, who, retryAfterSeconds)
  }
  return counted
}

/** It came to nothing through no fault of theirs. */
export async function giveBack(counted: Counted[]) {
  for (const { db, attempt } of counted) await forgiveAttempt(db, attempt)
}

/**
 * It succeeded: the address or device starts afresh. Its client gets back only this one, and keeps its failures at
 * others.
 */
export async function forgetFailures(counted: Counted[]) {
  await Promise.all(
    counted.map(({ db, attempt, forgetAll }) =>
      forgetAll ? forgetAttempts(db, attempt.organizationId, [attempt]) : forgiveAttempt(db, attempt),
    ),
  )
}

/**
 * The person has a new credential, or used a link: what was guessed at the address before no longer counts (R16).
 * Called in the transaction of that change.
 */
export async function freeAddress(
  tx: Db,
  organizationId: string,
  { personId, identity }: { personId: string; identity: string },
) {
  const subjects: [Limit, string][] = [
    [SIGN_IN_LIMITS.address, identity],
    [PASSWORD_LINK_LIMITS.address, identity],
    [PASSWORD_LIMIT, personId],
  ]
  await forgetAttempts(
    tx,
    organizationId,
    subjects.map(([limit, subject]) => ({ limit, subject })),
  )
}

export const countPasswordAttempt = (visit: Visit, person: Person) => countOne(visit, PASSWORD_LIMIT, person)

export const countLetterShown = (visit: Visit, person: Person) => countOne(visit, LETTER_LIMIT, person)

async function countOne(visit: Visit, limit: Limit, { organizationId, personId }: Person) {
  const attempt = { organizationId, limit, subject: personId, now: visit.now }
  const { allowed, retryAfterSeconds } = await throttle(visit.database.counting(organizationId), attempt)
  if (!allowed) throw heldBack(visit, { organizationId, personId }, retryAfterSeconds)
}

function heldBack(
  visit: Visit,
  { organizationId, personId }: Pick<Who, 'organizationId' | 'personId'>,
  retryAfterSeconds: number,
) {
  tellRefusal(visit, 'portal-access.throttled', () => ({ organizationId, personId }))
  return new TooManyAttempts(retryAfterSeconds)
}

function ofDevice(
  { database, now }: Visit,
  limits: Limits,
  { organizationId }: Who,
  deviceId: string,
): Counted {
  const attempt = { organizationId, limit: limits.device, subject: deviceId, now }
  return { db: database.counting(organizationId), attempt, forgetAll: true }
}

function ofStranger(
  { database, client, now }: Visit,
  limits: Limits,
  { organizationId, identity }: Who,
): Counted[] {
  return [
    ...limitsOfClient(limits.client, client.address).map((counted) => ({
      db: database.counting(INSTALLATION),
      attempt: { ...counted, organizationId: INSTALLATION, now },
      forgetAll: false,
    })),
    {
      db: database.counting(organizationId),
      attempt: { organizationId, limit: limits.address, subject: identity, now },
      forgetAll: true,
    },
  ]
}
