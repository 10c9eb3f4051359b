import { Button, Title } from '@mantine/core'
import { mdiCheckCircleOutline } from '@mdi/js'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { BatchedInvoice } from '../../../server/invoices/invoice-batches.api.ts'
import { queryClient } from '../../lib/query-client.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListItem, PagedList } from '../../ui/paged-list.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { roleWords, stateWords } from '../deliveries/delivery-words.ts'
import { batchInvoicesQuery, type BatchWithFates, type WhichOfBatch } from './batch-queries.ts'
import { fateWords, troubledCount } from './batch-words.ts'
import classes from './batched-invoices.module.css'

/** Every invoice of a sending, what became of it, and the way to it. */
export function BatchedInvoices({ batch }: { batch: BatchWithFates }) {
  const [which, setWhich] = useState<WhichOfBatch>('all')
  const query = useInfiniteQuery(batchInvoicesQuery(batch.id, which))
  useRefetchWithFates(batch)
  const troubled = troubledCount(batch)
  return (
    <section aria-labelledby="batched">
      <div className={classes.head}>
        <Title order={2} id="batched">
          Invoices
        </Title>
        {(troubled > 0 || which === 'troubled') && (
          <Button
            variant="default"
            size="compact-sm"
            aria-pressed={which === 'troubled'}
            onClick={() => setWhich(which === 'all' ? 'troubled' : 'all')}
          >
            {which === 'all' ? `Show only what did not arrive: ${troubled.toLocaleString()}` : 'Show all'}
          </Button>
        )}
      </div>
      <PagedList
        label="Invoices of this sending"
        query={query}
        itemHeight={60}
        more="Show more"
        empty={
          <Empty icon={mdiCheckCircleOutline} title="Everything arrived">
            No invoice of this sending needs attention.
          </Empty>
        }
      >
        {(invoice) => <Batched key={invoice.invoiceId} invoice={invoice} />}
      </PagedList>
    </section>
  )
}

/** The list is refetched when the counts above it change. */
function useRefetchWithFates({ id, fates }: BatchWithFates) {
  const now = JSON.stringify(fates)
  const shown = useRef(now)
  useEffect(() => {
    if (shown.current === now) return
    shown.current = now
    void queryClient.invalidateQueries({ queryKey: ['invoice-batches', id, 'invoices'] })
  }, [id, now])
}

function Batched({ invoice }: { invoice: BatchedInvoice }) {
  const { invoiceId, number, customerId, customerName, fate, outcome, why, mails, mailCount } = invoice
  const { word, tone } = fateWords[fate]
  return (
    <ListItem className={classes.item}>
      <div>
        {customerId === null ? (
          'A draft that was discarded'
        ) : (
          <AnchorLink to="/receivables/invoices/$invoiceId" params={{ invoiceId }}>
            {number ?? 'Draft'}
          </AnchorLink>
        )}
        {customerName && (
          <div className="muted small" dir="auto">
            {customerName}
          </div>
        )}
      </div>
      <StatusBadge tone={tone}>{word}</StatusBadge>
      <div className={classes.outcome}>
        {why}{' '}
        {outcome === 'nobody' && customerId && (
          <AnchorLink inherit underline="always" to="/customers/$customerId/contacts" params={{ customerId }}>
            Open the contacts
          </AnchorLink>
        )}
        {mails.map((mail) => (
          <Mail key={mail.to} mail={mail} isAlone={mailCount === 1} />
        ))}
        {mailCount > mails.length && (
          <div className="muted small">and {(mailCount - mails.length).toLocaleString()} more</div>
        )}
      </div>
    </ListItem>
  )
}

function Mail({ mail, isAlone }: { mail: BatchedInvoice['mails'][number]; isAlone: boolean }) {
  const { name, to, role, state, reason } = mail
  return (
    <div>
      {roleWords[role]} <span dir="auto">{name}</span>
      {name !== to && <span className="muted small"> {to}</span>}
      {!isAlone && state !== 'sent' && `: ${stateWords[state].word.toLowerCase()}`}
      {reason && <div className="small">{reason}</div>}
    </div>
  )
}
