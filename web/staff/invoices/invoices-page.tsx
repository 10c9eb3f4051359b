import { Title } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import { RunningBatch } from './batch-progress.tsx'
import { InvoiceList, NewInvoiceButton } from './invoice-list.tsx'

/** Receivables > Invoices: what is owed by whom, and since when. */
export function InvoicesPage() {
  usePageTitle('Invoices', 'Portico')
  const wanted = useSearch({ from: '/shell/receivables/invoices' })
  const mayManage = useMay('manager')
  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>Invoices</Title>
        {mayManage && <NewInvoiceButton />}
      </div>
      <RunningBatch />
      <InvoiceList wanted={wanted} />
    </div>
  )
}
