import { Button, Group, Text } from '@mantine/core'
import { type Contact, type ContactLine, contactsApi } from '../../../server/contacts/contacts.api.ts'
import {
  type ReceivedKind,
  receivedKinds,
  kindInSentence,
  unsubscribableKinds,
  type Unsubscribable,
} from '../../../server/documents/kinds.ts'
import { call } from '../../lib/client.ts'
import { dayOf, listOf } from '../../lib/formats.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { done, failed } from '../../ui/done.tsx'
import { Fact } from '../../ui/facts.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useMay } from '../session.ts'
import classes from './contact-panel.module.css'
import { contactChanged } from './contact-queries.ts'
import { shortName } from './contact-words.ts'

/** An address that takes no mail: since when, what was answered, and the ways out of it. */
export function MailTrouble({ contact }: { contact: Contact }) {
  const mayManage = useMay('manager')
  const { emailBounce } = contact
  if (!emailBounce) return null
  const markWorking = async () => {
    try {
      contactChanged(await call(contactsApi.emailWorks, { params: { contactId: contact.id } }))
      done(`Mail goes to ${contact.email} again.`)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <section className={classes.trouble} aria-label="Address bounced">
      <StatusBadge tone="bad">{`Address bounced on ${dayOf(emailBounce.at)}`}</StatusBadge>
      <Text size="sm">
        Nothing is sent to {contact.email}, for any customer: {emailBounce.reason.replace(/\.$/, '')}.
      </Text>
      {mayManage && (
        <Group gap="xs">
          <ButtonLink
            to="/customers/$customerId/contacts/$contactId/edit"
            params={{ customerId: contact.customerId, contactId: contact.id }}
            search={true}
            size="compact-md"
            variant="default"
          >
            Change e-mail
          </ButtonLink>
          <Button size="compact-md" variant="default" onClick={markWorking}>
            Mark as working
          </Button>
        </Group>
      )}
    </section>
  )
}

/** In the list: what keeps mail from somebody, in a word. */
export function TroubleBadge({ contact }: { contact: ContactLine }) {
  if (contact.emailBounce) return <StatusBadge tone="bad">Bounced</StatusBadge>
  if (Object.keys(contact.unsubscribed).length > 0) return <StatusBadge tone="off">Unsubscribed</StatusBadge>
  return null
}

/** What they asked not to get any more, and the way back for when they ask staff. */
export function Unsubscribed({ contact }: { contact: Contact }) {
  const mayManage = useMay('manager')
  const kinds = receivedKinds.filter((kind) => contact.unsubscribed[kind])
  if (kinds.length === 0) return null
  const name = shortName(contact)
  const words = kinds.map((kind) => `${kindInSentence[kind]} on ${dayOf(contact.unsubscribed[kind]!)}`)
  const subscribe = async (kind: Unsubscribable) => {
    try {
      contactChanged(
        await call(contactsApi.subscribeAgain, { params: { contactId: contact.id }, body: { kind } }),
      )
      done(`${name} is subscribed to ${kindInSentence[kind]} again.`)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Fact name="Unsubscribed">
      {name} unsubscribed from {listOf(words)} and no longer gets them.
      {mayManage && (
        <>
          <Text size="sm" c="dimmed" mt={4}>
            Subscribe {name} again only if {name} asks for it. The journal records who did it.
          </Text>
          <Group gap="xs" mt={4}>
            {kinds.filter(isUnsubscribable).map((kind) => (
              <Button key={kind} size="compact-md" variant="default" onClick={() => subscribe(kind)}>
                Subscribe to {kindInSentence[kind]} again
              </Button>
            ))}
          </Group>
        </>
      )}
    </Fact>
  )
}

const isUnsubscribable = (kind: ReceivedKind): kind is Unsubscribable =>
  (unsubscribableKinds as readonly ReceivedKind[]).includes(kind)
