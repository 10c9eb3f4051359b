import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core'
import { AddressText } from '../../ui/address-text.tsx'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { useState } from 'react'
import type { Role } from '../../../server/contacts/receives.ts'
import type { Recipient } from '../../../server/documents/sending.api.ts'
import { count } from '../../lib/formats.ts'
import { cannotReceive, isConcerned } from './choices.ts'
import classes from './sending.module.css'

type Contact = Recipient & { contactId: string }
export type Choice = Role | 'nothing'

export const roleChoices = [
  { value: 'to', label: 'To' },
  { value: 'cc', label: 'Cc' },
]
const contactChoices = [
  ...roleChoices,
  {
    value: 'nothing',
    label: (
      <>
        <span aria-hidden>–</span>
        <VisuallyHidden>Leave out</VisuallyHidden>
      </>
    ),
  },
]

interface Props {
  customerId: string
  recipients: Contact[]
  choose: (contactId: string, role: Choice) => void
}

/** The contacts of a customer: who gets it, in which role and why; each can be changed for this once. */
export function RecipientRows({ customerId, recipients, choose }: Props) {
  // Who stands where is settled when it opens: nothing jumps away from the pointer.
  const [order] = useState(() => recipients.map(({ contactId }) => contactId))
  const [first] = useState(() => new Set(recipients.filter(isConcerned).map(({ contactId }) => contactId)))
  const [isOpen, setIsOpen] = useState(first.size === 0)
  const ordered = recipients.toSorted((a, b) => order.indexOf(a.contactId) - order.indexOf(b.contactId))
  const shown = ordered.filter(({ contactId }) => isOpen || first.has(contactId))
  const others = ordered.length - first.size
  return (
    <>
      {shown.length > 0 && (
        <ul className={classes.recipients}>
          {shown.map((recipient) => (
            <RecipientRow
              key={recipient.contactId}
              customerId={customerId}
              recipient={recipient}
              choose={choose}
            />
          ))}
        </ul>
      )}
      {others > 0 && first.size > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt={8}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Hide the others' : `Show ${count(others, 'other contact')}`}
        </Button>
      )}
    </>
  )
}

function RecipientRow({ customerId, recipient, choose }: Omit<Props, 'recipients'> & { recipient: Contact }) {
  const { contactId, name, email, role, why } = recipient
  const isStuck = cannotReceive(recipient)
  return (
    <li className={classes.recipient}>
      <div>
        <div>
          <span className={classes.name} dir="auto">
            {name}
          </span>{' '}
          {name !== email && (
            <span className="muted small">
              <AddressText>{email}</AddressText>
            </span>
          )}
        </div>
        <div
          className={`${classes.why} muted small`}
          data-trouble={recipient.code === 'bounced' || undefined}
        >
          {why} {isStuck && <Remedy customerId={customerId} recipient={recipient} />}
        </div>
      </div>
      {!isStuck && (
        <SegmentedControl
          size="xs"
          aria-label={`How ${name} gets it`}
          data={contactChoices}
          value={role ?? 'nothing'}
          onChange={(choice) => choose(contactId, choice as Choice)}
        />
      )}
    </li>
  )
}

/** Where it can be corrected. A contact who unsubscribed is left alone. */
export function Remedy({ customerId, recipient }: { customerId: string; recipient: Recipient }) {
  const { code, contactId } = recipient
  if (code === 'customer-inactive')
    return (
      <AnchorLink inherit underline="always" to="/customers/$customerId" params={{ customerId }}>
        Open the customer
      </AnchorLink>
    )
  if (contactId === null || (code !== 'bounced' && code !== 'inactive')) return null
  return (
    <AnchorLink
      inherit
      underline="always"
      to="/customers/$customerId/contacts/$contactId"
      params={{ customerId, contactId }}
      search={code === 'inactive' ? { inactive: true } : {}}
    >
      {code === 'bounced' ? 'Correct the address' : 'Open the contact'}
    </AnchorLink>
  )
}
