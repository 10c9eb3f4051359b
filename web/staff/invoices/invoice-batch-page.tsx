import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hasStatus } from '../../lib/problem.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { When } from '../../ui/when.tsx'
import { ScheduledTime } from '../sending/scheduled-time.tsx'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { BatchProgress } from './batch-progress.tsx'
import { batchQuery, type BatchWithFates, isOver } from './batch-queries.ts'
import { batchTitle, fatesInWords, troubledCount } from './batch-words.ts'
import { BatchedInvoices } from './batched-invoices.tsx'

/** Many invoices sent at once: how far it is, and what became of each. */
export function InvoiceBatchPage() {
  const { batchId } = useParams({ from: '/shell/receivables/invoices/sendings/$batchId' })
  const { data: batch, error, refetch } = useQuery(batchQuery(batchId))
  usePageTitle('Sending invoices', 'Portico')
  if (hasStatus(error, 404)) return <NotFoundPage />
  return (
    <div className="page medium">
      <AnchorLink to="/receivables/invoices" size="sm" c="dimmed">
        Invoices
      </AnchorLink>
      <Title order={1} mt={4} mb="md">
        {batch ? batchTitle(batch) : 'Sending invoices'}
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

function Loaded({ batch }: { batch: BatchWithFates }) {
  const { state, at, startedBy, createdAt, fates } = batch
  return (
    <>
      {state === 'running' ? (
        <>
          <BatchProgress batch={batch} />
          <Text c="dimmed" mt="md">
            You can leave this page. The sending goes on, and you find it above the list of invoices.
          </Text>
        </>
      ) : (
        <Notice tone={isOver(batch) && troubledCount(batch) === 0 ? 'done' : 'attention'}>
          {isOver(batch) ? 'All done' : 'Not done yet'}: {fatesInWords(batch)}.{' '}
          {fates.scheduled > 0 && at !== null && (
            <>
              The e-mails go out <ScheduledTime at={at} />.
            </>
          )}
        </Notice>
      )}
      <p className="muted small">
        Started by {startedBy} <When at={createdAt} />. <q>Mailed</q> means that a mail server took the e-mail
        to each recipient.
      </p>
      <BatchedInvoices batch={batch} />
    </>
  )
}
