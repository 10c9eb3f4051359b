import { Button, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { OwedInCurrency } from '../../../server/receivables/home.api.ts'
import { bareMoney, count } from '../../lib/formats.ts'
import { Amount } from '../../ui/amount.tsx'
import { ageWords } from '../invoices/invoice-words.ts'
import classes from './home.module.css'

/** The lowest bar above nothing, in percent of the highest. */
const LEAST = 2

/** What is owed, by age: a bar leads to its invoices. Also as a table, for those who would rather read. */
export function AgeingChart({ of }: { of: OwedInCurrency }) {
  const [isTable, { toggle }] = useDisclosure(false)
  return (
    <>
      {isTable ? <AgeingTable of={of} /> : <Bars of={of} />}
      <Button variant="subtle" size="compact-xs" onClick={toggle} mt="sm" ml={-8}>
        {isTable ? 'Show as a chart' : 'Show as a table'}
      </Button>
    </>
  )
}

function Bars({ of: { ages, currency } }: { of: OwedInCurrency }) {
  const most = Math.max(1, ...ages.map(({ amountMinor }) => amountMinor))
  return (
    <ul className={classes.bars} aria-label="What is owed by age">
      {ages.map(({ age, amountMinor, count: invoices }) => {
        const share = amountMinor > 0 ? Math.max(LEAST, (amountMinor / most) * 100) : 0
        return (
          <li key={age}>
            <Link
              to="/receivables/invoices"
              search={{ status: 'open', age }}
              className={classes.bar}
              data-age={age}
              data-empty={invoices === 0 || undefined}
              style={{ '--share': `${(amountMinor / most) * 100}%` } as React.CSSProperties}
            >
              <span className={`${classes.barAmount} amount`}>{bareMoney(amountMinor, currency)}</span>
              <svg width="100%" aria-hidden="true" focusable="false">
                <rect className={classes.ground} y="100%" width="100%" height={1} />
                <rect
                  className={classes.fill}
                  y={`${100 - share}%`}
                  width="100%"
                  height={`${share}%`}
                  rx={3}
                />
              </svg>
              <span className={classes.barAge}>{ageWords[age]}</span>
              <span className={`${classes.barCount} muted`}>
                {invoices === 0 ? 'None' : count(invoices, 'invoice')}
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

function AgeingTable({ of: { ages, currency, openMinor, openCount } }: { of: OwedInCurrency }) {
  return (
    <div className={classes.tableBox}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Age</Table.Th>
            <Table.Th ta="end" className={classes.unbroken}>
              Invoices
            </Table.Th>
            <Table.Th ta="end">Open</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="numbers">
          {ages.map(({ age, amountMinor, count: invoices }) => (
            <Table.Tr key={age}>
              <Table.Th scope="row" fw={400}>
                <Link
                  to="/receivables/invoices"
                  search={{ status: 'open', age }}
                  className={classes.quietLink}
                >
                  {ageWords[age]}
                </Link>
              </Table.Th>
              <Table.Td ta="end">{invoices.toLocaleString()}</Table.Td>
              <Table.Td ta="end">
                <Amount minor={amountMinor} currency={currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot className="numbers">
          <Table.Tr>
            <Table.Th scope="row">Total</Table.Th>
            <Table.Th ta="end">{openCount.toLocaleString()}</Table.Th>
            <Table.Th ta="end">
              <Amount minor={openMinor} currency={currency} />
            </Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  )
}
