import type {
  Age,
  InvoiceDelivery,
  InvoiceRow,
  InvoiceStatus,
} from '../../../server/invoices/invoices.api.ts'
import { daysBetween } from '../../../server/time/day.ts'
import { calendarDay, count } from '../../lib/formats.ts'
import type { StateTone } from '../../ui/status-badge.tsx'
import type { WantedStatus } from './invoices-wanted.ts'

/** Where the work goes on with an invoice that was chosen by keyboard. */
export const firstButtons = ({ status }: Pick<InvoiceRow, 'status'>) =>
  status === 'draft' ? ['Send'] : ['Record payment', 'Send', 'Send again']

interface State {
  word: string
  tone: StateTone
}

export const statusWords: Record<InvoiceStatus, State> = {
  draft: { word: 'Draft', tone: 'off' },
  sent: { word: 'Sent', tone: 'info' },
  partlyPaid: { word: 'Partly paid', tone: 'wait' },
  paid: { word: 'Paid', tone: 'good' },
  overdue: { word: 'Overdue', tone: 'bad' },
  void: { word: 'Void', tone: 'off' },
}

export const wantedWords: Record<WantedStatus, string> = {
  draft: 'Draft',
  open: 'Open',
  overdue: 'Overdue',
  sent: 'Sent, not due yet',
  partlyPaid: 'Partly paid',
  paid: 'Paid',
  void: 'Void',
}

export const ageWords: Record<Age, string> = {
  current: 'Not yet due',
  days1To30: '1–30 days overdue',
  days31To60: '31–60 days overdue',
  days61To90: '61–90 days overdue',
  over90: 'Over 90 days overdue',
}

export const deliveryWords: Record<InvoiceDelivery, State> = {
  notSent: { word: 'Not mailed', tone: 'off' },
  scheduled: { word: 'Scheduled', tone: 'wait' },
  sending: { word: 'On its way', tone: 'wait' },
  mailed: { word: 'Mailed', tone: 'good' },
  partly: { word: 'Partly mailed', tone: 'wait' },
  notDelivered: { word: 'Not delivered', tone: 'bad' },
  notKept: { word: 'E-mails not kept', tone: 'off' },
}

/** A list shows only what is not as it should be. */
export const isDeliveryWorthSaying = (delivery: InvoiceDelivery) =>
  delivery === 'notDelivered' || delivery === 'partly' || delivery === 'scheduled'

/** "INV-0007", or that it has none yet. */
export const invoiceName = ({ number }: Pick<InvoiceRow, 'number'>) => number ?? 'Draft'

const SOON_DAYS = 14

/** "12 days overdue", "today", "in 3 days", "3 May": how people say when something is owed. */
export function dueWords({ dueDate, status }: Pick<InvoiceRow, 'dueDate' | 'status'>, today: string): string {
  const days = daysBetween(today, dueDate)
  if (status === 'overdue') return days < 0 ? `${count(-days, 'day')} overdue` : 'Overdue'
  if (status !== 'sent' && status !== 'partlyPaid') return calendarDay(dueDate)
  if (days === 0) return 'Today'
  if (days === 1) return 'Tomorrow'
  if (days > 1 && days <= SOON_DAYS) return `In ${days} days`
  return calendarDay(dueDate)
}
