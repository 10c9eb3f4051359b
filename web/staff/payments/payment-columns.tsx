import { Link } from '@tanstack/react-router'
import { methodWords, type Payment } from '../../../server/payments/payments.api.ts'
import { calendarDay } from '../../lib/formats.ts'
import { Amount, AMOUNT_TRACK } from '../../ui/amount.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import type { Column } from '../../ui/column.ts'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'

const received = (ofOneCustomer: boolean): Column<Payment> => ({
  name: 'Received',
  width: 'minmax(84px, 0.6fr)',
  narrow: 'topStart',
  cell: ({ id: paymentId, customerId, receivedOn }) => {
    const day = <span className="numbers">{calendarDay(receivedOn)}</span>
    return ofOneCustomer ? (
      <Link
        {...rowLink}
        to="/customers/$customerId/payments/$paymentId"
        params={{ customerId, paymentId }}
        resetScroll={false}
      >
        {day}
      </Link>
    ) : (
      <Link {...rowLink} to="/receivables/payments/$paymentId" params={{ paymentId }} resetScroll={false}>
        {day}
      </Link>
    )
  },
})

const customer: Column<Payment> = {
  name: 'Customer',
  width: 'minmax(0, 2fr)',
  narrow: 'bottomStart',
  cell: ({ customerName, reference }) => (
    <Lines below={reference}>
      <OneLine>{customerName}</OneLine>
    </Lines>
  ),
}

const pays = (narrow?: 'bottomStart'): Column<Payment> => ({
  name: 'Pays',
  width: 'minmax(13em, 1.4fr)',
  ...(narrow && { narrow }),
  cell: ({ allocations, unallocatedMinor, currency }) => {
    const numbers = allocations.map(({ number }) => number).join(', ')
    const credit = unallocatedMinor > 0 && (
      <>
        <Amount minor={unallocatedMinor} currency={currency} /> credit
      </>
    )
    return <Lines below={numbers && credit}>{numbers ? <OneLine>{numbers}</OneLine> : credit || '–'}</Lines>
  },
})

const method: Column<Payment> = {
  name: 'Method',
  width: 'minmax(100px, 0.8fr)',
  cell: ({ method: by }) => methodWords[by],
}

const state: Column<Payment> = {
  name: 'Status',
  width: '92px',
  narrow: 'bottomEnd',
  cell: (payment) => <PaymentState payment={payment} />,
}

const amount: Column<Payment> = {
  name: 'Amount',
  width: AMOUNT_TRACK,
  align: 'end',
  narrow: 'topEnd',
  cell: ({ amountMinor, currency }) => <Amount minor={amountMinor} currency={currency} />,
}

/** Said only of what was reversed, and of its reversal. */
export function PaymentState({ payment: { reverses, reversedBy } }: { payment: Payment }) {
  if (reverses !== null) return <StatusBadge tone="off">Reversal</StatusBadge>
  if (reversedBy !== null) return <StatusBadge tone="off">Reversed</StatusBadge>
  return null
}

/** Without the customer where the page is theirs. */
export const paymentColumns = (ofOneCustomer: boolean): Column<Payment>[] =>
  ofOneCustomer
    ? [received(true), pays('bottomStart'), method, state, amount]
    : [received(false), customer, pays(), method, state, amount]
