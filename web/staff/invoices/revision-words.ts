import type { InvoiceLine, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import type { JournalEntry } from '../../../server/journal/journal.api.ts'
import { calendarDay, decimalWords, money } from '../../lib/formats.ts'

export type Revision = ReplyOf<typeof invoicesApi.revisions>['data'][number]

/** What was, and what is instead; null where there was or is nothing. */
export interface RevisionChange {
  what: string
  old: string | null
  now: string | null
}

const fieldNames: Record<string, string> = {
  issueDate: 'Issue date',
  dueDate: 'Due date',
  purchaseOrder: 'PO number',
  notes: 'Notes',
  discountPercent: 'Discount',
  totalMinor: 'Total',
  amountMinor: 'Amount',
  number: 'Number',
  currency: 'Currency',
  reason: 'Reason',
  note: 'Note',
  invoice: 'Invoice',
}

/** What one revision changed of the one before, each line by itself. */
export function changesOfRevision(revision: Revision, before: Revision, currency: string): RevisionChange[] {
  const fields = revision.changes
    .filter(({ field }) => field !== 'lines')
    .map(({ field, old, new: now }) => changeInWords(field, old, now, currency))
  return [...fields, ...linesChanged(before.lines, revision.lines, currency)]
}

/** What the journal says of a change; of lines of a draft only that there was one. */
export function changesOfEntry(entry: JournalEntry, currency: string): RevisionChange[] {
  return entry.changes
    .filter(
      ({ field, old, new: now }) => field in fieldNames && field !== 'currency' && (old ?? now) !== null,
    )
    .map(({ field, old, new: now }) => changeInWords(field, old, now, currency))
}

function changeInWords(
  field: string,
  old: string | null,
  now: string | null,
  currency: string,
): RevisionChange {
  const say = (value: string | null) => (value === null ? null : inWords(field, value, currency))
  return { what: fieldNames[field] ?? field, old: say(old), now: say(now) }
}

function inWords(field: string, value: string, currency: string): string {
  if (field.endsWith('Minor') && /^-?\d+$/.test(value)) return money(Number(value), currency)
  if (field.endsWith('Date')) return calendarDay(value)
  if (field === 'discountPercent') return `${decimalWords(value)}%`
  return value
}

/** Lines that are gone and lines that are new; one that only moved is neither. */
function linesChanged(before: InvoiceLine[], after: InvoiceLine[], currency: string): RevisionChange[] {
  const say = (line: InvoiceLine) =>
    `${decimalWords(line.quantity)} × ${line.description}, ${money(line.amountMinor, currency)}` +
    (line.taxRate === '0' ? '' : ` + ${decimalWords(line.taxRate)}% tax`)
  const gone = without(before.map(say), after.map(say))
  const added = without(after.map(say), before.map(say))
  return [
    ...gone.map((line) => ({ what: '', old: line, now: null })),
    ...added.map((line) => ({ what: '', old: null, now: line })),
  ]
}

function without(these: string[], those: string[]): string[] {
  const left = [...those]
  return these.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
