import { Link } from '@tanstack/react-router'
import type { PortalInvoiceRow } from '../../../server/invoices/portal-invoices.api.ts'
import { Amount, AMOUNT_TRACK } from '../../ui/amount.tsx'
import type { Column } from '../../ui/column.ts'
import { rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { isOpen, stateWords } from './invoice-words.ts'
import classes from './invoices.module.css'

/** With the company only where the invoices are of several. */
export function invoiceColumns(ofSeveral: boolean): Column<PortalInvoiceRow>[] {
  return [
    {
      name: 'Number',
      width: 'minmax(0, 1fr)',
      narrow: 'topStart',
      cell: ({ id, number }) => (
        <Link {...rowLink} to="/invoices/$invoiceId" params={{ invoiceId: id }} title={number}>
          {number}
        </Link>
      ),
    },
    ...(ofSeveral ? [customer] : []),
    {
      name: 'Status',
      width: '232px',
      narrow: ofSeveral ? 'bottomEnd' : 'bottomStart',
      cell: (invoice) => <Status invoice={invoice} />,
    },
    {
      name: 'Amount',
      width: AMOUNT_TRACK,
      align: 'end',
      cell: ({ totalMinor, currency }) => <Amount minor={totalMinor} currency={currency} />,
    },
    {
      name: 'Amount due',
      width: AMOUNT_TRACK,
      align: 'end',
      narrow: 'topEnd',
      cell: (invoice) => <AmountDue invoice={invoice} />,
    },
  ]
}

const customer: Column<PortalInvoiceRow> = {
  name: 'Company',
  width: 'minmax(0, 2fr)',
  narrow: 'bottomStart',
  cell: ({ customerName }) => customerName,
}

function Status({ invoice }: { invoice: PortalInvoiceRow }) {
  const { word, tone } = stateWords(invoice)
  return <StatusBadge tone={tone}>{word}</StatusBadge>
}

/** On a phone there is room for one amount: what is left to pay, or the total. */
function AmountDue({ invoice }: { invoice: PortalInvoiceRow }) {
  const { balanceMinor, totalMinor, currency } = invoice
  if (isOpen(invoice)) return <Amount className={classes.strong} minor={balanceMinor} currency={currency} />
  return (
    <>
      <Amount className={classes.whereWide} minor={balanceMinor} currency={currency} />
      <Amount className={classes.whereNarrow} minor={totalMinor} currency={currency} />
    </>
  )
}
