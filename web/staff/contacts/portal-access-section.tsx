import { Button, Text, Title } from '@mantine/core'
import { type Contact, contactsApi } from '../../../server/contacts/contacts.api.ts'
import { call } from '../../lib/client.ts'
import { shortened } from '../../lib/formats.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { When } from '../../ui/when.tsx'
import { useMay } from '../session.ts'
import { Section } from '../shell/section.tsx'
import classes from './contact-panel.module.css'
import { contactChanged } from './contact-queries.ts'
import { accessWords, shortName } from './contact-words.ts'
import { useIssuing } from './password-wish.tsx'

/** Whether this person can get into the portal, since when, until when; and, for managers, what to do about it. */
export function PortalAccessSection({
  contact,
  issuePassword,
}: {
  contact: Contact
  issuePassword: () => void
}) {
  const { state, issuedAt, expiresAt, chosenAt, lastSignInAt } = contact.portalAccess
  const { word, tone } = accessWords[state]
  const mayManage = useMay('manager') && contact.active
  const { mailsLink } = useIssuing()
  return (
    <Section>
      <div className={classes.sectionHead}>
        <Title order={3}>Portal access</Title>
        {mayManage && <LockAction contact={contact} />}
      </div>
      <Facts>
        <Fact name="Status">
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </Fact>
        {state !== 'none' && (
          <Fact name="Last sign-in">{lastSignInAt ? <When at={lastSignInAt} /> : 'Never'}</Fact>
        )}
        <Fact name={state === 'invited' ? 'Link mailed' : 'Password issued'}>
          {issuedAt && <When at={issuedAt} />}
        </Fact>
        <Fact name={state === 'expired' ? 'Expired' : 'Expires'}>{expiresAt && <When at={expiresAt} />}</Fact>
        <Fact name="Own password since">{chosenAt && <When at={chosenAt} />}</Fact>
      </Facts>
      {mayManage && (state === 'none' || state === 'expired') && (
        <div className={classes.offer}>
          <Text>{offer(contact)}</Text>
          <Button size="compact-md" variant="default" onClick={issuePassword}>
            {mailsLink ? 'Mail a link' : 'Issue a password'}
          </Button>
        </div>
      )}
    </Section>
  )
}

function offer(contact: Contact) {
  const name = shortName(contact)
  if (contact.portalAccess.state === 'expired') return `${name} did not choose a password in time.`
  return `${name} has no password for the portal.`
}

function LockAction({ contact }: { contact: Contact }) {
  const name = shortName(contact)
  const params = { contactId: contact.id }
  const { state } = contact.portalAccess
  const giveBack = async () => {
    try {
      contactChanged(await call(contactsApi.giveAccessBack, { params }))
      done(`${shortened(name)} can sign in to the portal again.`)
    } catch (error) {
      failed(error)
    }
  }
  const revoke = async () => {
    try {
      contactChanged(await call(contactsApi.takeAccessAway, { params }))
      done(`${shortened(name)} can no longer sign in to the portal.`, giveBack)
    } catch (error) {
      failed(error)
    }
  }

  if (state === 'none') return null
  if (state === 'locked') {
    return (
      <Button size="compact-sm" variant="subtle" onClick={giveBack}>
        Give access back
      </Button>
    )
  }
  return (
    <Confirm
      consequence={`${name} is signed out everywhere and cannot sign in to the portal, for any customer, until you give access back. ${name} still gets invoices and other mail.`}
      verb="Revoke access"
      onConfirm={revoke}
    >
      {(open) => (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={open}>
          Revoke access
        </Button>
      )}
    </Confirm>
  )
}
