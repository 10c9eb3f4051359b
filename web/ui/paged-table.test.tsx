import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PagedQuery } from '../lib/paging.ts'
import type { Column } from './column.ts'
import { rendered } from './rendered.tsx'

// What the height of a row is asked of as the table is loaded.
beforeAll(() => {
  vi.stubGlobal('document', {})
  vi.stubGlobal('getComputedStyle', () => ({ fontSize: '16px' }))
})
afterAll(() => {
  vi.unstubAllGlobals()
})

interface Invoice {
  number: string
}
const columns: Column<Invoice>[] = [
  { name: 'Number', width: '1fr', narrow: 'topStart', cell: ({ number }) => number },
  { name: 'Issued', width: '96px', onlyWide: true, cell: () => '3 May' },
  { name: 'Amount', width: '140px', align: 'end', narrow: 'bottomEnd', cell: () => '€1,190.00' },
]
const READ = {
  isPending: false,
  data: { pages: [{ data: [{ number: 'INV-0042' }], nextCursor: 'next' }], pageParams: [undefined] },
}

async function tableOf(query: object, more?: string) {
  const { PagedTable } = await import('./paged-table.tsx')
  vi.unstubAllGlobals()
  return rendered(
    <PagedTable
      label="Invoices"
      query={query as PagedQuery<Invoice>}
      columns={columns}
      keyOf={({ number }) => number}
      empty={<p>No invoices yet</p>}
      more={more}
    />,
  )
}

test('until the first page is here, its columns stand where they will be', async () => {
  const html = await tableOf({ isPending: true })
  expect(html).toContain('role="status" aria-label="Loading"')
  expect(html).toContain('--columns:1fr 96px 140px')
  expect(html).toContain('--fewer-columns:1fr 140px')
  for (const { name } of columns) expect(html).toContain(`>${name}</span>`)
  expect(html).not.toContain('role="table"')
})

test('a list that cannot be read says why, and offers to try again', async () => {
  const html = await tableOf({ isPending: false, error: new Error('broken') })
  expect(html).toContain('role="alert"')
  expect(html).toContain('Try again')
  expect(html).not.toContain('No invoices yet')
})

test('an empty list says what to do', async () => {
  const html = await tableOf({ isPending: false, error: null, data: { pages: [], pageParams: [] } })
  expect(html).toContain('No invoices yet')
  expect(html).not.toContain('role="table"')
})

test('rows that were read stay when they cannot be read again', async () => {
  const html = await tableOf({ ...READ, error: new Error('broken') })
  expect(html).toContain('role="table" aria-label="Invoices"')
  expect(html).toContain('data-two-lines="true"')
  expect(html).not.toContain('role="alert"')
})

test('a next page that cannot be read says so below the rows', async () => {
  const html = await tableOf({ ...READ, error: new Error('broken'), isFetchNextPageError: true })
  expect(html).toContain('role="table"')
  expect(html).toContain('role="alert"')
})

test('where something stands below, a button reads on, as long as there is more', async () => {
  const MORE = 'Show earlier invoices'
  expect(await tableOf({ ...READ, hasNextPage: true }, MORE)).toContain(MORE)
  expect(await tableOf({ ...READ, hasNextPage: false }, MORE)).not.toContain(MORE)
  const failed = { ...READ, error: new Error('broken'), isFetchNextPageError: true, hasNextPage: true }
  expect(await tableOf(failed, MORE)).toContain('Try again')
})
