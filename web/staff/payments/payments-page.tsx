import { Title } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import { PaymentList } from './payment-list.tsx'
import { RecordPayment } from './record-payment.tsx'

/** Receivables > Payments: what came in, the latest first. */
export function PaymentsPage() {
  const mayManage = useMay('manager')
  usePageTitle('Payments', 'Portico')
  return (
    <div className="page beside-panel">
      <div className="page-head">
        <Title order={1}>Payments</Title>
        {mayManage && <RecordPayment />}
      </div>
      <PaymentList />
      <Outlet />
    </div>
  )
}
