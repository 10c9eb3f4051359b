import { countAttempt, type AttemptLimits } from '../http/count-attempt.ts'
import { TooManyAttempts } from '../http/problems.ts'
import { giveBack, subjectWithin, throttle, type Limit } from '../http/rate-limit.ts'
import type { Visit } from '../http/serve.ts'
import { reportRefusal } from '../journal/report-refusal.ts'
import type { InTransaction, Reading } from '../scope/scope.ts'

const SIGN_IN: AttemptLimits = {
  address: { name: 'portal-sign-in-address', attempts: 10, perMinutes: 15 },
  client: { name: 'portal-sign-in-client', attempts: 100, perMinutes: 15 },
  device: { name: 'portal-sign-in-device', attempts: 20, perMinutes: 15 },
}

const PASSWORD_LINK: AttemptLimits = {
  address: { name: 'portal-link-address', attempts: 5, perMinutes: 60 },
  client: { name: 'portal-link-client', attempts: 30, perMinutes: 60 },
  device: { name: 'portal-link-device', attempts: 5, perMinutes: 60 },
}

/** For one person who sets a password, or shows their current one: each attempt is a hash. */
const PASSWORD: Limit = { name: 'portal-password', attempts: 15, perMinutes: 15 }

/** For the letters of one person that are shown at the door to make a browser known. */
const LETTER: Limit = { name: 'portal-letter-shown', attempts: 20, perMinutes: 60 }

type Asking = Pick<Visit, 'organizationId' | 'services' | 'client' | 'now'>

interface Who {
  /** As it is compared, or as typed if it is not an address. */
  identity: string
  /** Who has this address. */
  personId: string | null
  /** The device, if it is known as one of the person with this address. */
  deviceId: string | null
}

export const countSignIn = (visit: Asking, who: Who) => countAtDoor(visit, SIGN_IN, who)
export const countLinkAsked = (visit: Asking, who: Who) => countAtDoor(visit, PASSWORD_LINK, who)
export const countPassword = (visit: Asking, personId: string) => countOfPerson(visit, PASSWORD, personId)
export const countLetterShown = (visit: Asking, personId: string) => countOfPerson(visit, LETTER, personId)

/**
 * The person has a new credential, or used a link: what was guessed at the address before no longer counts (R16).
 * Called in the transaction of that change.
 */
export async function freeAddress(
  { db, organizationId }: InTransaction<Reading>,
  { personId, identity }: { personId: string; identity: string },
) {
  const address = subjectWithin(organizationId, identity)
  await giveBack(db, {
    all: [
      { limit: SIGN_IN.address, subject: address },
      { limit: PASSWORD_LINK.address, subject: address },
      { limit: PASSWORD, subject: subjectWithin(organizationId, personId) },
    ],
  })
}

function countAtDoor(visit: Asking, limits: AttemptLimits, { identity, personId, deviceId }: Who) {
  const address = subjectWithin(visit.organizationId, identity)
  return countAttempt(visit, limits, { address, device: deviceId }, () => reportThrottled(visit, personId))
}

async function countOfPerson(visit: Asking, limit: Limit, personId: string) {
  const { organizationId, now, services } = visit
  const attempt = { limit, subject: subjectWithin(organizationId, personId), now }
  const { allowed, retryAfterSeconds } = await throttle(services.database.counters, attempt)
  if (allowed) return
  reportThrottled(visit, personId)
  throw new TooManyAttempts(retryAfterSeconds)
}

function reportThrottled(visit: Asking, personId: string | null) {
  const { organizationId } = visit
  reportRefusal(visit, 'portal-access.throttled', () => ({ organizationId, personId }))
}
