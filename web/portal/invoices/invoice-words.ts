import type { ReplyOf } from '../../../server/http/endpoint.ts'
import type {
  PortalInvoice,
  PortalInvoiceRow,
  portalInvoicesApi,
} from '../../../server/invoices/portal-invoices.api.ts'
import { calendarDay, count, listOf, money } from '../../lib/formats.ts'
import type { StateTone } from '../../ui/status-badge.tsx'

export type Due = ReplyOf<typeof portalInvoicesApi.due>['due']

type Row = Pick<PortalInvoiceRow, 'status' | 'dueDate' | 'daysLeft'>

/** Something is left to pay. */
export const isOpen = ({ status }: Pick<Row, 'status'>) => status !== 'paid' && status !== 'void'

/** What a list says of an invoice: "Due 4 Jun", "12 days overdue", "Paid". */
export function stateWords(invoice: Row, now = new Date()): { word: string; tone: StateTone } {
  const { status, dueDate, daysLeft } = invoice
  const day = daysLeft === 0 ? 'today' : calendarDay(dueDate, now)
  switch (status) {
    case 'paid':
      return { word: 'Paid', tone: 'good' }
    case 'void':
      return { word: 'Void', tone: 'off' }
    case 'overdue':
      return { word: `${count(-daysLeft, 'day')} overdue`, tone: 'bad' }
    case 'partlyPaid':
      return { word: `Partly paid, due ${day}`, tone: 'wait' }
    case 'sent':
      return { word: `Due ${day}`, tone: 'info' }
  }
}

/** Above the sentence that tells the rest. */
export const stateNames: Record<PortalInvoiceRow['status'], string> = {
  sent: 'Open',
  partlyPaid: 'Partly paid',
  overdue: 'Overdue',
  paid: 'Paid',
  void: 'Void',
}

/** What an invoice asks of its reader, in a sentence. */
export function stateSentence(
  invoice: Row &
    Pick<PortalInvoice, 'balanceMinor' | 'totalMinor' | 'paidMinor' | 'currency'> & {
      payments: readonly Pick<PortalInvoice['payments'][number], 'receivedOn'>[]
    },
  now = new Date(),
): string {
  const { status, dueDate, daysLeft, balanceMinor, totalMinor, paidMinor, currency, payments } = invoice
  const day = calendarDay(dueDate, now)
  if (status === 'void') return 'This invoice is void. There is nothing to pay.'
  if (status === 'paid') {
    const last = payments[0]
    return last ? `Paid on ${calendarDay(last.receivedOn, now)}.` : 'There is nothing to pay.'
  }
  const what =
    paidMinor > 0
      ? `${money(balanceMinor, currency)} of ${money(totalMinor, currency)}`
      : money(balanceMinor, currency)
  if (daysLeft < 0) {
    const ago = daysLeft === -1 ? 'yesterday' : `on ${day}, ${count(-daysLeft, 'day')} ago`
    return `${what} was due ${ago}.`
  }
  if (daysLeft === 0) return `${what} is due today.`
  if (daysLeft === 1) return `${what} is due tomorrow.`
  return `${what} is due on ${day}, in ${daysLeft} days.`
}

/** "2 invoices, €1,190.00 open", and, where it is so, "One of them is overdue: €590.00". */
export function dueWords(due: Due): { due: string; overdue: string | null } {
  if (due.length === 0) return { due: 'Nothing to pay', overdue: null }
  const invoices = due.reduce((sum, each) => sum + each.count, 0)
  const amounts = due.map(({ amountMinor, currency }) => money(amountMinor, currency))
  const late = due.filter(({ overdueCount }) => overdueCount > 0)
  const lateCount = late.reduce((sum, each) => sum + each.overdueCount, 0)
  const lateAmounts = listOf(late.map(({ overdueMinor, currency }) => money(overdueMinor, currency)))
  return {
    due: `${count(invoices, 'invoice')}, ${listOf(amounts)} open`,
    overdue: lateCount === 0 ? null : `${overdueOf(lateCount, invoices)}: ${lateAmounts}`,
  }
}

function overdueOf(late: number, all: number): string {
  if (late === all) return all === 1 ? 'It is overdue' : 'All of them are overdue'
  return late === 1 ? 'One of them is overdue' : `${late.toLocaleString()} of them are overdue`
}
