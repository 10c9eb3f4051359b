import { newId } from '../database/id.ts'
import { readSealedCookie, writeSealedCookie } from '../http/sealed-cookie.ts'
import type { Visit } from '../http/serve.ts'
import type { StaffAccount } from './account.ts'

const COOKIE = 'staff-device'
const PURPOSE = 'staff device'
const DAYS_REMEMBERED = 400

/**
 * A browser that this address has signed in from before has attempts of its own, so strangers who guess at the
 * address cannot lock its owner out (R16). The cookie proves that and nothing else: a thief of it still needs the
 * password. It counts until another password is set, or they sign out everywhere: then anyone with one of their
 * devices is a stranger, and a sign-in from it is told by mail.
 */
export interface KnownDevice {
  id: string
  /** When it was last remembered. */
  signedInAt: string
}

/** What its cookie says, before the account is asked whether that still counts. */
interface ShownDevice extends KnownDevice {
  knownFrom: string
}

/** What this browser's cookie says of the address. */
export function shownDevice(
  visit: Pick<Visit, 'cookies' | 'services'>,
  identity: string,
): ShownDevice | null {
  const sealed = readSealedCookie(visit, COOKIE, PURPOSE)
  if (sealed === null) return null
  const [whose, id, knownFrom, signedInAt] = JSON.parse(sealed) as string[]
  if (whose !== identity || !id || !knownFrom || !signedInAt) return null
  return { id, knownFrom, signedInAt }
}

/** The device, if the account with the address still knows it. */
export const knownDevice = (shown: ShownDevice | null, account: StaffAccount | null): KnownDevice | null =>
  shown && shown.knownFrom === account?.devicesKnownFrom ? shown : null

export function rememberDevice(
  visit: Pick<Visit, 'cookies' | 'services' | 'now'>,
  identity: string,
  devicesKnownFrom: string,
  device = newId(),
) {
  const text = JSON.stringify([identity, device, devicesKnownFrom, visit.now.toISOString()])
  writeSealedCookie(visit, { name: COOKIE, purpose: PURPOSE, text, days: DAYS_REMEMBERED })
}
