import { Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { InvoiceBatch } from '../../../server/invoices/invoice-batches.api.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { newestBatchQuery } from './batch-queries.ts'
import classes from './selection.module.css'
import { changed } from '../stale-queries.ts'

const doneOf = ({ sentCount, nobodyCount, refusedCount }: InvoiceBatch) =>
  sentCount + nobodyCount + refusedCount

export function BatchProgress({ batch }: { batch: InvoiceBatch }) {
  useLists(batch)
  const words = `${doneOf(batch).toLocaleString()} of ${batch.count.toLocaleString()} invoices`
  return (
    <>
      <Progress
        value={(doneOf(batch) / batch.count) * 100}
        size="lg"
        animated={batch.state === 'running'}
        aria-label={`Sending: ${words}`}
      />
      <span className="numbers">{words}</span>
    </>
  )
}

/** On the list of invoices while many are being sent, no matter who started it. */
export function RunningBatch() {
  const { data: batch } = useQuery(newestBatchQuery)
  if (batch?.state !== 'running') return null
  return (
    <section aria-label="Sending invoices" className={classes.running}>
      <BatchProgress batch={batch} />{' '}
      <AnchorLink to="/receivables/invoices/sendings/$batchId" params={{ batchId: batch.id }}>
        See the progress
      </AnchorLink>
    </section>
  )
}

/** The lists are read again when it is done, and now and then before. */
function useLists(batch: InvoiceBatch) {
  const done = doneOf(batch)
  const shown = useRef(done)
  useEffect(() => {
    if (batch.state === 'running' && done - shown.current < 25) return
    if (done !== shown.current) void changed('invoice')
    shown.current = done
  }, [batch.state, done])
}
