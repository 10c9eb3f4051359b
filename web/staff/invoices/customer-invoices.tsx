import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { HeadActions } from '../shell/head-actions.tsx'
import { useMay } from '../session.ts'
import { InvoiceList, NewInvoiceButton } from './invoice-list.tsx'

/** Customer Details > Invoices. */
export function CustomerInvoices() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const wanted = useSearch({ from: '/shell/customers/$customerId/invoices' })
  const { data: customer } = useQuery(customerQuery(customerId))
  const mayManage = useMay('manager')
  usePageTitle('Invoices', customer?.name, 'Portico')
  return (
    <>
      <HeadActions>
        {mayManage && customer?.active && <NewInvoiceButton customerId={customerId} />}
      </HeadActions>
      <InvoiceList key={customerId} wanted={wanted} customerId={customerId} />
    </>
  )
}
