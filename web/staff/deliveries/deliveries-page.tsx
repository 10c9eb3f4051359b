import { Select, Title } from '@mantine/core'
import { mdiEmailFastOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import type { DeliveryState } from '../../../server/mail/deliveries.api.ts'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { deliveryColumns } from './delivery-columns.tsx'
import { deliveriesQuery } from './delivery-queries.ts'
import { stateWords } from './delivery-words.ts'

/** Every message that went out or waits to: to whom, what, and what came of it. */
export function DeliveriesPage() {
  usePageTitle('Deliveries', 'Portico')
  const { state } = useSearch({ from: '/shell/deliveries' })
  const navigate = useNavigate()
  const query = useInfiniteQuery(deliveriesQuery(state))
  return (
    <div className="page beside-panel">
      <div className="page-head">
        <Title order={1}>Deliveries</Title>
        <Select
          aria-label="State"
          w={160}
          allowDeselect={false}
          value={state ?? 'all'}
          onChange={(value) => {
            const search = value && value !== 'all' ? { state: value as DeliveryState } : {}
            void navigate({ to: '.', search, replace: true })
          }}
          data={[
            { value: 'all', label: 'All' },
            ...Object.entries(stateWords).map(([value, { word }]) => ({ value, label: word })),
          ]}
        />
      </div>
      <PagedTable
        label="Deliveries"
        query={query}
        columns={deliveryColumns}
        keyOf={({ id }) => id}
        empty={
          <Empty
            icon={mdiEmailFastOutline}
            title={state ? 'No delivery is in this state' : 'Nothing has been sent yet'}
          >
            Every letter to a contact or a staff member is listed here with what came of it, such as the
            temporary password of a new contact.
          </Empty>
        }
      />
      <Outlet />
    </div>
  )
}
