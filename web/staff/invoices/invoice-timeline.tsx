import { Button, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { journalApi, type JournalEntry } from '../../../server/journal/journal.api.ts'
import { type Delivery, deliveriesApi } from '../../../server/mail/deliveries/deliveries.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, rowsOf } from '../../lib/paging.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeptSince, keptSinceOf } from '../../ui/kept-since.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { revisionsQuery } from './invoice-queries.ts'
import { SeenBy } from './seen-by.tsx'
import { useInStepWith } from './use-in-step.ts'
import { merged } from './merge-timeline.ts'
import { TimelineDelivery } from './timeline-delivery.tsx'
import { TimelineEntry } from './timeline-entry.tsx'

const WHILE_QUEUED_MS = 3_000
const OTHERWISE_MS = 30_000

/** What was done to an invoice and what became of each mail of it, the newest first. */
export function InvoiceTimeline({ invoice }: { invoice: Invoice }) {
  const journal = useInfiniteQuery({
    queryKey: ['journal', { invoiceId: invoice.id }],
    queryFn: ({ pageParam, signal }) =>
      call(journalApi.list, { query: { invoiceId: invoice.id, cursor: pageParam }, signal }),
    ...byCursor,
  })
  const deliveries = useInfiniteQuery({
    queryKey: ['deliveries', 'invoice', invoice.id],
    queryFn: ({ pageParam, signal }) =>
      call(deliveriesApi.list, { query: { invoiceId: invoice.id, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some(({ state }) => state === 'queued'))
        ? WHILE_QUEUED_MS
        : OTHERWISE_MS,
  })
  useInStepWith(invoice, rowsOf(deliveries).filter(({ state }) => state === 'queued').length, () =>
    deliveries.refetch(),
  )
  const revisions = useQuery({ ...revisionsQuery(invoice.id), enabled: invoice.revision > 0 })
  const events = merged<JournalEntry, Delivery>(
    { rows: rowsOf(journal), isWhole: !journal.hasNextPage, at: ({ at }) => at },
    { rows: rowsOf(deliveries), isWhole: !deliveries.hasNextPage, at: ({ createdAt }) => createdAt },
  )
  const isPending = journal.isPending || deliveries.isPending
  const error = journal.error ?? deliveries.error
  const more = () => {
    if (journal.hasNextPage) void journal.fetchNextPage()
    if (deliveries.hasNextPage) void deliveries.fetchNextPage()
  }
  return (
    <section aria-labelledby="timeline">
      <Title order={2} id="timeline" mb="xs">
        Timeline
      </Title>
      <SeenBy invoice={invoice} />
      {isPending && !error && <SkeletonRows rows={4} height={52} />}
      {error && (
        <ErrorNotice
          error={error}
          retry={() => {
            void journal.refetch()
            void deliveries.refetch()
          }}
        />
      )}
      {!isPending && (
        <ol>
          {events.map((event) =>
            event.of === 'first' ? (
              <TimelineEntry
                key={event.row.id}
                entry={event.row}
                invoice={invoice}
                revisions={revisions.data?.data ?? []}
              />
            ) : (
              <TimelineDelivery key={event.row.id} delivery={event.row} />
            ),
          )}
        </ol>
      )}
      {isOlder(invoice, journal) && <KeptSince of="Entries" query={journal} />}
      {isOlder(invoice, deliveries) && <KeptSince of="E-mails" query={deliveries} />}
      {(journal.hasNextPage || deliveries.hasNextPage) && (
        <Button
          variant="default"
          mt="md"
          loading={journal.isFetchingNextPage || deliveries.isFetchingNextPage}
          onClick={more}
        >
          Show earlier
        </Button>
      )}
    </section>
  )
}

/** Of one that was made later nothing is missing. */
function isOlder({ createdAt }: Invoice, query: Parameters<typeof keptSinceOf>[0]): boolean {
  const since = keptSinceOf(query)
  return since !== null && Date.parse(createdAt) <= Date.parse(since)
}
