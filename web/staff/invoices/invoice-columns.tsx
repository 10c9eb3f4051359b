import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { InvoiceRow } from '../../../server/invoices/invoices.api.ts'
import { calendarDay } from '../../lib/formats.ts'
import { Amount, AMOUNT_TRACK } from '../../ui/amount.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import type { Column } from '../../ui/column.ts'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { InvoiceState } from './invoice-badges.tsx'
import { dueWords, invoiceName } from './invoice-words.ts'
import classes from './invoices.module.css'
import selectionClasses from './selection.module.css'
import type { Selection } from './use-selection.ts'

const number = (selection: Selection | undefined): Column<InvoiceRow> => ({
  name: 'Number',
  width: selection ? 'minmax(134px, 0.8fr)' : 'minmax(104px, 0.8fr)',
  narrow: 'topStart',
  cell: (invoice) => {
    const link = (
      <Link
        {...rowLink}
        to="/receivables/invoices/$invoiceId"
        params={{ invoiceId: invoice.id }}
        title={invoiceName(invoice)}
      >
        {invoiceName(invoice)}
      </Link>
    )
    if (!selection) return link
    return (
      <span className={selectionClasses.number}>
        <Checkbox
          className={selectionClasses.choose!}
          size="xs"
          aria-label={`Select ${invoiceName(invoice)}, ${invoice.customerName}`}
          disabled={invoice.status === 'void'}
          checked={selection.ids.has(invoice.id)}
          onChange={({ nativeEvent }) =>
            selection.toggle(invoice.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
        {link}
      </span>
    )
  },
})

const customer: Column<InvoiceRow> = {
  name: 'Customer',
  width: 'minmax(0, 2fr)',
  narrow: 'bottomStart',
  cell: ({ customerName, purchaseOrder }) => (
    <Lines below={purchaseOrder}>
      <OneLine>{customerName}</OneLine>
    </Lines>
  ),
}

const issued: Column<InvoiceRow> = {
  name: 'Issued',
  width: '96px',
  onlyWide: true,
  cell: ({ issueDate }) => <span className="numbers">{calendarDay(issueDate)}</span>,
}

const due = (today: string, narrow?: 'bottomStart'): Column<InvoiceRow> => ({
  name: 'Due',
  width: '124px',
  ...(narrow && { narrow }),
  cell: (invoice) => (
    <span className={`${classes.due} numbers`} data-late={invoice.status === 'overdue' || undefined}>
      <time dateTime={invoice.dueDate} title={calendarDay(invoice.dueDate)}>
        {dueWords(invoice, today)}
      </time>
    </span>
  ),
})

const state: Column<InvoiceRow> = {
  name: 'Status',
  width: 'minmax(110px, 1fr)',
  narrow: 'bottomEnd',
  cell: (invoice) => (
    <span className={classes.states}>
      <InvoiceState invoice={invoice} />
    </span>
  ),
}

const total: Column<InvoiceRow> = {
  name: 'Total',
  width: AMOUNT_TRACK,
  align: 'end',
  narrow: 'topEnd',
  cell: ({ totalMinor, currency }) => <Amount minor={totalMinor} currency={currency} />,
}

const balance: Column<InvoiceRow> = {
  name: 'Balance',
  width: AMOUNT_TRACK,
  align: 'end',
  cell: ({ balanceMinor, currency }) =>
    balanceMinor === 0 ? (
      <span className="muted">–</span>
    ) : (
      <Amount minor={balanceMinor} currency={currency} />
    ),
}

/** Without the customer where the page is theirs. */
export const invoiceColumns = (
  today: string,
  ofOneCustomer: boolean,
  selection?: Selection,
): Column<InvoiceRow>[] =>
  ofOneCustomer
    ? [number(selection), issued, due(today, 'bottomStart'), state, total, balance]
    : [number(selection), customer, issued, due(today), state, total, balance]
