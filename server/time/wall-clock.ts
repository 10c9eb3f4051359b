import { dateFormat } from './date-format.ts'
import { daysAfter, todayIn } from './day.ts'

/** Wall clocks elsewhere: an organization's nine o'clock is not the reader's, nor the server's. */

/** `2026-05-04T09:00` on the clocks of a zone. An hour that a clock skips is the one after it. */
export function instantOf(local: string, timeZone: string): Date {
  const asUtc = Date.parse(`${local}Z`)
  const ahead = (at: number) => Date.parse(`${localOf(new Date(at), timeZone)}Z`) - minute(at)
  return new Date(asUtc - ahead(asUtc - ahead(asUtc)))
}

/** What the clocks of a zone show, as `2026-05-04T09:00`. */
export function localOf(at: Date, timeZone: string): string {
  const clock = dateFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return `${todayIn(timeZone, at)}T${clock.format(at)}`
}

const minute = (at: number) => Math.floor(at / 60_000) * 60_000

/** Which hour of the day it is somewhere. */
export function hourIn(timeZone: string, now: Date): number {
  return Number(dateFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now))
}

/** Hours of a day, local: from one until before another. */
export interface Hours {
  from: number
  until: number
}

/** Whether they are on. A clock that jumps makes an hour longer or shorter, no more. */
export function isWithinHours(hour: number, { from, until }: Hours): boolean {
  return hour >= from && hour < until
}

/** When they begin on a day, such as `2026-05-04`. */
export function beginOn(date: string, { from }: Hours, timeZone: string): Date {
  return instantOf(`${date}T${String(from).padStart(2, '0')}:00`, timeZone)
}

/** When they begin next, today or tomorrow. */
export function nextBegin(hours: Hours, timeZone: string, now: Date): Date {
  const today = todayIn(timeZone, now)
  const begin = beginOn(today, hours, timeZone)
  return begin > now ? begin : beginOn(daysAfter(today, 1), hours, timeZone)
}
