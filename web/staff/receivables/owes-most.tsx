import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { daysBetween } from '../../../server/invoices/today.ts'
import type { OwedInCurrency } from '../../../server/receivables/home.api.ts'
import { count, money } from '../../lib/formats.ts'
import { OneLine } from '../../ui/one-line.tsx'
import classes from './home.module.css'

/** The customers with most overdue; each leads to what it owes. */
export function OwesMost({ of: { owesMost, currency }, today }: { of: OwedInCurrency; today: string }) {
  if (owesMost.length === 0)
    return (
      <Text c="dimmed" mt="xs">
        Nobody is late: everything that is owed is still in time.
      </Text>
    )
  const most = owesMost[0]!.overdueMinor
  return (
    <ol className={classes.most}>
      {owesMost.map(({ customerId, customerName, overdueMinor, count: invoices, oldestDueDate }) => (
        <li key={customerId}>
          <Link
            to="/customers/$customerId/invoices"
            params={{ customerId }}
            search={{ status: 'overdue' }}
            className={classes.ower}
          >
            <span className={classes.owerLine}>
              <OneLine className={classes.owerName}>{customerName}</OneLine>
              <span className="numbers">{money(overdueMinor, currency)}</span>
            </span>
            <svg width="100%" height="4" aria-hidden="true" focusable="false">
              <rect className={classes.owerGround} width="100%" height="4" rx="2" />
              <rect
                className={classes.owerFill}
                width={`${(overdueMinor / most) * 100}%`}
                height="4"
                rx="2"
              />
            </svg>
            <span className={classes.owerBelow}>
              {count(invoices, 'invoice')}, the oldest {count(daysBetween(oldestDueDate, today), 'day')} late
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
