import type { Visit } from './serve.ts'

/** Longer than any that we write. */
const CHARACTERS_MOST = 1_000

type Browser = Pick<Visit, 'cookies' | 'services'>

/** What a cookie says that only we can have written, for this purpose; null where it is missing or somebody made it up. */
export function readSealedCookie(
  { cookies, services }: Browser,
  name: string,
  purpose: string,
): string | null {
  const cookie = cookies.get(name)
  if (!cookie || cookie.length > CHARACTERS_MOST) return null
  try {
    return services.sealer.open(Buffer.from(cookie, 'base64url'), purpose)
  } catch {
    return null
  }
}

export function writeSealedCookie(
  { cookies, services }: Browser,
  { name, purpose, text, days }: { name: string; purpose: string; text: string; days: number },
) {
  cookies.set(name, services.sealer.seal(text, purpose).toString('base64url'), days * 86_400)
}
