import { idAt } from '../server/database/id.ts'
import { letterSubject } from '../server/mail/letters/render-letter.tsx'
import type { LetterFacts } from '../server/mail/letters/letter.ts'
import type { SampleContact, SamplePerson } from './sample-people.ts'
import { minutesAfter } from './sample-time.ts'

export interface StaffActor {
  id: string
  name: string
}

/** Customers whose letters are delivered at the second attempt. */
const REFUSED_AT_FIRST = 'kathe.weiss@baeckerei-oe.example'

type JournalLine = ReturnType<typeof journalLine>
type Delivery = ReturnType<typeof delivery>
type Attempt = ReturnType<typeof attempt>

/** What happened to the people of the sample so far: their journal, and the letters that went out. */
export function historyOf(
  organizationName: string,
  people: SamplePerson[],
  staff: StaffActor[],
  closed: { customerId: string; at: Date }[],
) {
  const journal: JournalLine[] = []
  const deliveries: Delivery[] = []
  const attempts: Attempt[] = []
  const customersAdded = new Set<string>()

  const tell = (at: Date, by: StaffActor | SamplePerson, action: string, about: About) =>
    journal.push(journalLine(at, by, action, about))
  const send = (at: Date, person: SamplePerson, contact: SampleContact, letter: SampleLetter) => {
    const sent = delivery(organizationName, at, person, contact, letter)
    deliveries.push(sent)
    attempts.push(...attemptsOf(sent.id, person.email, at))
  }

  people.forEach((person, at) => {
    const by = staff[at % 3 === 2 ? 1 : 0]!
    const { access, contacts } = person
    contacts.forEach((contact, place) => {
      const about = { customerId: contact.customerId, contactId: contact.id, personId: person.id }
      if (!customersAdded.has(contact.customerId))
        tell(minutesAfter(contact.addedAt, -3), by, 'customer.added', { customerId: contact.customerId })
      customersAdded.add(contact.customerId)
      tell(contact.addedAt, by, 'contact.added', about)
      if (place > 0)
        send(contact.addedAt, person, contact, {
          kind: 'contactAdded',
          facts: { customerName: contact.customerName },
        })
      if (contact.inactiveSince) tell(contact.inactiveSince, by, 'contact.deleted', about)
    })

    const first = contacts[0]!
    const about = { customerId: first.customerId, contactId: first.id, personId: person.id }
    if (at % 9 === 4 && person.phone)
      tell(minutesAfter(person.addedAt, 20_000), by, 'person.changed', {
        ...about,
        changes: { phone: { old: null, new: person.phone } },
      })
    if (!access) return
    const byLink = access.kind === 'link'
    tell(access.issuedAt, by, byLink ? 'portal-access.link-issued' : 'portal-access.password-issued', about)
    send(access.issuedAt, person, first, {
      kind: byLink ? 'passwordLink' : 'temporaryPassword',
      facts: { replaces: false },
    })
    if (access.chosenAt)
      tell(access.chosenAt, person, 'portal-access.password-chosen', { personId: person.id })
    if (access.lockedAt) tell(access.lockedAt, by, 'portal-access.taken-away', about)
  })
  for (const { customerId, at } of closed) tell(at, staff[0]!, 'customer.deleted', { customerId })
  return { journal, deliveries, attempts }
}

interface About {
  customerId?: string
  contactId?: string
  personId?: string
  changes?: object
}

function journalLine(at: Date, by: StaffActor | SamplePerson, action: string, about: About) {
  const isPerson = 'firstName' in by
  return {
    id: idAt(at),
    at: at.toISOString(),
    actor_kind: isPerson ? 'person' : 'staff',
    actor_id: by.id,
    actor_name: isPerson ? `${by.firstName} ${by.lastName}` : by.name,
    action,
    customer_id: about.customerId ?? null,
    contact_id: about.contactId ?? null,
    person_id: about.personId ?? null,
    changes: about.changes ?? {},
  }
}

type SampleLetter = {
  [K in 'temporaryPassword' | 'passwordLink' | 'contactAdded']: { kind: K; facts: LetterFacts[K] }
}['temporaryPassword' | 'passwordLink' | 'contactAdded']

function delivery(
  organizationName: string,
  at: Date,
  person: SamplePerson,
  contact: SampleContact,
  { kind, facts }: SampleLetter,
) {
  const id = idAt(at)
  const carriesCredential = kind !== 'contactAdded'
  const attemptCount = person.email === REFUSED_AT_FIRST ? 2 : 1
  return {
    id,
    cause: `sample:${id}`,
    kind,
    person_id: person.id,
    contact_id: contact.id,
    customer_id: contact.customerId,
    address: person.email,
    subject: letterSubject(kind, organizationName, facts, person.language),
    content: facts,
    access_generation: carriesCredential ? 1 : null,
    state: 'sent',
    attempt_count: attemptCount,
    expires_at: carriesCredential ? minutesAfter(at, 72 * 60).toISOString() : null,
    created_at: at.toISOString(),
    due_at: null,
    finished_at: minutesAfter(at, attemptCount === 2 ? 5.2 : 0.05).toISOString(),
  }
}

export function attemptsOf(deliveryId: string, email: string, at: Date, refused?: string): Attempt[] {
  if (refused) return [attempt(deliveryId, 1, minutesAfter(at, 0.04), 'refused-for-good', refused)]
  if (email !== REFUSED_AT_FIRST)
    return [attempt(deliveryId, 1, minutesAfter(at, 0.04), 'accepted', '250 2.0.0 Ok: queued')]
  return [
    attempt(
      deliveryId,
      1,
      minutesAfter(at, 0.04),
      'refused-for-now',
      '451 4.7.1 Greylisted, please try again later',
    ),
    attempt(deliveryId, 2, minutesAfter(at, 5.1), 'accepted', '250 2.0.0 Ok: queued'),
  ]
}

function attempt(deliveryId: string, number: number, at: Date, outcome: string, reply: string) {
  return { delivery_id: deliveryId, number, at: at.toISOString(), outcome, reply }
}
