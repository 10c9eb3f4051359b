import { INSTALLATION } from '../database/id.ts'
import { limitsOfClient } from '../http/client-network.ts'
import { TooManyAttempts } from '../http/problems.ts'
import { forgetAttempts, forgiveAttempt, throttle, type Limit } from '../http/rate-limit.ts'
import type { Call } from '../http/serve.ts'
import { tellRefusal } from '../journal/tell-refusal.ts'
import { byStaff } from '../scope/actor.ts'
import { memberAt } from './account.ts'
import { knownDevice } from './known-device.ts'

type Visit = Pick<Call, 'database' | 'services' | 'now' | 'client' | 'cookies' | 'sealer'>

interface Limits {
  /** For one e-mail address, known or not. */
  address: Limit
  /** For one client. The networks it is in may do more. */
  client: Limit
  /** For one browser that this address has signed in from, or one session of its. */
  device: Limit
}

const PASSWORDS: Limits = {
  address: { name: 'staff-password-address', attempts: 10, perMinutes: 15 },
  client: { name: 'staff-password-client', attempts: 100, perMinutes: 15 },
  device: { name: 'staff-password-device', attempts: 20, perMinutes: 15 },
}

const LETTERS: Limits = {
  address: { name: 'staff-link-address', attempts: 5, perMinutes: 60 },
  client: { name: 'staff-link-client', attempts: 30, perMinutes: 60 },
  device: { name: 'staff-link-device', attempts: 5, perMinutes: 60 },
}

/**
 * Counts one attempt at a password, and takes it back if it was right (R16). Strangers can use up what an address and
 * a client are allowed, so what they cannot have is counted by itself, and its owner gets in: a known device, or the
 * session that `shown` names.
 */
export async function tryPassword<T>(
  visit: Visit,
  identity: string,
  prove: () => Promise<T | null>,
  shown: string | null,
): Promise<T | null> {
  const db = visit.database.counting(INSTALLATION)
  const counted = await count(visit, PASSWORDS, identity, shown)
  try {
    const proved = await prove()
    if (proved !== null)
      for (const attempt of counted)
        // The client's other failures stay: one good password must not clear guesses at others.
        await (attempt.limit.name === PASSWORDS.client.name
          ? forgiveAttempt(db, attempt)
          : forgetAttempts(db, INSTALLATION, [attempt]))
    return proved
  } catch (error) {
    // It came to nothing through no fault of theirs.
    for (const attempt of counted) await forgiveAttempt(db, attempt)
    throw error
  }
}

/** A link was used, or a new password set: what was guessed at the address before no longer counts (R16). */
export async function freeAddress({ database }: Pick<Visit, 'database'>, identity: string) {
  const limits = [PASSWORDS.address, LETTERS.address]
  await forgetAttempts(
    database.counting(INSTALLATION),
    INSTALLATION,
    limits.map((limit) => ({ limit, subject: identity })),
  )
}

/** Counts one letter that was asked for. */
export async function countLetter(visit: Visit, identity: string) {
  const device = await knownDevice(visit, identity)
  await count(visit, LETTERS, identity, device?.id ?? null)
}

/** To the owners where the one with this address works, and to nobody where nobody has it. */
function tellRefused(visit: Visit, identity: string, action: 'staff.throttled' | 'staff.sign-in-refused') {
  tellRefusal(visit, action, () => memberAt(visit.database, identity))
}

export const tellSignInRefused = (visit: Visit, identity: string) =>
  tellRefused(visit, identity, 'staff.sign-in-refused')

/** Of somebody who is signed in, or has their session. */
export function tellPasswordRefused(visit: Visit & Pick<Call, 'staff'>) {
  const by = byStaff(visit.staff)
  const { organizationId, memberId } = visit.staff
  tellRefusal(visit, 'staff.password-refused', () => ({ organizationId, memberId, by }))
}

async function count(visit: Visit, limits: Limits, identity: string, shown: string | null) {
  const { database, now, client } = visit
  const counted = (
    shown
      ? [{ limit: limits.device, subject: shown }]
      : [...limitsOfClient(limits.client, client.address), { limit: limits.address, subject: identity }]
  ).map((what) => ({ ...what, organizationId: INSTALLATION, now }))
  for (const attempt of counted) {
    const { allowed, retryAfterSeconds } = await throttle(database.counting(INSTALLATION), attempt)
    if (allowed) continue
    tellRefused(visit, identity, 'staff.throttled')
    throw new TooManyAttempts(retryAfterSeconds)
  }
  return counted
}
