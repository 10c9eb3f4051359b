import type { Recipient } from '../../../server/documents/sending.api.ts'
import classes from './payments.module.css'
import { AnchorLink } from '../../ui/anchor-link.tsx'

/** Who will get the receipt and why; or that nobody will, and what that means. */
export function WhoReceives({
  customerId,
  customerName,
  recipients,
}: {
  customerId: string
  customerName: string
  recipients: Recipient[]
}) {
  const getting = recipients.filter(({ role }) => role !== null)
  if (getting.length === 0)
    return (
      <p className={classes.receivers} role="status">
        Nobody receives receipts for {customerName}: the payment is recorded, and no receipt is sent.{' '}
        <AnchorLink to="/customers/$customerId/contacts" params={{ customerId }} inherit>
          See its contacts
        </AnchorLink>
      </p>
    )
  return (
    <ul className={classes.receivers} aria-label="Who gets the receipt">
      {getting.map(({ contactId, name, email, why }) => (
        <li key={contactId ?? email}>
          {name} <span className="muted small">{why}</span>
        </li>
      ))}
    </ul>
  )
}
