/** A weekday around noon, this many days ago. The minute depends on the day, so that nothing happens on the hour. */
export function daysBefore(now: Date, days: number): Date {
  const time = new Date(now.getTime() - days * 86_400_000)
  if (days >= 3) {
    const daysAfterFriday = (time.getUTCDay() + 1) % 7
    if (daysAfterFriday < 2) time.setUTCDate(time.getUTCDate() - 1 - daysAfterFriday)
    time.setUTCHours(8 + ((days * 7) % 9), (days * 37) % 60, (days * 23) % 60)
  }
  return time
}

export const minutesAfter = (time: Date, minutes: number) => new Date(time.getTime() + minutes * 60_000)

/** A point between two times, such as 0.5 for halfway. */
export const between = (from: Date, to: Date, share: number) =>
  new Date(from.getTime() + (to.getTime() - from.getTime()) * share)
