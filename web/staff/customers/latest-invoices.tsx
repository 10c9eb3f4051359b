import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { InvoiceRow } from '../../../server/invoices/invoices.api.ts'
import { calendarDay } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { Amount } from '../../ui/amount.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { List, ListItem } from '../../ui/paged-list.tsx'
import { rowLink } from '../../ui/row-parts.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { InvoiceState } from '../invoices/invoice-badges.tsx'
import { useToday } from '../invoices/invoice-queries.ts'
import { dueWords, invoiceName } from '../invoices/invoice-words.ts'
import classes from './customer-overview.module.css'
import { latestInvoicesQuery } from './customer-queries.ts'

export function LatestInvoices({ customerId }: { customerId: string }) {
  const { data, error, refetch } = useQuery(latestInvoicesQuery(customerId))
  const today = useToday()
  return (
    <section aria-labelledby="latest-invoices">
      <div className={classes.head}>
        <Title order={2} id="latest-invoices">
          Invoices
        </Title>
        {data && data.length > 0 && (
          <AnchorLink to="/customers/$customerId/invoices" params={{ customerId }}>
            All invoices
          </AnchorLink>
        )}
      </div>
      {error && !data && <ErrorNotice error={error} retry={refetch} />}
      {!data && !error && <SkeletonRows rows={3} height={52} />}
      {data?.length === 0 && <Text c="dimmed">No invoices yet.</Text>}
      {data && data.length > 0 && (
        <List>
          {data.map((invoice) => (
            <ListItem key={invoice.id} className={classes.item}>
              <span className={classes.first}>
                <Link {...rowLink} to="/receivables/invoices/$invoiceId" params={{ invoiceId: invoice.id }}>
                  {invoiceName(invoice)}
                </Link>
                <span className="muted small">{datesOf(invoice, today)}</span>
              </span>
              <span className={classes.last}>
                <Amount minor={invoice.totalMinor} currency={invoice.currency} />
                <span className={classes.states}>
                  <InvoiceState invoice={invoice} />
                </span>
              </span>
            </ListItem>
          ))}
        </List>
      )}
    </section>
  )
}

function datesOf(invoice: InvoiceRow, today: string) {
  const due = invoice.status === 'overdue' ? dueWords(invoice, today) : `due ${calendarDay(invoice.dueDate)}`
  return invoice.status === 'draft' ? 'Not sent yet' : `Issued ${calendarDay(invoice.issueDate)} · ${due}`
}
