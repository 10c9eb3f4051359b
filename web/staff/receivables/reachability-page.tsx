import { Tabs, Text, Title } from '@mantine/core'
import { mdiEmailCheckOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import {
  type ReceivedKind,
  receivedKinds,
  kindInSentence,
  kindWords,
} from '../../../server/documents/kinds.ts'
import { reachabilityApi, type UnreachableCustomer } from '../../../server/receivables/reachability.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, rowsOf } from '../../lib/paging.ts'
import { Empty } from '../../ui/empty.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import type { Column } from '../../ui/column.ts'
import { PagedTable } from '../../ui/paged-table.tsx'
import { rowLink } from '../../ui/row-parts.tsx'
import { useTabsInView } from '../../ui/tab-bar.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'

/** Receivables > Reachability: for whom a kind of document would reach nobody, and why. */
export function ReachabilityPage() {
  usePageTitle('Reachability', 'Portico')
  const { kind = 'invoices' } = useSearch({ from: '/shell/receivables/reachability' })
  const navigate = useNavigate()
  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>Reachability</Title>
      </div>
      <Tabs
        value={kind}
        onChange={(value) => {
          const search = value && value !== 'invoices' ? { kind: value as ReceivedKind } : {}
          void navigate({ to: '.', search, replace: true })
        }}
        keepMounted={false}
      >
        <Tabs.List aria-label="Kind of document" mb="md" ref={useTabsInView(kind)}>
          {receivedKinds.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {kindWords[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {receivedKinds.map((one) => (
          <Tabs.Panel key={one} value={one}>
            <Unreachable kind={one} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  )
}

function Unreachable({ kind }: { kind: ReceivedKind }) {
  const query = useUnreachable(kind)
  const what = kindInSentence[kind]
  const lookedUpTo = query.data?.pages.at(-1)?.lookedUpTo
  return (
    <>
      <Text c="dimmed" mb="md" maw={640}>
        Active customers where nobody would get {what}. Choose To or Cc for {what} at a contact, or add a
        contact.
      </Text>
      <PagedTable
        label={`Customers where nobody gets ${what}`}
        query={query}
        columns={columns}
        keyOf={({ customerId }) => customerId}
        empty={
          lookedUpTo ? (
            <Empty icon={mdiEmailCheckOutline} title="Looking through all customers">
              All customers up to {lookedUpTo} can be reached.
            </Empty>
          ) : (
            <Empty icon={mdiEmailCheckOutline} title="Every active customer can be reached">
              At each of them, somebody receives {what} at an address that takes mail.
            </Empty>
          )
        }
      />
    </>
  )
}

/** The server looks at a few thousand customers per page, so a page may be empty although there are more: then the next is read. */
function useUnreachable(kind: ReceivedKind) {
  const query = useInfiniteQuery({
    queryKey: ['reachability', kind],
    queryFn: ({ pageParam, signal }) =>
      call(reachabilityApi.list, { query: { kind, cursor: pageParam }, signal }),
    ...byCursor,
    // Refetched when the page is opened again, but not when the window gets the focus.
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  const goesOn = hasNextPage && !isFetching && !isError && rowsOf(query).length === 0
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])
  return query
}

const columns: Column<UnreachableCustomer>[] = [
  {
    name: 'Customer',
    width: 'minmax(0, 2fr)',
    narrow: 'topStart',
    cell: ({ customerId, customerName }) => (
      <Link {...rowLink} to="/customers/$customerId/contacts" params={{ customerId }} title={customerName}>
        {customerName}
      </Link>
    ),
  },
  {
    name: 'Account number',
    width: 'minmax(90px, 0.8fr)',
    narrow: 'topEnd',
    cell: ({ accountNumber }) => accountNumber && <span className="numbers">{accountNumber}</span>,
  },
  {
    name: 'Why',
    width: 'minmax(0, 2.4fr)',
    narrow: 'bottomStart',
    cell: ({ why }) => <OneLine>{`${why[0]!.toUpperCase()}${why.slice(1)}`}</OneLine>,
  },
]
