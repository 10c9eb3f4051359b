import type { JournalEntry } from '../../../server/journal/journal.api.ts'
import { calendarDay, money } from '../../lib/formats.ts'

interface ToldChange {
  field: string
  old: string | null
  new: string | null
}

/** Fields that say nothing to a reader, or only beside another. */
const UNTOLD = new Set(['customerId', 'currency'])

/** The old and new values as people write them: amounts with their currency, days as days. Lines are told by the invoice. */
export function toldChanges({ action, changes }: JournalEntry): ToldChange[] {
  if (!/^(invoice|payment)\./.test(action)) return changes
  const currency = changes.find(({ field }) => field === 'currency')?.new
  const say = (field: string, value: string | null) => {
    if (value === null) return null
    if (field.endsWith('Minor') && currency) return money(Number(value), currency)
    return field.endsWith('Date') ? calendarDay(value) : value
  }
  return changes
    .filter(({ field }) => !UNTOLD.has(field) && field !== 'lines')
    .map(({ field, old, new: now }) => ({
      field: field.replace(/Minor$/, ''),
      old: say(field, old),
      new: say(field, now),
    }))
}
