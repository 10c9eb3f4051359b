import { Button } from '@mantine/core'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { call } from '../../lib/client.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { invoiceChanged } from './invoice-queries.ts'

/** Gives a draft its number, without mailing it. */
export function SendInvoice({ invoice }: { invoice: Invoice }) {
  if (invoice.status !== 'draft') return null
  const markAsSent = async () => {
    try {
      const issued = await call(invoicesApi.issue, { params: { invoiceId: invoice.id } })
      invoiceChanged(issued)
      done(`${issued.number} counts as sent.`)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Confirm
      consequence="The invoice gets its number and is owed from now on. Nothing is mailed: this is for one that went out by post or by hand."
      verb="Mark as sent"
      destructive={false}
      onConfirm={markAsSent}
    >
      {(open) => (
        <Button onClick={open} disabled={invoice.lines.length === 0}>
          Mark as sent
        </Button>
      )}
    </Confirm>
  )
}
