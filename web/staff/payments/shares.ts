import { spread } from '../../../server/payments/spread.ts'
import { bareMoney, readerLocale } from '../../lib/formats.ts'
import { readMoney } from '../../lib/typed-numbers.ts'

interface Owed {
  invoiceId: string
  balanceMinor: number
}

export interface Shares {
  /** What stands in the fields, by invoice. */
  typed: Record<string, string>
  errors: Record<string, string>
  allocations: { invoiceId: string; amountMinor: number }[]
  /** Below zero where more is shared out than there is. */
  leftMinor: number
}

/** How an amount is shared out: as typed, and the rest of it in the order of the invoices until something was typed. */
export function sharesOf(
  amountMinor: number,
  items: readonly Owed[],
  typed: Record<string, string> | null,
  currency: string,
  locale = readerLocale(),
): Shares {
  const owed = items.map(({ invoiceId, balanceMinor }) => ({ id: invoiceId, balanceMinor }))
  if (typed === null) {
    const allocations = spread(amountMinor, owed)
    return {
      typed: Object.fromEntries(
        allocations.map((one) => [one.invoiceId, bareMoney(one.amountMinor, currency, locale)]),
      ),
      errors: {},
      allocations,
      leftMinor: amountMinor - sum(allocations),
    }
  }
  const errors: Record<string, string> = {}
  const allocations: Shares['allocations'] = []
  for (const { invoiceId, balanceMinor } of items) {
    const text = (typed[invoiceId] ?? '').trim()
    if (text === '') continue
    const read = readMoney(text, currency, locale)
    if (!read.ok) errors[invoiceId] = read.reason
    else if (read.value < 0) errors[invoiceId] = 'Use an amount above zero.'
    else if (read.value > balanceMinor) errors[invoiceId] = 'More than is owed.'
    if (read.ok && read.value > 0) allocations.push({ invoiceId, amountMinor: read.value })
  }
  return { typed, errors, allocations, leftMinor: amountMinor - sum(allocations) }
}

const sum = (allocations: { amountMinor: number }[]) =>
  allocations.reduce((total, one) => total + one.amountMinor, 0)
