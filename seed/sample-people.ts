import { idAt } from '../server/database/id.ts'
import type { ReceivedKind } from '../server/documents/kinds.ts'
import type { Receives } from '../server/contacts/receives.ts'
import { slugOf } from '../server/organization/slug.ts'
import { COUNTRIES, SHARED_PEOPLE, type SampleCustomer } from './sample-customers.ts'
import { between, daysBefore, minutesAfter } from './sample-time.ts'

export interface SamplePerson {
  id: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  language: string
  timeZone: string
  addedAt: Date
  access: SampleAccess | null
  contacts: SampleContact[]
}

export interface SampleContact {
  id: string
  customerId: string
  customerName: string
  jobTitle: string
  receives: Receives
  primary: boolean
  addedAt: Date
  inactiveSince: Date | null
}

interface SampleAccess {
  kind: 'temporary' | 'link' | 'chosen'
  issuedAt: Date
  expiresAt: Date | null
  chosenAt: Date | null
  lockedAt: Date | null
  lastSignInAt: Date | null
}

const KINDS: Record<string, ReceivedKind> = {
  C: 'receipts',
  I: 'invoices',
  N: 'notices',
  R: 'reminders',
  S: 'statements',
}
const VALID_HOURS = 72
const ONE_SECOND = 1 / 60

/** Reads the list of customers into people: somebody named twice is one person, with a contact at each customer. */
export function peopleOf(
  now: Date,
  customers: SampleCustomer[],
  customerIds: Map<string, string>,
): SamplePerson[] {
  const people = new Map<string, SamplePerson>()
  customers.forEach((customer, at) => {
    customer.contacts.forEach((line, place) => {
      const [who = '', jobTitle = '', receives = '', marks = ''] = line.split('|').map((part) => part.trim())
      const addedAt = minutesAfter(daysBefore(now, 400 - at * 9), 4 + place * 6)
      const shared = SHARED_PEOPLE[who.slice(1)]
      const person = shared
        ? read(now, addedAt, shared.person, shared.email, shared.country, people.size)
        : read(now, addedAt, `${who} | ${marks}`, `@${customer.domain}`, customer.country, people.size)
      const known = people.get(person.email) ?? person
      people.set(person.email, known)
      known.contacts.push({
        id: idAt(addedAt),
        customerId: customerIds.get(customer.name)!,
        customerName: customer.name,
        jobTitle,
        receives: Object.fromEntries(
          [...receives].map((letter) => [KINDS[letter.toUpperCase()]!, letter < 'a' ? 'to' : 'cc']),
        ),
        primary: marks.includes('*'),
        addedAt,
        inactiveSince: marks.includes('!') ? between(addedAt, now, 0.6 + (at % 4) / 10) : null,
      })
    })
  })
  return [...people.values()]
}

function read(
  now: Date,
  addedAt: Date,
  line: string,
  address: string,
  country: string,
  at: number,
): SamplePerson {
  const [who = '', marks = ''] = line.split('|').map((part) => part.trim())
  const [, firstName = '', lastName = '', local] = /^(.+)\/(.+?)(?: \((.+)\))?$/.exec(who)!
  const spelled = local ?? `${slugOf(firstName)}.${slugOf(lastName)}`
  const { language, timeZone, phone } = COUNTRIES[country]!
  return {
    id: idAt(addedAt),
    firstName,
    lastName,
    email: address.startsWith('@') ? `${spelled}${address}` : address,
    phone: at % 4 === 3 ? null : `${phone}${String(100 + ((at * 37) % 900))}`,
    language,
    timeZone,
    addedAt,
    access: accessOf(now, addedAt, marks, at),
    contacts: [],
  }
}

/** The access that a mark stands for, as of the time the sample is made. */
function accessOf(now: Date, addedAt: Date, marks: string, at: number): SampleAccess | null {
  const mark = /[atxli]/.exec(marks)?.[0]
  if (!mark) return null
  if (mark === 'a' || mark === 'l') {
    const chosenAt = minutesAfter(addedAt, 20 + ((at * 13) % 150))
    return {
      kind: 'chosen',
      issuedAt: minutesAfter(addedAt, ONE_SECOND),
      expiresAt: null,
      chosenAt,
      lockedAt: mark === 'l' ? daysBefore(now, 12 + (at % 7)) : null,
      lastSignInAt: daysBefore(now, mark === 'l' ? 20 : 0.2 + (at % 6) * 0.9),
    }
  }
  const hoursAgo = mark === 'x' ? 9 * 24 + at : 5 + (at % 30)
  const issuedAt = minutesAfter(now, -hoursAgo * 60 - ((at * 17.3) % 60))
  return {
    kind: mark === 'i' ? 'link' : 'temporary',
    issuedAt,
    expiresAt: minutesAfter(issuedAt, VALID_HOURS * 60),
    chosenAt: null,
    lockedAt: null,
    lastSignInAt: null,
  }
}
