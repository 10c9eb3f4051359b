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

/** What is scheduled is not said to be sent: until its mails go out, *Scheduled* stands in for it. */
export const isSaidByDelivery = ({ status, delivery }: Pick<InvoiceRow, 'status' | 'delivery'>) =>
  status === 'sent' && delivery === 'scheduled'

/** What an invoice is, and below it what keeps it from being paid: it was not delivered, or is disputed. */
export function InvoiceState({ invoice }: { invoice: InvoiceRow }) {
  return (
    <>
      {!isSaidByDelivery(invoice) && <InvoiceStatusBadge status={invoice.status} />}
      {isDeliveryWorthSaying(invoice.delivery) && <InvoiceDeliveryBadge delivery={invoice.delivery} />}
      {invoice.disputed && <StatusBadge tone="wait">Disputed</StatusBadge>}
    </>
  )
}
