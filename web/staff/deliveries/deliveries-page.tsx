import { Title } from '@mantine/core'
import { usePageTitle } from '../../ui/use-page-title.ts'

export function DeliveriesPage() {
  usePageTitle('Deliveries', 'Portico')
  return (
    <div className="page">
      <Title order={1}>Deliveries</Title>
    </div>
  )
}
