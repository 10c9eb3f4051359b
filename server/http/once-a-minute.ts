const MINUTE_MS = 60_000

/** For what may come a thousand times in a row: it is reported at once, and then once a minute with how often it came meanwhile. */
export function onceAMinute<Event>(
  report: (latest: Event, times: number) => void,
  now: () => number = () => performance.now(),
): (event: Event) => void {
  let reportedAt = Number.NEGATIVE_INFINITY
  let since = 0
  return (event) => {
    since += 1
    if (now() - reportedAt < MINUTE_MS) return
    report(event, since)
    reportedAt = now()
    since = 0
  }
}
