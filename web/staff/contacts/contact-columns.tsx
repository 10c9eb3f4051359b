import { Link } from '@tanstack/react-router'
import { contactFields } from '../../../server/contacts/contact-fields.ts'
import type { ContactLine } from '../../../server/contacts/contacts.api.ts'
import { emailBeside, personName } from '../../lib/formats.ts'
import { OneLine } from '../../ui/one-line.tsx'
import type { Column } from '../../ui/column.ts'
import { Lines, rowLink } from '../../ui/row-parts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { accessWords, receivesNow } from './contact-words.ts'
import classes from './contacts.module.css'
import { TroubleBadge } from './mail-trouble.tsx'

/** What each field of a contact is in the list; null: shown beside another. */
const columns: Record<keyof typeof contactFields, Column<ContactLine> | null> = {
  jobTitle: {
    name: contactFields.jobTitle.label,
    width: 'minmax(0, 1fr)',
    cell: ({ jobTitle, department }) => {
      const [first, second] = [jobTitle, department].filter((said) => said !== null)
      return (
        first && (
          <Lines below={second}>
            <OneLine className="muted">{first}</OneLine>
          </Lines>
        )
      )
    },
  },
  department: null,
  receives: {
    name: contactFields.receives.label,
    width: 'minmax(0, 1.2fr)',
    cell: (contact) => <span className={`${classes.receives} muted small`}>{receivesNow(contact)}</span>,
  },
  primary: null,
  externalId: null,
}

export const contactColumns: Column<ContactLine>[] = [
  {
    name: 'Name',
    width: 'minmax(0, 1.6fr)',
    narrow: 'topStart',
    cell: (contact) => (
      <Lines below={emailBeside(personName(contact), contact.email)}>
        <Link
          {...rowLink}
          to="/customers/$customerId/contacts/$contactId"
          params={{ customerId: contact.customerId, contactId: contact.id }}
          search
          resetScroll={false}
        >
          {personName(contact)}
        </Link>
        {contact.primary && <span className={classes.tag}>Primary</span>}
        <TroubleBadge contact={contact} />
      </Lines>
    ),
  },
  ...Object.values(columns).filter((column) => column !== null),
  {
    name: 'Portal access',
    width: '160px',
    narrow: 'topEnd',
    cell: ({ active, portalAccess }) => {
      const { word, tone } = accessWords[portalAccess]
      return active ? (
        <StatusBadge tone={tone}>{word}</StatusBadge>
      ) : (
        <StatusBadge tone="off">Inactive</StatusBadge>
      )
    },
  },
]
