import { INSTALLATION } from '../database/id.ts'
import { TooManyAttempts } from '../http/problems.ts'
import { forgetAttempts, forgiveAttempt, throttle, type Attempt, type Limit } from '../http/rate-limit.ts'
import type { Call } from '../http/serve.ts'
import { knownDevice } from './known-device.ts'

type Visit = Pick<Call, 'database' | 'now' | 'client' | 'cookies' | 'sealer'>

const BY_ADDRESS: Limit = { name: 'staff password by address', attempts: 10, perMinutes: 30 }
const BY_DEVICE: Limit = { name: 'staff password by device', attempts: 10, perMinutes: 30 }
const BY_CLIENT: Limit = { name: 'staff password by client', attempts: 60, perMinutes: 30 }

const LETTERS_BY_ADDRESS: Limit = { name: 'staff link by address', attempts: 3, perMinutes: 60 }
const LETTERS_BY_DEVICE: Limit = { name: 'staff link by device', attempts: 3, perMinutes: 60 }
const LETTERS_BY_CLIENT: Limit = { name: 'staff link by client', attempts: 20, perMinutes: 60 }

/** Counts one try of a password, known address or not. Gives what to call once the password was right. */
export async function countPasswordAttempt(visit: Visit, identity: string): Promise<() => Promise<void>> {
  const device = knownDevice(visit, identity)
  if (device) {
    await count(visit, BY_DEVICE, device)
    return () => forget(visit, BY_DEVICE, device)
  }
  await count(visit, BY_CLIENT, visit.client.address)
  await count(visit, BY_ADDRESS, identity)
  return async () => {
    await forgiveAttempt(visit.database.of(INSTALLATION), attempt(visit, BY_CLIENT, visit.client.address))
    await forget(visit, BY_ADDRESS, identity)
  }
}

/** Counts one letter that was asked for, known address or not. */
export async function countLetterAttempt(visit: Visit, identity: string) {
  const device = knownDevice(visit, identity)
  if (device) return count(visit, LETTERS_BY_DEVICE, device)
  await count(visit, LETTERS_BY_CLIENT, visit.client.address)
  await count(visit, LETTERS_BY_ADDRESS, identity)
}

async function count(visit: Visit, limit: Limit, subject: string) {
  const counted = await throttle(visit.database.of(INSTALLATION), attempt(visit, limit, subject))
  if (!counted.allowed) throw new TooManyAttempts(counted.retryAfterSeconds)
}

async function forget(visit: Visit, limit: Limit, subject: string) {
  await forgetAttempts(visit.database.of(INSTALLATION), attempt(visit, limit, subject))
}

function attempt({ now }: Visit, limit: Limit, subject: string): Attempt {
  return { organizationId: INSTALLATION, limit, subject, now }
}
