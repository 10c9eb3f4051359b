import { SegmentedControl, Text, Title } from '@mantine/core'
import { mdiHistory } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { journalApi } from '../../../server/journal/journal.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor } from '../../lib/paging.ts'
import { Empty } from '../../ui/empty.tsx'
import { KeptSince, keptSinceOf, nothingYet } from '../../ui/kept-since.tsx'
import { PagedList } from '../../ui/paged-list.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { JournalLine } from '../journal/journal-line.tsx'

/** What happened at the doors: for owners. */
export function SecurityPage() {
  usePageTitle('Security', 'Portico')
  const { who = 'staff' } = useSearch({ from: '/shell/organization/security' })
  const navigate = useNavigate({ from: '/organization/security' })
  const query = useInfiniteQuery({
    queryKey: ['security', who],
    queryFn: ({ pageParam, signal }) =>
      call(journalApi.security, { query: { who, cursor: pageParam }, signal }),
    ...byCursor,
    // Anyone who looks here suspects something: never an old list.
    staleTime: 0,
  })
  return (
    <div className="page narrow">
      <div className="page-head">
        <Title order={1}>Security</Title>
        <SegmentedControl
          aria-label="Whose"
          value={who}
          onChange={(next) => navigate({ search: next === 'contacts' ? { who: next } : {}, replace: true })}
          data={[
            { value: 'staff', label: 'Staff' },
            { value: 'contacts', label: 'Contacts' },
          ]}
        />
      </div>
      <Text c="dimmed" mb="md">
        Sign-ins and refused ones, too many attempts, what a role does not allow, changed passwords and ended
        sessions. Repeated attempts from one network are listed once an hour, with how many there were.
      </Text>
      <PagedList
        query={query}
        itemHeight={81}
        more="Show earlier"
        empty={
          <Empty icon={mdiHistory} title={nothingYet('Nothing has happened yet', keptSinceOf(query))}>
            The first sign-in will be listed here: whose it was, from which device and network, and when.
          </Empty>
        }
      >
        {(entry) => <JournalLine key={entry.id} entry={entry} withPerson />}
      </PagedList>
      <KeptSince of="Entries" query={query} />
    </div>
  )
}
