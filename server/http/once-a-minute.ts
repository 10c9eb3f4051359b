const MINUTE_MS = 60_000

/** For what may come a thousand times in a row: it is told at once, and then once a minute how often it came meanwhile. */
export function onceAMinute<Told>(
  tell: (latest: Told, times: number) => void,
  now: () => number = () => performance.now(),
): (told: Told) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  let since = 0
  return (told) => {
    since += 1
    if (now() - toldAt < MINUTE_MS) return
    tell(told, since)
    toldAt = now()
    since = 0
  }
}
