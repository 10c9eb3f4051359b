import { Title } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { PaymentList } from './payment-list.tsx'

/** Receivables > Payments: what came in, the latest first. */
export function PaymentsPage() {
  usePageTitle('Payments', 'Portico')
  return (
    <div className="page beside-panel">
      <div className="page-head">
        <Title order={1}>Payments</Title>
      </div>
      <PaymentList />
      <Outlet />
    </div>
  )
}
