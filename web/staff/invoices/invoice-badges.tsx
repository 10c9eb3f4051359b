import type { InvoiceRow } from '../../../server/invoices/invoices.api.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { deliveryWords, isDeliveryWorthSaying, statusWords } from './invoice-words.ts'

export function InvoiceStatusBadge({ status }: Pick<InvoiceRow, 'status'>) {
  const { word, tone } = statusWords[status]
  return <StatusBadge tone={tone}>{word}</StatusBadge>
}

export function InvoiceDeliveryBadge({ delivery }: Pick<InvoiceRow, 'delivery'>) {
  const { word, tone } = deliveryWords[delivery]
  return <StatusBadge tone={tone}>{word}</StatusBadge>
}

/** What an invoice is, and below it what keeps it from being paid: it was not delivered, or is disputed. What is scheduled is not said to be sent. */
export function InvoiceState({ invoice }: { invoice: InvoiceRow }) {
  return (
    <>
      {!(invoice.status === 'sent' && invoice.delivery === 'scheduled') && (
        <InvoiceStatusBadge status={invoice.status} />
      )}
      {isDeliveryWorthSaying(invoice.delivery) && <InvoiceDeliveryBadge delivery={invoice.delivery} />}
      {invoice.disputed && <StatusBadge tone="wait">Disputed</StatusBadge>}
    </>
  )
}
