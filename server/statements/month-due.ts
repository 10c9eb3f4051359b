import { daysBetween } from '../time/day.ts'

const CATCH_UP_DAYS = 7

/**
 * The month whose statements are to be made today, such as `2026-05`: on its day, and for a week after it if Portico
 * was not running. An older one is skipped, and so is a day that passed before statements were switched on.
 */
export function monthDue(day: number, today: string, onSince: string): string | null {
  const due = occurrence(day, today, 'last')
  if (due < onSince || daysBetween(due, today) > CATCH_UP_DAYS) return null
  return due.slice(0, 7)
}

/** When its day comes next, after today. */
export const nextDay = (day: number, today: string): string => occurrence(day, today, 'next')

/** The last one is today or before. The days go to 28, so that every month has each of them. */
function occurrence(day: number, today: string, which: 'last' | 'next'): string {
  const [year, month, date] = today.split('-').map(Number) as [number, number, number]
  const last = date >= day ? month - 1 : month - 2
  return new Date(Date.UTC(year, which === 'last' ? last : last + 1, day)).toISOString().slice(0, 10)
}
