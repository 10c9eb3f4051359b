import { newId } from '../database/id.ts'
import { readSealedCookie, writeSealedCookie } from '../http/sealed-cookie.ts'
import type { Call } from '../http/serve.ts'
import { findAccount } from './account.ts'

const COOKIE = 'staff-device'
const PURPOSE = 'staff device'
const DAYS_REMEMBERED = 400

/**
 * A browser that this address has signed in from before has attempts of its own, so strangers who guess at the
 * address cannot lock its owner out (R16). The cookie proves that and nothing else: a thief of it still needs the
 * password. It counts until another password is set: anybody who had the former one is a stranger then, and their
 * sign-in is told by mail.
 */
export async function knownDevice(
  visit: Pick<Call, 'cookies' | 'services' | 'database'>,
  identity: string,
): Promise<string | null> {
  const sealed = readSealedCookie(visit, COOKIE, PURPOSE)
  if (sealed === null) return null
  const [whose, device, passwordSetAt] = JSON.parse(sealed) as string[]
  if (whose !== identity || !device) return null
  const account = await findAccount(visit.database, identity)
  return account && account.passwordSetAt === passwordSetAt ? device : null
}

export function rememberDevice(
  visit: Pick<Call, 'cookies' | 'services'>,
  identity: string,
  passwordSetAt: string,
  device = newId(),
) {
  const text = JSON.stringify([identity, device, passwordSetAt])
  writeSealedCookie(visit, { name: COOKIE, purpose: PURPOSE, text, days: DAYS_REMEMBERED })
}
