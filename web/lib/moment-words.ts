import { readerLocale } from './formats.ts'
import { daysAfter } from '../../server/time/day.ts'

/** "today 17:00", "tomorrow 09:00", "on Monday 09:00", "on 3 May 09:00". */
export function momentWords(local: string, today: string, locale = readerLocale()): string {
  const [date = '', time = ''] = local.split('T')
  if (date === today) return `today ${time}`
  if (date === daysAfter(today, 1)) return `tomorrow ${time}`
  const when = new Date(`${date}T00:00:00Z`)
  if (date > today && date < daysAfter(today, 7))
    return `on ${when.toLocaleDateString('en-GB', { timeZone: 'UTC', weekday: 'long' })} ${time}`
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  const day = when.toLocaleDateString(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', ...year })
  return `on ${day} ${time}`
}

/** What people choose when not now: this afternoon, tomorrow morning, Monday morning. */
export function usualMoments(now: string): string[] {
  const [today = '', time = ''] = now.split('T')
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay()
  const toMonday = (8 - weekday) % 7 || 7
  return [
    ...(time < '16:00' ? [`${today}T17:00`] : []),
    `${daysAfter(today, 1)}T09:00`,
    ...(toMonday > 1 ? [`${daysAfter(today, toMonday)}T09:00`] : []),
  ]
}
