import { idAt } from '../server/database/id.ts'
import { daysAfter } from '../server/time/day.ts'
import { totalsOf } from '../server/invoices/totals.ts'
import type { SampleCustomer } from './sample-customers.ts'
import { daysBefore, minutesAfter } from './sample-time.ts'

/** What the sample company sells: plants for other people's rooms, and their care. Prices are in pounds, before tax. */
const CATALOGUE: [description: string, price: number, quantities: string[]][] = [
  ['Plant care, monthly visit', 120, ['1', '2', '3']],
  ['Olive tree, 180 cm, in terracotta', 249, ['2', '4', '1']],
  ['Hanging planter with ivy', 64.5, ['6', '10', '3']],
  ['Seasonal display for the reception', 380, ['1']],
  ['Repotting with fresh soil, hours', 48, ['1.5', '3.25', '2']],
  ['Moss wall, fitted, square metres', 310, ['2.75', '4.5', '1.2']],
  ['Bamboo screens on hire, weeks', 85, ['2', '4']],
  ['Plant food, 5 litres', 22.9, ['2', '5', '1']],
  ['Fiddle-leaf fig, 150 cm', 139, ['1', '2', '5']],
]
const DELIVERY: [string, number] = ['Delivery', 25]

/** Roughly what a pound was worth. */
const RATES: Record<string, number> = { GBP: 1, EUR: 1.15, USD: 1.3 }

export interface SampleInvoice {
  id: string
  customerId: string
  customerName: string
  state: 'draft' | 'sent' | 'void'
  number: string | null
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  notes: string | null
  lines: ReturnType<typeof linesOf>
  discountPercent: string
  totals: ReturnType<typeof totalsOf>
  /** When it was made and, unless it is a draft, sent. */
  at: Date
  voidedAt: Date | null
  disputedAt: Date | null
  remindersPaused: boolean
  payments: SamplePayment[]
}

export interface SamplePayment {
  id: string
  at: Date
  amountMinor: number
  method: 'transfer' | 'card' | 'cheque'
  /** A cheque that bounced. */
  reversedAt: Date | null
}

export const SAMPLE_INVOICES_SENT = 114
const DRAFTS = 6
const OLDEST_DAYS = 352
const VOIDED = [23, 71, 104]
const DISPUTED = [88, 101]
const PAUSED = 94
const CHEQUE_CAME_BACK = 79

/** A year of invoices with every status, the oldest first: the numbers follow the dates. */
export function invoicesOf(
  now: Date,
  customers: SampleCustomer[],
  customerIds: Map<string, string>,
): SampleInvoice[] {
  return Array.from({ length: SAMPLE_INVOICES_SENT + DRAFTS }, (_, at) => {
    const isDraft = at >= SAMPLE_INVOICES_SENT
    const days = isDraft ? 0.1 * (1 + at - SAMPLE_INVOICES_SENT) : daysAgo(at)
    const theirs = customers.filter(
      ({ inactive }, place) => 400 - place * 9 > days + 5 && (!inactive || days > 150),
    )
    const customer = theirs[(at * 29) % theirs.length]!
    const time = daysBefore(now, days)
    const issueDate = time.toISOString().slice(0, 10)
    const lines = linesOf(at, customer)
    const discountPercent = at % 11 === 4 ? '5' : '0'
    const invoice: SampleInvoice = {
      id: idAt(time),
      customerId: customerIds.get(customer.name)!,
      customerName: customer.name,
      state: isDraft ? 'draft' : VOIDED.includes(at) ? 'void' : 'sent',
      number: isDraft ? null : `INV-${String(at + 1).padStart(4, '0')}`,
      currency: customer.currency,
      issueDate,
      dueDate: daysAfter(issueDate, customer.days),
      purchaseOrder: at % 4 === 1 ? `PO-${4100 + at * 13}` : null,
      notes: at % 9 === 2 ? 'Thank you for letting us in before you open.' : null,
      lines,
      discountPercent,
      totals: totalsOf({ lines, discountPercent }),
      at: time,
      voidedAt: VOIDED.includes(at) ? minutesAfter(time, 26 * 60) : null,
      disputedAt: DISPUTED.includes(at) ? minutesAfter(time, 9 * 1440) : null,
      remindersPaused: at === PAUSED,
      payments: [],
    }
    if (invoice.state === 'sent') invoice.payments = paymentsOf(now, at, customer, invoice)
    return invoice
  })
}

const daysAgo = (at: number) =>
  1 + Math.round((OLDEST_DAYS * (SAMPLE_INVOICES_SENT - 1 - at)) / SAMPLE_INVOICES_SENT)

function linesOf(at: number, { currency, country }: SampleCustomer) {
  const bought = Array.from({ length: 1 + (at % 4) }, (_, place) => {
    const [description, price, quantities] = CATALOGUE[(at * 5 + place * 2) % CATALOGUE.length]!
    return { description, price, quantity: quantities[(at + place) % quantities.length]! }
  })
  if (at % 3 === 0) bought.push({ description: DELIVERY[0], price: DELIVERY[1], quantity: '1' })
  return bought.map(({ description, price, quantity }, place) => ({
    description,
    quantity,
    unitPriceMinor: priceMinor(price, currency),
    discountPercent: at % 8 === 5 && place === 0 ? '10' : '0',
    taxRate: country === 'United Kingdom' ? '20' : '0',
  }))
}

/** As a price list would have it: no odd pence. */
const priceMinor = (pounds: number, currency: string): number =>
  Math.round(pounds * RATES[currency]! * 2) * 50

/** Most pay about when it is due. Some are late, a few pay a part, and one cheque bounced. */
function paymentsOf(
  now: Date,
  at: number,
  { days, inactive }: SampleCustomer,
  { totals, at: sentAt }: SampleInvoice,
): SamplePayment[] {
  const daysPast = daysAgo(at) - days
  const luck = (at * 37) % 100
  const [unpaid, partly] = daysPast > 60 ? [5, 8] : daysPast > 0 ? [35, 46] : [45, 75]
  const takenAfter = Math.max(1, days + ((at * 13) % 17) - 8)
  const payment = (amountMinor: number, after: number, reversedAfter?: number): SamplePayment => {
    const time = minutesAfter(sentAt, after * 1440)
    return {
      id: idAt(time),
      at: time,
      amountMinor,
      method: reversedAfter ? 'cheque' : at % 7 === 3 ? 'card' : 'transfer',
      reversedAt: reversedAfter ? minutesAfter(sentAt, reversedAfter * 1440) : null,
    }
  }
  const happened = ({ at: time }: SamplePayment) => time < now
  if (at === CHEQUE_CAME_BACK) return [payment(totals.totalMinor, 10, 16)]
  if (DISPUTED.includes(at) || at === PAUSED) return []
  if (!inactive && luck < unpaid) return []
  const amountMinor = !inactive && luck < partly ? Math.floor(totals.totalMinor / 2) : totals.totalMinor
  return [payment(amountMinor, Math.min(takenAfter, daysAgo(at) - 0.3))].filter(happened)
}
