import { Button, Group, SegmentedControl, TextInput, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { mdiAccountGroupOutline, mdiMagnify, mdiPlus, mdiTrayArrowUp } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import classes from './customers-page.module.css'
import { type CustomerListHandle, CustomerList } from './customer-list.tsx'
import { customersQuery } from './customer-queries.ts'

/** Receivables > Customers: answers while one types; arrow keys and Enter pick. */
export function CustomersPage() {
  usePageTitle('Customers', 'Portico')
  const { search = '', status = 'active' } = useSearch({ from: '/shell/customers' })
  const navigate = useNavigate({ from: '/customers' })
  const mayManage = useMay('manager')
  const [typed, setTyped] = useState(search)
  const list = useRef<CustomerListHandle>(null)
  const query = useInfiniteQuery(customersQuery(search.trim(), status))
  const rows = query.data?.pages.flatMap((page) => page.data) ?? []

  const searchFor = useDebouncedCallback((text: string) => {
    void navigate({
      search: (old) => ({ ...old, search: text || undefined }),
      replace: true,
      resetScroll: true,
    })
  }, 120)
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      list.current?.focusRow(0)
    }
    if (event.key === 'Enter' && rows[0] && search === typed && !query.isPlaceholderData) {
      void navigate({ to: '/customers/$customerId', params: { customerId: rows[0].id } })
    }
  }

  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>Customers</Title>
        {mayManage && (
          <Group gap="xs">
            <Button
              component={Link}
              to="/import"
              variant="default"
              leftSection={<Icon path={mdiTrayArrowUp} />}
            >
              Import
            </Button>
            <Button component={Link} to="/customers/new" leftSection={<Icon path={mdiPlus} />}>
              New Customer
            </Button>
          </Group>
        )}
      </div>
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          aria-label="Search customers"
          placeholder="Name, account number, contact or e-mail"
          leftSection={<Icon path={mdiMagnify} />}
          type="search"
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            searchFor(event.currentTarget.value)
          }}
          onKeyDown={onKeyDown}
        />
        <SegmentedControl
          aria-label="Which customers"
          value={status}
          onChange={(value) =>
            navigate({
              search: (old) => ({
                ...old,
                status: value === 'active' ? undefined : (value as 'inactive' | 'all'),
              }),
              replace: true,
            })
          }
          data={[
            { value: 'active', label: 'Active' },
            { value: 'inactive', label: 'Inactive' },
            { value: 'all', label: 'All' },
          ]}
        />
      </div>
      {query.isPending && <SkeletonRows rows={12} height={52} />}
      {query.error && <ErrorNotice error={query.error} retry={() => query.refetch()} />}
      {query.data && rows.length === 0 && (
        <NoCustomers search={search} status={status} mayManage={mayManage} />
      )}
      {rows.length > 0 && (
        <CustomerList
          ref={list}
          rows={rows}
          hasMore={query.hasNextPage}
          loadMore={() => !query.isFetchingNextPage && query.fetchNextPage()}
          isStale={query.isPlaceholderData}
        />
      )}
    </div>
  )
}

function NoCustomers({ search, status, mayManage }: { search: string; status: string; mayManage: boolean }) {
  if (search) {
    return (
      <Empty icon={mdiMagnify} title={`No customer matches “${search}”`}>
        The search looks at names, account numbers, and the names and e-mails of contacts.
        {status === 'active' && ' Inactive customers are under “Inactive” and “All”.'}
      </Empty>
    )
  }
  if (status === 'inactive') return <Empty icon={mdiAccountGroupOutline} title="No customer is inactive" />
  return (
    <Empty
      icon={mdiAccountGroupOutline}
      title="No customers yet"
      action={
        mayManage && (
          <Group gap="xs">
            <Button component={Link} to="/customers/new">
              New Customer
            </Button>
            <Button component={Link} to="/import" variant="default">
              Import a file
            </Button>
          </Group>
        )
      }
    >
      A customer is who you bill. Add the first one, or bring all of them from a spreadsheet.
    </Empty>
  )
}
