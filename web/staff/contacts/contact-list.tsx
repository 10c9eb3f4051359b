import { Link } from '@tanstack/react-router'
import type { ContactLine } from '../../../server/contacts/contacts.api.ts'
import { personName } from '../../lib/formats.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { accessWords, receivesWords } from './contact-words.ts'
import classes from './contacts.module.css'

export function ContactList({ customerId, contacts }: { customerId: string; contacts: ContactLine[] }) {
  return (
    <div role="table" aria-label="Contacts" className={classes.table}>
      <div role="rowgroup">
        <div role="row" className={classes.head}>
          <span role="columnheader">Name</span>
          <span role="columnheader" className={classes.title}>
            Job title
          </span>
          <span role="columnheader" className={classes.receives}>
            Receives
          </span>
          <span role="columnheader">Portal access</span>
        </div>
      </div>
      <div role="rowgroup">
        {contacts.map((contact) => (
          <Row key={contact.id} customerId={customerId} contact={contact} />
        ))}
      </div>
    </div>
  )
}

function Row({ customerId, contact }: { customerId: string; contact: ContactLine }) {
  const { word, tone } = accessWords[contact.portalAccess]
  return (
    <div role="row" className={classes.row} data-inactive={!contact.active || undefined}>
      <span role="cell" className={classes.who}>
        <span className={classes.nameLine}>
          <Link
            to="/customers/$customerId/contacts/$contactId"
            params={{ customerId, contactId: contact.id }}
            search
            resetScroll={false}
            className={classes.link}
            onKeyDown={moveByArrows}
          >
            {personName(contact)}
          </Link>
          {contact.primary && <span className={classes.tag}>Primary</span>}
        </span>
        <span className={`${classes.email} one-line`}>{contact.email}</span>
      </span>
      <span role="cell" className={`${classes.title} one-line`}>
        {contact.jobTitle}
      </span>
      <span role="cell" className={classes.receives}>
        {receivesWords(contact.receives)}
      </span>
      <span role="cell">
        {contact.active ? (
          <StatusBadge tone={tone}>{word}</StatusBadge>
        ) : (
          <StatusBadge tone="off">Inactive</StatusBadge>
        )}
      </span>
    </div>
  )
}

function moveByArrows(event: React.KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step) return
  const links = [...event.currentTarget.closest('[role="table"]')!.querySelectorAll<HTMLElement>('a')]
  const next = links[links.indexOf(event.currentTarget) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
