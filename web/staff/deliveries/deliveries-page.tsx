import { Button, Select, Title } from '@mantine/core'
import { mdiEmailFastOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import type { Delivery, DeliveryState } from '../../../server/mail/deliveries.api.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import classes from './deliveries.module.css'
import { deliveriesQuery } from './delivery-queries.ts'
import { stateWords } from './delivery-words.ts'

/** Every message that went out or waits to: to whom, what, and what came of it. */
export function DeliveriesPage() {
  usePageTitle('Deliveries', 'Portico')
  const { state } = useSearch({ from: '/shell/deliveries' })
  const navigate = useNavigate()
  const query = useInfiniteQuery(deliveriesQuery(state))
  const deliveries = query.data?.pages.flatMap((page) => page.data) ?? []
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
      {query.isPending && <SkeletonRows rows={10} height={56} />}
      {query.error && deliveries.length === 0 && (
        <ErrorNotice error={query.error} retry={() => query.refetch()} />
      )}
      {query.data && deliveries.length === 0 && (
        <Empty
          icon={mdiEmailFastOutline}
          title={state ? 'No delivery is in this state' : 'Nothing has been sent yet'}
        >
          Every letter to a contact or a staff member is listed here with what came of it, such as the
          temporary password of a new contact.
        </Empty>
      )}
      {deliveries.length > 0 && <DeliveryList deliveries={deliveries} />}
      {query.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
      <Outlet />
    </div>
  )
}

function DeliveryList({ deliveries }: { deliveries: Delivery[] }) {
  return (
    <div role="table" aria-label="Deliveries" className={classes.table}>
      <div role="rowgroup">
        <div role="row" className={classes.head}>
          <span role="columnheader">To</span>
          <span role="columnheader">What</span>
          <span role="columnheader">State</span>
          <span role="columnheader" className={classes.when}>
            When
          </span>
        </div>
      </div>
      <div role="rowgroup">
        {deliveries.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} />
        ))}
      </div>
    </div>
  )
}

function Row({ delivery }: { delivery: Delivery }) {
  const { word, tone } = stateWords[delivery.state]
  return (
    <div role="row" className={classes.row}>
      <span role="cell" className={classes.cell}>
        <Link
          to="/deliveries/$deliveryId"
          params={{ deliveryId: delivery.id }}
          search
          resetScroll={false}
          className={`${classes.link} one-line`}
        >
          {delivery.personName || delivery.to}
        </Link>
        {delivery.personName && <span className={`${classes.quiet} one-line`}>{delivery.to}</span>}
      </span>
      <span role="cell" className={`${classes.cell} ${classes.what}`}>
        <span className="one-line">{delivery.what}</span>
        {delivery.customerName && (
          <span className={`${classes.quiet} one-line`}>{delivery.customerName}</span>
        )}
      </span>
      <span role="cell" className={classes.cell}>
        <StatusBadge tone={tone}>{word}</StatusBadge>
        {delivery.reason && <span className={`${classes.quiet} ${classes.reason}`}>{delivery.reason}</span>}
      </span>
      <span role="cell" className={classes.when}>
        <When at={delivery.finishedAt ?? delivery.createdAt} />
      </span>
    </div>
  )
}
