import { newId } from '../database/id.ts'
import type { Call } from '../http/serve.ts'

const COOKIE = 'staff-device'
const DAYS_REMEMBERED = 400
const CONTEXT = 'staff device'

/**
 * A browser that this address has signed in from before has attempts of its own, so strangers who guess at the address
 * cannot lock its owner out (R16). The cookie proves that and nothing else: whoever steals it still needs the password.
 */
export function knownDevice(
  { cookies, sealer }: Pick<Call, 'cookies' | 'sealer'>,
  identity: string,
): string | null {
  const cookie = cookies.get(COOKIE)
  if (!cookie || cookie.length > 1000) return null
  try {
    const [whose, device] = JSON.parse(sealer.open(Buffer.from(cookie, 'base64url'), CONTEXT)) as string[]
    return whose === identity && device ? device : null
  } catch {
    return null
  }
}

export function rememberDevice({ cookies, sealer }: Pick<Call, 'cookies' | 'sealer'>, identity: string) {
  const device = knownDevice({ cookies, sealer }, identity) ?? newId()
  const sealed = sealer.seal(JSON.stringify([identity, device]), CONTEXT)
  cookies.set(COOKIE, sealed.toString('base64url'), DAYS_REMEMBERED * 86_400)
}
