import { Group, SegmentedControl, Title } from '@mantine/core'
import { mdiAccountGroupOutline, mdiMagnify, mdiPlus, mdiTrayArrowUp } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ListSearch, ListTools } from '../../ui/list-search.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import type { TableRowsHandle } from '../../ui/table-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useMay } from '../session.ts'
import { customerColumns } from './customer-columns.tsx'
import { type CustomersWanted, customersQuery } from './customer-queries.ts'

/** Receivables > Customers: answers as you type; arrow keys and Enter pick. */
export function CustomersPage() {
  usePageTitle('Customers', 'Portico')
  const { search = '', status = 'active' } = useSearch({ from: '/shell/customers' })
  const navigate = useNavigate({ from: '/customers' })
  const mayManage = useMay('manager')
  const searchBox = useRef<HTMLInputElement>(null)
  const list = useRef<TableRowsHandle>(null)
  const query = useInfiniteQuery(customersQuery(search.trim(), status))

  return (
    <div className="page">
      <div className="page-head">
        <Title order={1}>Customers</Title>
        {mayManage && (
          <Group gap="xs">
            <ButtonLink to="/import" variant="default" leftSection={<Icon path={mdiTrayArrowUp} />}>
              Import
            </ButtonLink>
            <ButtonLink to="/customers/new" leftSection={<Icon path={mdiPlus} />}>
              New Customer
            </ButtonLink>
          </Group>
        )}
      </div>
      <ListTools>
        <ListSearch
          ref={searchBox}
          rows={list}
          label="Search customers"
          placeholder="Name, number, e-mail or phone"
          autoFocus
          search={search}
          onSearch={(text) =>
            void navigate({
              search: (old: CustomersWanted) => ({ ...old, search: text || undefined }),
              replace: true,
              resetScroll: true,
            })
          }
          query={query}
          open={({ id }) => navigate({ to: '/customers/$customerId', params: { customerId: id } })}
        />
        <SegmentedControl
          aria-label="Which customers"
          value={status}
          onChange={(value) =>
            navigate({
              search: (old: CustomersWanted) => ({
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
      </ListTools>
      <PagedTable
        ref={list}
        label="Customers"
        query={query}
        columns={customerColumns}
        keyOf={({ id }) => id}
        onLeaveTop={() => searchBox.current?.focus()}
        empty={<NoCustomers search={search} status={status} mayManage={mayManage} />}
      />
    </div>
  )
}

function NoCustomers({ search, status, mayManage }: { search: string; status: string; mayManage: boolean }) {
  if (search) {
    return (
      <Empty icon={mdiMagnify} title={`No customer matches “${search}”`}>
        The search covers names, account numbers and phones, and the names, e-mails and phones of contacts.
        {status === 'active' && ' Inactive customers are under “Inactive” and “All”.'}
      </Empty>
    )
  }
  if (status === 'inactive') return <Empty icon={mdiAccountGroupOutline} title="No inactive customers" />
  return (
    <Empty
      icon={mdiAccountGroupOutline}
      title="No customers yet"
      action={
        mayManage && (
          <Group gap="xs">
            <ButtonLink to="/customers/new">New Customer</ButtonLink>
            <ButtonLink to="/import" variant="default">
              Import a file
            </ButtonLink>
          </Group>
        )
      }
    >
      A customer is a company or person you bill. Add the first one, or import them from a spreadsheet.
    </Empty>
  )
}
