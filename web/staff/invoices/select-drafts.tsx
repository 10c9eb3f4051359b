import { Button } from '@mantine/core'
import { useState } from 'react'
import { AT_ONCE_MOST } from '../../../server/invoices/invoice-batches.api.ts'
import { invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { call } from '../../lib/client.ts'
import { done, failed } from '../../ui/done.tsx'

interface Props {
  search: string
  customerId: string | undefined
  choose: (invoiceIds: string[]) => void
}

/** All drafts that the filter finds, shown yet or not. */
export function SelectDrafts({ search, customerId, choose }: Props) {
  const [busy, setBusy] = useState(false)
  const select = async () => {
    setBusy(true)
    try {
      const { ids, isAll } = await draftsOf(search, customerId)
      choose(ids)
      if (ids.length === 0) done('There are no drafts here.')
      if (!isAll) done(`The newest ${ids.length.toLocaleString()} are selected: more cannot be sent at once.`)
    } catch (error) {
      failed(error)
    }
    setBusy(false)
  }
  return (
    <Button variant="default" loading={busy} onClick={select}>
      Select all drafts
    </Button>
  )
}

async function draftsOf(search: string, customerId: string | undefined) {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const query = { status: 'draft', search, customerId, limit: 100, cursor } as const
    const page = await call(invoicesApi.list, { query })
    ids.push(...page.data.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && ids.length < AT_ONCE_MOST)
  return { ids: ids.slice(0, AT_ONCE_MOST), isAll: cursor === undefined }
}
