import { mdiHistory } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { journalApi } from '../../../server/journal/journal.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { Empty } from '../../ui/empty.tsx'
import { KeptSince, keptSinceOf, nothingYet } from '../../ui/kept-since.tsx'
import { PagedList } from '../../ui/paged-list.tsx'
import { JournalLine } from './journal-line.tsx'

interface Of {
  customerId?: string
  contactId?: string
  personId?: string
  importId?: string
}

/** Who did what, newest first: everywhere, by an import, or at a customer, a contact or a person. */
export function JournalList({ of }: { of: Of }) {
  const query = useInfiniteQuery({
    queryKey: ['journal', of],
    queryFn: ({ pageParam, signal }) =>
      call(journalApi.list, { query: { ...of, cursor: pageParam }, signal }),
    ...byCursor,
  })
  return (
    <>
      <PagedList
        query={query}
        itemHeight={43}
        more="Show earlier"
        empty={
          <Empty icon={mdiHistory} title={nothingYet('Nothing has happened yet', keptSinceOf(query))}>
            Every change will be listed here: who made it, when, and what it was before.
          </Empty>
        }
      >
        {(entry) => (
          <JournalLine
            key={entry.id}
            entry={entry}
            withPerson={!of.contactId && !of.personId}
            withCustomer={!of.contactId && !of.customerId}
          />
        )}
      </PagedList>
      <KeptSince of="Entries" query={query} />
    </>
  )
}
