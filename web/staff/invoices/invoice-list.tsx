import { Pill } from '@mantine/core'
import { mdiFileDocumentOutline, mdiMagnify, mdiPlus } from '@mdi/js'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { rowsOf } from '../../lib/paging.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ListSearch, ListTools } from '../../ui/list-search.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import type { TableRowsHandle } from '../../ui/table-rows.tsx'
import { useMay } from '../session.ts'
import { goOnAt } from '../shell/work-goes-on.ts'
import { invoiceColumns } from './invoice-columns.tsx'
import { invoicesQuery, invoiceTotalsQuery, useToday } from './invoice-queries.ts'
import { InvoiceSums } from './invoice-sums.tsx'
import { ageWords, firstButtons, wantedWords } from './invoice-words.ts'
import type { InvoicesWanted, WantedStatus } from './invoices-wanted.ts'
import classes from './invoices.module.css'
import { SelectDrafts } from './select-drafts.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useSelection } from './use-selection.ts'

/** Sums, search and invoices: of everybody, or of one customer. */
export function InvoiceList({ wanted, customerId }: { wanted: InvoicesWanted; customerId?: string }) {
  const { search = '', status, age } = wanted
  const navigate = useNavigate()
  const searchBox = useRef<HTMLInputElement>(null)
  const list = useRef<TableRowsHandle>(null)
  const today = useToday()
  const query = useInfiniteQuery(invoicesQuery({ ...wanted, search: search.trim() }, customerId))
  const mayManage = useMay('manager')
  const rows = rowsOf(query)
  const { data: sums } = useQuery(invoiceTotalsQuery(customerId))
  const hasDrafts =
    rows.some((row) => row.status === 'draft') ||
    (query.hasNextPage && sums?.totals.some((sum) => sum.status === 'draft' && sum.count > 0))
  const choosable = rows.filter((row) => row.status !== 'void').map(({ id }) => id)
  const { ids, toggle, choose } = useSelection(choosable, JSON.stringify([wanted, customerId]))

  const show = (text: string, state: WantedStatus | undefined) => {
    const next: InvoicesWanted = {
      ...(text && { search: text }),
      ...(state && { status: state }),
      // Only open and overdue invoices can be filtered by how late they are.
      ...(age && state === status && { age }),
    }
    void navigate({ to: '.', search: next, replace: true })
  }

  return (
    <>
      <InvoiceSums customerId={customerId} wanted={wanted} />
      <ListTools>
        <ListSearch
          ref={searchBox}
          rows={list}
          label="Search invoices"
          placeholder={customerId ? 'Number or PO number' : 'Number, PO number or customer'}
          search={search}
          onSearch={(text) => show(text, status)}
          query={query}
          open={async (invoice) => {
            await navigate({ to: '/receivables/invoices/$invoiceId', params: { invoiceId: invoice.id } })
            goOnAt({ button: firstButtons(invoice) })
          }}
        />
        <ChoiceField
          aria-label="Status"
          noun="status"
          w={180}
          value={status ?? 'all'}
          onChange={(value) => show(search, value === 'all' || !value ? undefined : (value as WantedStatus))}
          data={[
            { value: 'all', label: 'Every status' },
            ...Object.entries(wantedWords).map(([value, label]) => ({ value, label })),
          ]}
        />
        {age && (
          <Pill
            withRemoveButton
            size="lg"
            className={classes.age}
            removeButtonProps={{ 'aria-label': 'Show every age', 'aria-hidden': false, tabIndex: 0 }}
            onRemove={() => void navigate({ to: '.', search: { ...wanted, age: undefined } })}
          >
            {ageWords[age]}
          </Pill>
        )}
        {mayManage && hasDrafts && (status === undefined || status === 'draft') && (
          <SelectDrafts search={search.trim()} customerId={customerId} choose={choose} />
        )}
      </ListTools>
      <PagedTable
        ref={list}
        label="Invoices"
        query={query}
        columns={invoiceColumns(today, Boolean(customerId), mayManage ? { ids, toggle } : undefined)}
        keyOf={({ id }) => id}
        isQuiet={(invoice) => invoice.status === 'void'}
        onLeaveTop={() => searchBox.current?.focus()}
        empty={<NoInvoices search={search} status={status} age={age} customerId={customerId} />}
      />
      {ids.size > 0 && <SelectionBar invoiceIds={oldestFirst(ids, choosable)} clear={() => choose([])} />}
    </>
  )
}

/** The list shows the newest first. What is not in it yet was selected by Select all drafts, in the same order. */
function oldestFirst(chosen: ReadonlySet<string>, shown: readonly string[]): string[] {
  const inList = shown.filter((id) => chosen.has(id))
  const others = [...chosen].filter((id) => !shown.includes(id))
  return [...inList, ...others].toReversed()
}

export function NewInvoiceButton({ customerId }: { customerId?: string | undefined }) {
  return (
    <ButtonLink
      to="/receivables/invoices/new"
      search={customerId ? { customerId } : {}}
      leftSection={<Icon path={mdiPlus} />}
    >
      New Invoice
    </ButtonLink>
  )
}

function NoInvoices({
  search,
  status,
  age,
  customerId,
}: {
  search: string
  age: InvoicesWanted['age']
  status: WantedStatus | undefined
  customerId: string | undefined
}) {
  const mayManage = useMay('manager')
  if (search) {
    return (
      <Empty icon={mdiMagnify} title={`No invoice matches “${search}”`}>
        The search looks at the beginnings of invoice and PO numbers
        {customerId ? '.' : ', and at the names of customers.'}
        {status && ` Only “${wantedWords[status]}” is shown.`}
      </Empty>
    )
  }
  if (age) {
    return <Empty icon={mdiFileDocumentOutline} title={`No invoice is “${ageWords[age]}”`} />
  }
  if (status) {
    return (
      <Empty icon={mdiFileDocumentOutline} title={`No invoice is “${wantedWords[status]}”`}>
        {status === 'overdue' && 'Nothing is overdue: no open invoice is past its due date.'}
      </Empty>
    )
  }
  return (
    <Empty
      icon={mdiFileDocumentOutline}
      title="No invoices yet"
      action={mayManage && <NewInvoiceButton customerId={customerId} />}
    >
      An invoice starts as a draft, which nobody else sees. It gets its number when it is sent.
    </Empty>
  )
}
