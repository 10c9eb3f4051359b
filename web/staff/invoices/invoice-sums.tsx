import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { count, money } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { organizationQuery } from '../organization/organization-queries.ts'
import { invoiceTotalsQuery } from './invoice-queries.ts'
import type { InvoicesWanted } from './invoices-wanted.ts'
import classes from './invoices.module.css'

const kinds = [
  { of: 'draft', name: 'Draft', status: 'draft' },
  { of: 'open', name: 'Open', status: 'open' },
  { of: 'overdue', name: 'Overdue', status: 'overdue' },
  { of: 'paidLately', name: 'Paid in 30 days', status: 'paid' },
] as const

const CURRENCIES_SHOWN = 3

/** What is in draft, owed and overdue, and what was paid lately, by currency; each leads to its invoices. */
export function InvoiceSums({
  customerId,
  wanted,
}: {
  customerId: string | undefined
  wanted: InvoicesWanted
}) {
  const { data } = useQuery(invoiceTotalsQuery(customerId))
  const ownCurrency = useQuery(organizationQuery).data?.currency
  return (
    <nav aria-label="Sums" className={classes.sums}>
      {kinds.map(({ of, name, status }) => {
        const sums = (data?.totals.filter((total) => total.status === of) ?? []).toSorted(
          (one, other) =>
            Number(other.currency === ownCurrency) - Number(one.currency === ownCurrency) ||
            other.count - one.count,
        )
        const others = sums.length - CURRENCIES_SHOWN
        const invoices = sums.reduce((all, sum) => all + sum.count, 0)
        const isChosen = wanted.status === status
        return (
          <Link
            key={of}
            to="."
            search={{ ...wanted, status: isChosen ? undefined : status }}
            replace
            resetScroll={false}
            className={classes.sum}
            aria-current={isChosen || undefined}
            data-late={(of === 'overdue' && invoices > 0) || undefined}
          >
            <span className="muted small">{name}</span>
            <span
              className={classes.sumAmounts}
              style={{ '--letters': lettersOf(sums) } as React.CSSProperties}
            >
              {!data && <Skeleton height={14} width={110} my={5} />}
              {data && sums.length === 0 && <span className="muted">–</span>}
              {sums.slice(0, CURRENCIES_SHOWN).map(({ currency, amountMinor }) => (
                <Amount key={currency} minor={amountMinor} currency={currency} />
              ))}
            </span>
            <span className={`${classes.sumCount} muted small`}>
              {!data && <Skeleton height={10} width={64} my={5} />}
              {data && (invoices === 0 ? 'None' : count(invoices, 'invoice'))}
              {others > 0 && ` · ${count(others, 'more currency', 'more currencies')}`}
            </span>
          </Link>
        )
      })}
    </nav>
  )
}

/** Of the longest amount that is shown, by which all are written smaller where they would not fit. */
const lettersOf = (sums: { amountMinor: number; currency: string }[]) =>
  Math.max(1, ...sums.slice(0, CURRENCIES_SHOWN).map((sum) => money(sum.amountMinor, sum.currency).length))
