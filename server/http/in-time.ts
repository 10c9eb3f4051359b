const MOMENT_SECONDS = 5

/** When to try again, as people say it, and never sooner than `Retry-After` has it. */
export function inTime(seconds: number): string {
  if (seconds <= MOMENT_SECONDS) return 'in a moment'
  if (seconds < 60) return `in ${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'in a minute' : `in ${minutes} minutes`
}
