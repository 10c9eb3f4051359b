import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type Invoice, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { call } from '../../lib/client.ts'
import { hasStatus } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useRecord } from '../../ui/use-record.ts'
import { whoSaved } from '../journal/who-saved.ts'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { InvoiceEditor } from './invoice-editor.tsx'
import { invoiceChanged, invoiceQuery } from './invoice-queries.ts'
import { invoiceName } from './invoice-words.ts'
import { useInvoiceValues, valuesOf } from './invoice-values.ts'
import { type InvoicingUsual, useInvoicingUsual } from './use-invoicing-usual.ts'

export function EditInvoice() {
  const { invoiceId } = useParams({ from: '/shell/receivables/invoices/$invoiceId/edit' })
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId))
  const invoicing = useInvoicingUsual()
  usePageTitle('Edit', invoice && invoiceName(invoice), 'Portico')
  if (hasStatus(error, 404)) return <NotFoundPage />
  const refused = invoice ? invoicing.error : (error ?? invoicing.error)
  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>{invoice ? `Edit ${invoice.number ?? 'draft'}` : 'Edit invoice'}</Title>
      </div>
      {refused && <ErrorNotice error={refused} retry={error ? refetch : invoicing.retry} />}
      {!refused && !(invoice && invoicing.data) && <SkeletonRows rows={8} height={56} />}
      {invoice && invoicing.data && <Editor key={invoiceId} invoice={invoice} invoicing={invoicing.data} />}
    </div>
  )
}

function Editor({ invoice, invoicing }: { invoice: Invoice; invoicing: InvoicingUsual }) {
  const navigate = useNavigate()
  const params = { invoiceId: invoice.id }
  const { taxRate, usual } = invoicing
  const form = useInvoiceValues(valuesOf(invoice, taxRate), taxRate)
  const { base, saveUpon, news } = useRecord(form, {
    record: invoice,
    valuesOf: (row) => valuesOf(row, taxRate),
    readAgain: () => queryClient.fetchQuery({ ...invoiceQuery(invoice.id), staleTime: 0 }),
    whoSaved: whoSaved(params),
  })
  const { revision } = base
  return (
    <InvoiceEditor
      invoice={base}
      form={form}
      usual={usual}
      notice={
        revision > 0 && (
          <div style={{ marginBottom: 16 }}>
            <Notice tone="attention">
              This makes revision {revision + 1}; revision {revision} stays visible.
            </Notice>
          </div>
        )
      }
      verb={revision > 0 ? `Save revision ${revision + 1}` : 'Save draft'}
      save={async (body) => {
        const change = saveUpon((_, { version }) => call(invoicesApi.change, { params, body, version }))
        const saved = await change(form.values)
        invoiceChanged(saved)
        done(saved.revision > revision ? `Revision ${saved.revision} was saved.` : 'The invoice was saved.')
        return saved
      }}
      leave={() => navigate({ to: '/receivables/invoices/$invoiceId', params })}
      news={news}
    />
  )
}
