import { useQuery } from '@tanstack/react-query'
import type { Invoice, InvoiceView } from '../../../server/invoices/invoices.api.ts'
import { count } from '../../lib/formats.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { viewsQuery } from './invoice-queries.ts'
import classes from './timeline.module.css'

/** Which contacts have opened an invoice in the portal. Staff who look, and scanners of mail, do not count. */
export function SeenBy({ invoice }: { invoice: Invoice }) {
  const { data } = useQuery({ ...viewsQuery(invoice.id), enabled: invoice.revision > 0 })
  if (!data) return null
  if (data.data.length === 0)
    return (
      <p className={classes.seen}>
        <StatusBadge tone="off">Nobody has opened it in the portal yet</StatusBadge>
      </p>
    )
  return (
    <ul aria-label="Seen in the portal">
      {data.data.map((view) => (
        <li key={view.personId} className={classes.event}>
          <div className={classes.what}>
            <div>
              <StatusBadge tone="good">Seen</StatusBadge>{' '}
              <span>
                by <Reader view={view} customerId={invoice.customerId} />
              </span>
            </div>
            {view.times > 1 && (
              <div className="muted">
                {count(view.times, 'time')}, first <When at={view.firstAt} />
              </div>
            )}
          </div>
          <span className={classes.when}>
            <When at={view.lastAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Reader({ view: { contactId, name, email }, customerId }: { view: InvoiceView; customerId: string }) {
  if (!contactId) return <bdi className={classes.strong}>{name || email}</bdi>
  return (
    <AnchorLink
      to="/customers/$customerId/contacts/$contactId"
      params={{ customerId, contactId }}
      className={classes.strong}
    >
      <bdi>{name || email}</bdi>
    </AnchorLink>
  )
}
