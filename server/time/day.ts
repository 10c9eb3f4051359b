import { dateFormat } from './date-format.ts'

let asked = { timeZone: '', now: new Date(Number.NaN), today: '' }

/** Today's date in a time zone, as `2026-05-31`. */
export function todayIn(timeZone: string, now: Date): string {
  // Each row of a list asks for the same.
  if (asked.now !== now || asked.timeZone !== timeZone)
    asked = { timeZone, now, today: dateIn(timeZone, now) }
  return asked.today
}

function dateIn(timeZone: string, now: Date): string {
  // Swedish writes dates as ISO 8601 does.
  return dateFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}

/** The date this many days after a date, or before it. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** How many days lie between two dates. Below zero if the second is the earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
}
