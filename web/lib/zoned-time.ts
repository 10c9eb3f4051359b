import { readerLocale } from './formats.ts'
import { daysAfter, todayIn } from '../../server/invoices/today.ts'

/** Wall clocks elsewhere: an organization's nine o'clock is not the reader's. */

/** `2026-05-04T09:00` on the clocks of a zone. An hour that a clock skips is the one after it. */
export function instantOf(local: string, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`)
  const ahead = (at: number) => Date.parse(`${localOf(new Date(at), timeZone)}Z`) - minute(at)
  return new Date(asUtc - ahead(asUtc - ahead(asUtc)))
}

/** What the clocks of a zone show, as `2026-05-04T09:00`. */
export function localOf(at: Date, timeZone: string): string {
  const time = at.toLocaleTimeString('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return `${todayIn(timeZone, at)}T${time}`
}

const minute = (at: number) => Math.floor(at / 60_000) * 60_000

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
