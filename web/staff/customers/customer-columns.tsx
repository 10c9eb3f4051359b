import { Link } from '@tanstack/react-router'
import { CONTACTS_COUNTED_MOST, type CustomerLine } from '../../../server/customers/customers.api.ts'
import { count, emailBeside } from '../../lib/formats.ts'
import { Amount, AMOUNT_TRACK } from '../../ui/amount.tsx'
import type { Column } from '../../ui/column.ts'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import classes from './customer-columns.module.css'

/** What staff look up while a customer is on the phone. */
export const customerColumns: Column<CustomerLine>[] = [
  {
    name: 'Name',
    width: 'minmax(0, 2fr)',
    narrow: 'topStart',
    cell: ({ id, name, active }) => (
      <span className={classes.name}>
        <Link {...rowLink} to="/customers/$customerId" params={{ customerId: id }} title={name}>
          {name}
        </Link>
        {!active && <StatusBadge tone="off">Inactive</StatusBadge>}
      </span>
    ),
  },
  {
    name: 'Account number',
    width: 'minmax(100px, 0.8fr)',
    cell: ({ accountNumber }) => <span className="muted numbers">{accountNumber}</span>,
  },
  {
    name: 'Contacts',
    width: 'minmax(0, 1.5fr)',
    narrow: 'bottomStart',
    cell: ({ primaryContact, contactCount }) =>
      primaryContact ? (
        <Lines
          below={
            contactCount > 1
              ? countWords(contactCount)
              : emailBeside(primaryContact.name, primaryContact.email)
          }
        >
          <OneLine>{primaryContact.name}</OneLine>
        </Lines>
      ) : (
        <span className="muted">{contactCount > 0 ? countWords(contactCount) : 'No contacts'}</span>
      ),
  },
  {
    name: 'Phone',
    width: 'minmax(0, 1.1fr)',
    cell: ({ phone, primaryContact }) => {
      const [first, second] = [phone, primaryContact?.phone].filter((number) => number)
      return first && <Lines below={second}>{<OneLine>{first}</OneLine>}</Lines>
    },
  },
  {
    name: 'Open',
    // Room for the credit, too.
    width: 'minmax(15em, 1fr)',
    align: 'end',
    narrow: 'topEnd',
    cell: ({ open }) => (
      <Amounts
        of={open.map(({ currency, openMinor, creditMinor }) => ({
          currency,
          amountMinor: openMinor,
          creditMinor,
        }))}
      />
    ),
  },
  {
    name: 'Overdue',
    width: AMOUNT_TRACK,
    align: 'end',
    narrow: 'bottomEnd',
    cell: ({ open }) => (
      <span className={classes.overdue}>
        <Amounts
          of={open
            .filter(({ overdueMinor }) => overdueMinor > 0)
            .map(({ currency, overdueMinor }) => ({ currency, amountMinor: overdueMinor }))}
        />
        {open.some(({ overdueMinor }) => overdueMinor > 0) && (
          <span className={classes.overdueWord}>overdue</span>
        )}
      </span>
    ),
  },
]

const countWords = (contacts: number) =>
  contacts === CONTACTS_COUNTED_MOST ? `${contacts} contacts or more` : count(contacts, 'contact')

interface Sum {
  currency: string
  amountMinor: number
  creditMinor?: number
}

/** Whole, in the currency where it is most, with the credit that would pay some of it; in others below it. */
function Amounts({ of: [first, second, ...others] }: { of: Sum[] }) {
  if (!first) return null
  const more = others.length + 1
  return (
    <span className={classes.amounts}>
      <span className={classes.first} data-more={second ? `+${more}` : undefined}>
        <Amount minor={first.amountMinor} currency={first.currency} />
      </span>
      {Boolean(first.creditMinor) && (
        <span className={`${classes.second} small`}>
          less <Amount minor={first.creditMinor!} currency={first.currency} /> credit
        </span>
      )}
      {second && (
        <span className={`${classes.second} small`}>
          {others.length > 0 ? (
            `and ${more} more currencies`
          ) : (
            <Amount minor={second.amountMinor} currency={second.currency} />
          )}
        </span>
      )}
    </span>
  )
}
