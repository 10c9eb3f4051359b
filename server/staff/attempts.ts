import { countAttempt, forgetFailures, forgiveAttempt, type AttemptLimits } from '../http/count-attempt.ts'
import { giveBack } from '../http/rate-limit.ts'
import type { Visit } from '../http/serve.ts'
import { reportRefusal } from '../journal/report-refusal.ts'
import { findAccount, memberAt } from './account.ts'
import { knownDevice, shownDevice } from './known-device.ts'
import type { SignedIn } from './session.ts'

const PASSWORDS: AttemptLimits = {
  address: { name: 'staff-password-address', attempts: 10, perMinutes: 15 },
  client: { name: 'staff-password-client', attempts: 100, perMinutes: 15 },
  device: { name: 'staff-password-device', attempts: 20, perMinutes: 15 },
}

const LETTERS: AttemptLimits = {
  address: { name: 'staff-link-address', attempts: 5, perMinutes: 60 },
  client: { name: 'staff-link-client', attempts: 30, perMinutes: 60 },
  device: { name: 'staff-link-device', attempts: 5, perMinutes: 60 },
}

/**
 * Counts one attempt at a password, and takes it back if it was right (R16). `shown` is what strangers cannot have: a
 * known device, or the session of somebody who is signed in.
 */
export async function tryPassword<T>(
  visit: Visit,
  identity: string,
  prove: () => Promise<T | null>,
  shown: string | null,
): Promise<T | null> {
  const counted = await count(visit, PASSWORDS, identity, shown)
  try {
    const proved = await prove()
    if (proved !== null) await forgetFailures(counted)
    return proved
  } catch (error) {
    await forgiveAttempt(counted)
    throw error
  }
}

/** A link was used, or a new password set: what was guessed at the address before no longer counts (R16). */
export async function freeAddress({ services }: Pick<Visit, 'services'>, identity: string) {
  const limits = [PASSWORDS.address, LETTERS.address]
  await giveBack(services.database.counters, { all: limits.map((limit) => ({ limit, subject: identity })) })
}

/** Counts one letter that was asked for. */
export async function countLetter(visit: Visit, identity: string) {
  const shown = shownDevice(visit, identity)
  const device = shown && knownDevice(shown, await findAccount(visit, identity))
  await count(visit, LETTERS, identity, device?.id ?? null)
}

/** To the owners where the one with this address works, and to nobody where nobody has it. */
function reportRefused(visit: Visit, identity: string, action: 'staff.throttled' | 'staff.sign-in-refused') {
  reportRefusal(visit, action, () => memberAt(visit, identity))
}

export const reportSignInRefused = (visit: Visit, identity: string) =>
  reportRefused(visit, identity, 'staff.sign-in-refused')

/** Of somebody who is signed in, or has their session. */
export function reportPasswordRefused(call: SignedIn) {
  const { organizationId, by, staff } = call
  reportRefusal(call, 'staff.password-refused', () => ({ organizationId, by, memberId: staff.memberId }))
}

const count = (visit: Visit, limits: AttemptLimits, identity: string, device: string | null) =>
  countAttempt(visit, limits, { address: identity, device }, () =>
    reportRefused(visit, identity, 'staff.throttled'),
  )
