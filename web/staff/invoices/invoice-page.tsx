import { Title } from '@mantine/core'
import { mdiChevronRight } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Invoice } from '../../../server/invoices/invoices.api.ts'
import { dayOf } from '../../lib/formats.ts'
import { hasStatus } from '../../lib/problem.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { NotFoundPage } from '../shell/not-found-page.tsx'
import { InvoiceActions } from './invoice-actions.tsx'
import { InvoiceDeliveryBadge, InvoiceStatusBadge, isSaidByDelivery } from './invoice-badges.tsx'
import classes from './invoice-page.module.css'
import { InvoicePaper } from './invoice-paper.tsx'
import { invoiceQuery, useToday } from './invoice-queries.ts'
import { InvoiceTimeline } from './invoice-timeline.tsx'
import { dueWords, invoiceName } from './invoice-words.ts'

/** One invoice: as it looks on paper, what may be done with it, and what has happened to it. */
export function InvoicePage() {
  const { invoiceId } = useParams({ from: '/shell/receivables/invoices/$invoiceId' })
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId))
  usePageTitle(invoice && invoiceName(invoice), invoice?.customerName, 'Portico')
  if (hasStatus(error, 404)) return <NotFoundPage />
  return (
    <div className="page">
      {invoice ? (
        <Loaded key={invoice.id} invoice={invoice} />
      ) : (
        <>
          <Title order={1} mb="lg">
            Invoice
          </Title>
          {error ? (
            <ErrorNotice error={error} retry={refetch} />
          ) : (
            <div className={classes.columns}>
              <SkeletonRows rows={10} height={56} />
              <SkeletonRows rows={6} height={56} />
            </div>
          )}
        </>
      )}
    </div>
  )
}

function Loaded({ invoice }: { invoice: Invoice }) {
  const today = useToday()
  const isOpen = ['sent', 'partlyPaid', 'overdue'].includes(invoice.status)
  return (
    <>
      <nav aria-label="Where you are" className={classes.trail}>
        <AnchorLink to="/receivables/invoices" c="dimmed">
          Invoices
        </AnchorLink>
        <Icon path={mdiChevronRight} size={14} />
        <AnchorLink
          to="/customers/$customerId/invoices"
          params={{ customerId: invoice.customerId }}
          c="dimmed"
        >
          {invoice.customerName}
        </AnchorLink>
      </nav>
      <div className={classes.head}>
        <div>
          <Title order={1}>{invoice.number ?? 'Draft invoice'}</Title>
          <div role="group" aria-label="Status" className={classes.states}>
            {!isSaidByDelivery(invoice) && <InvoiceStatusBadge status={invoice.status} />}
            {isOpen && <span className="muted">{dueSentence(invoice, today)}</span>}
            {invoice.status !== 'draft' && <InvoiceDeliveryBadge delivery={invoice.delivery} />}
            {invoice.disputed && <StatusBadge tone="wait">Disputed</StatusBadge>}
            {invoice.remindersPaused && <StatusBadge tone="off">Reminders paused</StatusBadge>}
          </div>
        </div>
        <InvoiceActions invoice={invoice} />
      </div>
      <Notices invoice={invoice} />
      <div className={classes.columns}>
        <InvoicePaper invoice={invoice} />
        <InvoiceTimeline invoice={invoice} />
      </div>
    </>
  )
}

function dueSentence(invoice: Invoice, today: string) {
  const words = dueWords(invoice, today)
  return invoice.status === 'overdue'
    ? words
    : `Due ${words.replace(/^(In|To)/, (word) => word.toLowerCase())}`
}

/** What keeps it from being paid, said where people look. */
function Notices({ invoice }: { invoice: Invoice }) {
  const { delivery, status, disputedSince, disputeNote, voidedAt, voidReason } = invoice
  return (
    <div className={classes.notices}>
      {status !== 'void' && delivery === 'notDelivered' && (
        <Notice tone="attention">
          This invoice was not delivered: nobody could be reached. The timeline says why for each recipient;
          correct the address, then send it again.
        </Notice>
      )}
      {status !== 'void' && delivery === 'partly' && (
        <Notice tone="attention">Not everybody was reached. The timeline says who was not, and why.</Notice>
      )}
      {disputedSince && (
        <Notice tone="attention">
          Disputed since {dayOf(disputedSince)}: no reminders go out until that is settled.
          {disputeNote && <div className={classes.note}>{disputeNote}</div>}
        </Notice>
      )}
      {voidedAt && (
        <Notice tone="attention">
          Voided on {dayOf(voidedAt)}: nothing is owed, and its number is not used again.
          {voidReason && <div className={classes.note}>{voidReason}</div>}
        </Notice>
      )}
    </div>
  )
}
