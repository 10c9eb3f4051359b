import { Button } from '@mantine/core'
import { mdiHistory } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { journalApi } from '../../../server/journal/journal.api.ts'
import { call } from '../../lib/client.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { JournalLine } from './journal-line.tsx'
import classes from './journal.module.css'

/** Who did what, newest first: everywhere, or at a customer, a contact or a person. */
export function JournalList({ of }: { of: { customerId?: string; contactId?: string; personId?: string } }) {
  const query = useInfiniteQuery({
    queryKey: ['journal', of],
    queryFn: ({ pageParam, signal }) =>
      call(journalApi.list, { query: { ...of, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const entries = query.data?.pages.flatMap((page) => page.data) ?? []
  if (query.isPending) return <SkeletonRows rows={8} height={49} />
  if (query.error && entries.length === 0)
    return <ErrorNotice error={query.error} retry={() => query.refetch()} />
  if (entries.length === 0) {
    return (
      <Empty icon={mdiHistory} title="Nothing has happened yet">
        Every change will be told here: who made it, when, and what it was before.
      </Empty>
    )
  }
  return (
    <>
      <ol className={classes.list}>
        {entries.map((entry) => (
          <JournalLine
            key={entry.id}
            entry={entry}
            withPerson={!of.contactId && !of.personId}
            withCustomer={!of.contactId && !of.customerId}
          />
        ))}
      </ol>
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
    </>
  )
}
