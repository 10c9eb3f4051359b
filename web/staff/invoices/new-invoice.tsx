import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Customer } from '../../../server/customers/customers.api.ts'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { daysAfter } from '../../../server/time/day.ts'
import { call } from '../../lib/client.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { InvoiceEditor } from './invoice-editor.tsx'
import { invoiceChanged, useToday } from './invoice-queries.ts'
import { emptyInvoice, useInvoiceValues } from './invoice-values.ts'
import { type InvoicingUsual, useInvoicingUsual } from './use-invoicing-usual.ts'
import { usualFor } from './usual.ts'

export function NewInvoice() {
  usePageTitle('New Invoice', 'Portico')
  const { customerId } = useSearch({ from: '/shell/receivables/invoices/new' })
  const invoicing = useInvoicingUsual()
  const customer = useQuery({ ...customerQuery(customerId ?? ''), enabled: customerId !== undefined })
  const isReady = invoicing.data && (!customerId || customer.data || customer.error)
  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>New Invoice</Title>
      </div>
      {invoicing.error && <ErrorNotice error={invoicing.error} retry={invoicing.retry} />}
      {!isReady && !invoicing.error && <SkeletonRows rows={8} height={56} />}
      {isReady && <NewEditor customer={customer.data} invoicing={invoicing.data!} />}
    </div>
  )
}

function NewEditor({ customer, invoicing }: { customer: Customer | undefined; invoicing: InvoicingUsual }) {
  const { taxRate, usual } = invoicing
  const navigate = useNavigate()
  const today = useToday()
  const theirs = customer ? usualFor(customer, usual) : usual
  const leave = (saved?: Invoice) => {
    if (saved) {
      return navigate({
        to: '/receivables/invoices/$invoiceId',
        params: { invoiceId: saved.id },
        replace: true,
      })
    }
    return customer
      ? navigate({ to: '/customers/$customerId/invoices', params: { customerId: customer.id } })
      : navigate({ to: '/receivables/invoices' })
  }
  const head = {
    customerId: customer?.id ?? '',
    customerName: customer?.name ?? '',
    currency: theirs.currency,
    issueDate: today,
    dueDate: daysAfter(today, theirs.termsDays),
    purchaseOrder: '',
  }
  const form = useInvoiceValues(emptyInvoice(head, taxRate), taxRate)
  return (
    <InvoiceEditor
      form={form}
      usual={usual}
      verb="Save draft"
      save={async (body) => {
        const saved = await call(invoicesApi.add, { body })
        invoiceChanged(saved)
        done('The draft was saved. Nobody else sees it until it is sent.')
        return saved
      }}
      leave={leave}
    />
  )
}
