import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { HeadActions } from '../shell/head-actions.tsx'
import { useMay } from '../session.ts'
import { PaymentList } from './payment-list.tsx'
import { RecordPayment } from './record-payment.tsx'

/** Customer Details > Payments. */
export function CustomerPayments() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId' })
  const { data: customer } = useQuery(customerQuery(customerId))
  const mayManage = useMay('manager')
  usePageTitle('Payments', customer?.name, 'Portico')
  return (
    <div className="beside-panel">
      <div>
        <HeadActions>{mayManage && customer && <RecordPayment customer={customer} />}</HeadActions>
        <PaymentList key={customerId} customerId={customerId} />
      </div>
      <Outlet />
    </div>
  )
}
