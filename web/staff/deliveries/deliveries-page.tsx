import { Group, Title } from '@mantine/core'
import { mdiEmailFastOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import type { DeliveryKind, DeliveryState } from '../../../server/mail/deliveries/deliveries.api.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KeptSince, keptSinceOf, nothingYet } from '../../ui/kept-since.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { deliveryColumns } from './delivery-columns.tsx'
import { deliveriesQuery, type DeliveriesWanted } from './delivery-queries.ts'
import { kindWords, stateWords } from './delivery-words.ts'

/** Every message that was sent or is waiting: to whom, what, and what became of it. */
export function DeliveriesPage() {
  usePageTitle('Deliveries', 'Portico')
  const { state, kind } = useSearch({ from: '/shell/deliveries' })
  const navigate = useNavigate()
  const query = useInfiniteQuery(
    deliveriesQuery({ ...(state !== undefined && { state }), ...(kind !== undefined && { kind }) }),
  )
  const show = (wanted: DeliveriesWanted) => void navigate({ to: '.', search: wanted, replace: true })
  return (
    <div className="page beside-panel">
      <div className="page-head">
        <Title order={1}>Deliveries</Title>
        <Group gap="xs">
          <ChoiceField
            aria-label="Kind"
            noun="kind"
            w="min(230px, 50vw)"
            value={kind ?? 'all'}
            onChange={(value) =>
              show({
                ...(state !== undefined && { state }),
                ...(value && value !== 'all' && { kind: value as DeliveryKind }),
              })
            }
            data={[
              { value: 'all', label: 'Every kind' },
              ...Object.entries(kindWords).map(([value, label]) => ({ value, label })),
            ]}
          />
          <ChoiceField
            aria-label="Status"
            noun="status"
            w="min(160px, 36vw)"
            value={state ?? 'all'}
            onChange={(value) =>
              show({
                ...(kind !== undefined && { kind }),
                ...(value && value !== 'all' && { state: value as DeliveryState }),
              })
            }
            data={[
              { value: 'all', label: 'All' },
              ...Object.entries(stateWords).map(([value, { word }]) => ({ value, label: word })),
            ]}
          />
        </Group>
      </div>
      <PagedTable
        label="Deliveries"
        query={query}
        columns={deliveryColumns}
        keyOf={({ id }) => id}
        empty={
          <Empty
            icon={mdiEmailFastOutline}
            title={
              state || kind
                ? 'No deliveries match'
                : nothingYet('Nothing has been sent yet', keptSinceOf(query))
            }
          >
            Every e-mail to a contact or a staff member is listed here with its status, such as an invoice, or
            the temporary password of a new contact.
          </Empty>
        }
      />
      <KeptSince of="Deliveries" query={query} />
      <Outlet />
    </div>
  )
}
