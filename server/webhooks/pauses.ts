/** In seconds, before the second try and so on: longer and longer, for three days in all. */
const PAUSES = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
export const TRIES_MOST = PAUSES.length + 1
/** Who asks for more is asked again earlier. */
const ASKED_FOR_MOST = 86_400

/** How long to wait after so many tries that failed. What the answer asks for (Retry-After) only makes it longer. */
export function pauseSeconds(tries: number, retryAfter: string | null, now: Date): number {
  const own = PAUSES[tries - 1] ?? PAUSES.at(-1)!
  return Math.max(own, Math.min(askedFor(retryAfter, now), ASKED_FOR_MOST))
}

/** In seconds or as a date (RFC 9110). */
function askedFor(retryAfter: string | null, now: Date): number {
  if (retryAfter === null) return 0
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter)
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? 0 : Math.ceil((at - now.getTime()) / 1000)
}
