import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { OwedInCurrency } from '../../../server/receivables/home.api.ts'
import { count } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import classes from './home.module.css'

/** The customers who owe most, with how much of it is overdue; each leads to what it owes. */
export function OwesMost({ of: { owesMost, currency } }: { of: OwedInCurrency }) {
  if (owesMost.length === 0)
    return (
      <Text c="dimmed" mt="xs">
        Nobody owes anything.
      </Text>
    )
  const most = owesMost[0]!.openMinor
  return (
    <ol className={classes.most}>
      {owesMost.map(({ customerId, customerName, openMinor, overdueMinor, creditMinor, count: invoices }) => (
        <li key={customerId}>
          <Link
            to="/customers/$customerId/invoices"
            params={{ customerId }}
            search={{ status: 'open' }}
            className={classes.ower}
          >
            <span className={classes.owerLine}>
              <OneLine className={classes.owerName}>{customerName}</OneLine>
              <Amount className={classes.owerAmount} minor={openMinor} currency={currency} />
            </span>
            <svg width="100%" height="4" aria-hidden="true" focusable="false">
              <rect className={classes.owerGround} width="100%" height="4" rx="2" />
              <rect className={classes.owerOpen} width={`${(openMinor / most) * 100}%`} height="4" rx="2" />
              <rect
                className={classes.owerFill}
                width={`${(overdueMinor / most) * 100}%`}
                height="4"
                rx="2"
              />
            </svg>
            <span className={`${classes.owerBelow} muted`}>
              {overdueMinor > 0 ? (
                <>
                  <Amount minor={overdueMinor} currency={currency} /> overdue
                </>
              ) : (
                'Nothing overdue'
              )}
              {' · '}
              {count(invoices, 'open invoice')}
              {creditMinor > 0 && (
                <>
                  {' · '}
                  <Amount minor={creditMinor} currency={currency} /> credit
                </>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
