import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { contactFields } from '../../../server/contacts/contact-fields.ts'
import type { Contact } from '../../../server/contacts/contacts.api.ts'
import { namesOf } from '../../../server/fields/field.ts'
import { personFields } from '../../../server/people/person-fields.ts'
import { languageName, mailLink, personName, phoneLink } from '../../lib/formats.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { SkeletonRows } from '../../ui/skeleton-rows.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useMay } from '../session.ts'
import { Panel } from '../shell/panel.tsx'
import { ContactActions } from './contact-actions.tsx'
import { ContactActivity } from './contact-activity.tsx'
import { useContactPlaces } from './contact-places.ts'
import { contactQuery } from './contact-queries.ts'
import { placeWords, receivesNow } from './contact-words.ts'
import classes from './contact-panel.module.css'
import { MailTrouble, Unsubscribed } from './mail-trouble.tsx'
import { PortalAccessSection } from './portal-access-section.tsx'
import { ResetPassword } from './reset-password.tsx'

const mail = (address: string) => <Anchor href={mailLink(address)}>{address}</Anchor>
const call = (number: string | null) => number && <Anchor href={phoneLink(number)}>{number}</Anchor>

/** What is shown of a person below the name. */
const personDetails: Record<
  Exclude<keyof typeof personFields, 'firstName' | 'lastName'>,
  (contact: Contact) => ReactNode
> = {
  email: ({ email }) => mail(email),
  phone: ({ phone }) => call(phone),
  secondPhone: ({ secondPhone }) => call(secondPhone),
  language: ({ language }) => language && languageName(language),
  timeZone: ({ timeZone }) => timeZone?.replaceAll('_', ' '),
}

/** One contact, beside the list: who this is, where, what they receive, portal access, and what happened. */
export function ContactPanel() {
  const { customerId, contactId } = useParams({ from: '/shell/customers/$customerId/contacts/$contactId' })
  const { list } = useContactPlaces(customerId)
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId))
  if (!contact) {
    return (
      <Panel label="Contact" title={error ? 'This contact cannot be shown' : 'Contact'} close={list}>
        {error ? <ErrorNotice error={error} retry={refetch} /> : <SkeletonRows rows={7} height={36} />}
      </Panel>
    )
  }
  return <OpenContact key={contact.id} contact={contact} />
}

function OpenContact({ contact }: { contact: Contact }) {
  const mayManage = useMay('manager')
  const { list } = useContactPlaces(contact.customerId)
  const [isResetting, setIsResetting] = useState(false)
  const customers = [
    {
      contactId: contact.id,
      customerId: contact.customerId,
      customerName: contact.customerName,
      active: contact.active,
    },
    ...contact.elsewhere,
  ]
  return (
    <Panel
      label="Contact"
      close={list}
      title={personName(contact)}
      lead={
        <>
          {placeWords(contact) || contact.customerName}
          {!contact.active && (
            <div>
              <StatusBadge tone="off">Inactive</StatusBadge>
            </div>
          )}
        </>
      }
      actions={mayManage && <ContactActions contact={contact} resetPassword={() => setIsResetting(true)} />}
    >
      <MailTrouble contact={contact} />
      <Facts>
        {namesOf(personDetails).map((name) => (
          <Fact key={name} name={personFields[name].label}>
            {personDetails[name](contact)}
          </Fact>
        ))}
        <Fact name={contactFields.externalId.label}>{contact.externalId}</Fact>
        <Fact name={contactFields.receives.label}>{receivesNow(contact)}</Fact>
        <Unsubscribed contact={contact} />
        <Fact name="Contact of">
          <ul>
            {customers.map((place) => (
              <li key={place.contactId}>
                {place.contactId === contact.id ? (
                  <span>{place.customerName}</span>
                ) : (
                  <Link
                    to="/customers/$customerId/contacts/$contactId"
                    params={{ customerId: place.customerId, contactId: place.contactId }}
                    className={classes.customer}
                  >
                    {place.customerName}
                  </Link>
                )}
                {!place.active && <span className="muted"> (inactive)</span>}
              </li>
            ))}
          </ul>
        </Fact>
      </Facts>
      <PortalAccessSection contact={contact} issuePassword={() => setIsResetting(true)} />
      <ContactActivity contact={contact} />
      {isResetting && <ResetPassword contact={contact} close={() => setIsResetting(false)} />}
    </Panel>
  )
}
