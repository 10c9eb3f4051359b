import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Recipient } from '../../../server/invoices/invoices.api.ts'
import classes from './payments.module.css'

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
  const contacts = { to: '/customers/$customerId/contacts', params: { customerId } } as object
  if (getting.length === 0)
    return (
      <p className={classes.receivers} role="status">
        Nobody receives receipts for {customerName}: the payment is recorded, and no receipt is sent.{' '}
        <Anchor component={Link} {...contacts} inherit>
          See its contacts
        </Anchor>
      </p>
    )
  return (
    <ul className={classes.receivers} aria-label="Who gets the receipt">
      {getting.map(({ contactId, name, email, why }) => (
        <li key={contactId ?? email}>
          {name} <span className={classes.quiet}>{why}</span>
        </li>
      ))}
    </ul>
  )
}
