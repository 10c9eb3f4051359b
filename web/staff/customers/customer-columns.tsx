import { Link } from '@tanstack/react-router'
import type { CustomerLine } from '../../../server/customers/customers.api.ts'
import type { Column } from '../../ui/paged-table.tsx'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import classes from './customer-columns.module.css'

export const customerColumns: Column<CustomerLine>[] = [
  {
    name: 'Name',
    width: 'minmax(0, 2.2fr)',
    narrow: 'topStart',
    cell: ({ id, name }) => (
      <Link {...rowLink} to="/customers/$customerId" params={{ customerId: id }} title={name}>
        {name}
      </Link>
    ),
  },
  {
    name: 'Account number',
    width: 'minmax(90px, 0.9fr)',
    narrow: 'topEnd',
    cell: ({ accountNumber }) => <span className={`${classes.number} numbers`}>{accountNumber}</span>,
  },
  {
    name: 'Primary contact',
    width: 'minmax(0, 2fr)',
    narrow: 'bottomStart',
    cell: ({ primaryContact }) =>
      primaryContact && (
        <Lines below={primaryContact.name && primaryContact.email}>
          <OneLine>{primaryContact.name || primaryContact.email}</OneLine>
        </Lines>
      ),
  },
  {
    name: 'State',
    width: '92px',
    narrow: 'bottomEnd',
    cell: ({ active }) => (
      <StatusBadge tone={active ? 'good' : 'off'}>{active ? 'Active' : 'Inactive'}</StatusBadge>
    ),
  },
]
