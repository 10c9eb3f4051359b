import { Anchor, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReplyOf } from '../../../server/http/endpoint.ts'
import type { invoiceBatchesApi } from '../../../server/invoices/invoice-batches.api.ts'
import { count } from '../../lib/formats.ts'
import { hasStatus } from '../../lib/problem.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import { ScheduledTime } from '../sending/scheduled-time.tsx'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { BatchProgress } from './batch-progress.tsx'
import { batchQuery } from './batch-queries.ts'
import classes from './selection.module.css'

type Batch = ReplyOf<typeof invoiceBatchesApi.read>

/** Many invoices on their way: how far it is, and what was not sent and why. */
export function InvoiceBatchPage() {
  const { batchId } = useParams({ from: '/shell/receivables/invoices/sendings/$batchId' })
  const { data: batch, error, refetch } = useQuery(batchQuery(batchId))
  usePageTitle('Sending invoices', 'Portico')
  if (hasStatus(error, 404)) return <NotFoundPage />
  return (
    <div className="page medium">
      <Anchor component={Link} to="/receivables/invoices" size="sm">
        Invoices
      </Anchor>
      <Title order={1} mt={4} mb="md">
        {batch ? titleOf(batch) : 'Sending invoices'}
      </Title>
      {batch ? (
        <Loaded batch={batch} />
      ) : error ? (
        <ErrorNotice error={error} retry={refetch} />
      ) : (
        <SkeletonRows rows={4} height={56} />
      )}
    </div>
  )
}

function Loaded({ batch }: { batch: Batch }) {
  const { state, sentCount, notSent, at, startedBy, createdAt } = batch
  return (
    <>
      {state === 'running' ? (
        <>
          <BatchProgress batch={batch} />
          <Text c="dimmed" mt="md">
            You may leave this page: it goes on, and you find it above the invoices.
          </Text>
        </>
      ) : (
        <Notice tone={sentCount > 0 ? 'done' : 'attention'}>
          {sentCount === 0
            ? 'None was sent.'
            : `${count(sentCount, 'invoice')} ${sentCount === 1 ? 'was' : 'were'} ${isAhead(at) ? 'scheduled' : 'sent'}.`}{' '}
          {isAhead(at) && sentCount > 0 && (
            <>
              The e-mails go out <ScheduledTime at={at} />.
            </>
          )}
        </Notice>
      )}
      <p className={classes.quiet}>
        Started by {startedBy} <When at={createdAt} />
      </p>
      {notSent.length > 0 && <NotSent batch={batch} />}
    </>
  )
}

const isAhead = (at: string | null): at is string => at !== null && new Date(at).getTime() > Date.now()

/** What is done is not said to go on. */
function titleOf({ state, count: all, sentCount, at }: Batch): string {
  if (state === 'running') return `Sending ${count(all, 'invoice')}`
  return `${count(sentCount, 'invoice')} ${isAhead(at) ? 'scheduled' : 'sent'}`
}

function NotSent({ batch: { notSent } }: { batch: Batch }) {
  return (
    <section aria-labelledby="not-sent">
      <Title order={2} id="not-sent" mt="lg" mb="xs">
        Not sent: {notSent.length.toLocaleString()}
      </Title>
      <ul className={classes.list} data-reasons>
        {notSent.map(({ invoiceId, number, customerId, customerName, outcome, why }) => (
          <li key={invoiceId} className={classes.item}>
            <span>
              {customerId === null ? (
                'A draft that was discarded'
              ) : (
                <Anchor
                  component={Link}
                  {...({ to: '/receivables/invoices/$invoiceId', params: { invoiceId } } as object)}
                >
                  {number ?? 'Draft'}, {customerName}
                </Anchor>
              )}
            </span>
            <span>{why}</span>
            <span>
              {outcome === 'nobody' && (
                <Anchor
                  component={Link}
                  underline="always"
                  {...({ to: '/customers/$customerId/contacts', params: { customerId } } as object)}
                >
                  Open the contacts
                </Anchor>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
