import type { ReminderStep } from '../../../server/reminders/reminders.api.ts'
import { count, readerLocale } from '../../lib/formats.ts'

/** "3 days before", "On the due date", "7 days after". */
export function stepName(days: number): string {
  if (days === 0) return 'On the due date'
  return `${count(Math.abs(days), 'day')} ${days < 0 ? 'before' : 'after'}`
}

export const audienceWords: Record<ReminderStep['audience'], string> = {
  subscribers: 'Those who receive reminders',
  primary: 'Only the primary contact',
  everyone: 'All active contacts',
}

/** "09:00", as the reader's language writes it; 24 is the end of the day. */
export function hourWords(hour: number): string {
  return new Date(Date.UTC(2026, 0, 1, hour)).toLocaleTimeString(readerLocale(), {
    timeZone: 'UTC',
    hour: '2-digit',
    minute: '2-digit',
  })
}
