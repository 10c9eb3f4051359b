import type { Db, Transaction } from '../server/database/database.ts'
import { idAt, newId } from '../server/database/id.ts'
import type { Tables } from '../server/database/tables.ts'
import { openAccount } from '../server/staff/account.ts'
import { insertAll } from './insert-all.ts'
import { fillBilling } from './sample-billing.ts'
import { COUNTRIES, SAMPLE_CUSTOMERS } from './sample-customers.ts'
import { historyOf } from './sample-history.ts'
import { invoicesOf } from './sample-invoices.ts'
import { peopleOf, type SamplePerson } from './sample-people.ts'
import { bouncesOf, type Bounce } from './sample-refusals.ts'
import { daysBefore } from './sample-time.ts'

/** The owner of the sample company, who signs in to it first. */
export const SAMPLE_OWNER = {
  organizationName: 'Juniper & Vale',
  name: 'Robin Vale',
  email: 'robin.vale@juniper-vale.example',
}

interface SampleToFill {
  now: Date
  organizationId: string
  /** The owner, who did most of it in the journal. */
  memberId: string
  /** For everybody in the sample who chose a password: nobody knows it. */
  passwordHash: string
}

/** Where the sample company is, and its currency. */
const HOME = { time_zone: 'Europe/London', currency: 'GBP' }

/**
 * Fills the sample company with colleagues, customers, contacts, portal access, letters, a year of invoices and a
 * journal.
 */
export async function fillSample(tx: Transaction<Tables>, sample: SampleToFill): Promise<void> {
  const { now, organizationId, memberId, passwordHash } = sample
  const of = { organization_id: organizationId }
  await tx.updateTable('organizations').set(HOME).where('id', '=', organizationId).execute()
  const colleagueId = await addColleagues(tx, sample)
  const customerIds = await addCustomers(tx, sample)
  const people = peopleOf(now, SAMPLE_CUSTOMERS, customerIds)
  const invoices = invoicesOf(now, SAMPLE_CUSTOMERS, customerIds)
  const bounces = bouncesOf(invoices)
  await insertAll(
    tx,
    'people',
    people.map((person) => ({ ...of, ...personRow(person, bounces.get(person.email)) })),
  )
  await insertAll(
    tx,
    'contacts',
    people.flatMap((person) =>
      person.contacts.map((contact) => ({
        ...of,
        id: contact.id,
        customer_id: contact.customerId,
        person_id: person.id,
        job_title: contact.jobTitle,
        receives: contact.receives,
        is_primary: contact.primary,
        active: contact.inactiveSince === null,
        inactive_since: contact.inactiveSince?.toISOString() ?? null,
        created_at: contact.addedAt.toISOString(),
        updated_at: (contact.inactiveSince ?? contact.addedAt).toISOString(),
      })),
    ),
  )
  await insertAll(
    tx,
    'portal_access',
    people.flatMap((person) => {
      const { access } = person
      return access
        ? [
            {
              ...of,
              person_id: person.id,
              kind: access.kind,
              password_hash: access.kind === 'link' ? null : passwordHash,
              expires_at: access.expiresAt?.toISOString() ?? null,
              issued_at: access.issuedAt.toISOString(),
              issued_by: memberId,
              chosen_at: access.chosenAt?.toISOString() ?? null,
              locked_at: access.lockedAt?.toISOString() ?? null,
              last_sign_in_at: access.lastSignInAt?.toISOString() ?? null,
            },
          ]
        : []
    }),
  )
  const staff = [
    { id: memberId, name: SAMPLE_OWNER.name },
    { id: colleagueId, name: COLLEAGUE.name },
  ]
  const closed = SAMPLE_CUSTOMERS.flatMap(({ name, inactive }, at) =>
    inactive ? [{ customerId: customerIds.get(name)!, at: daysBefore(now, 5 + (at % 10)) }] : [],
  )
  const { journal, deliveries, attempts } = historyOf(SAMPLE_OWNER.organizationName, people, staff, closed)
  await insertAll(
    tx,
    'deliveries',
    deliveries.map((row) => ({ ...of, ...row })),
  )
  await insertAll(
    tx,
    'delivery_attempts',
    attempts.map((row) => ({ ...of, ...row })),
  )
  await insertAll(
    tx,
    'journal',
    journal.map((row) => ({ ...of, ...row })),
  )
  await fillBilling(tx, {
    organizationId,
    organizationName: SAMPLE_OWNER.organizationName,
    now,
    staff,
    people,
    invoices,
    bounces,
  })
}

const COLLEAGUE = { name: 'Mina Okafor', email: 'mina.okafor@juniper-vale.example', role: 'manager' as const }
const VIEWER = { name: 'Theo Lindgren', email: 'theo.lindgren@juniper-vale.example', role: 'viewer' as const }
const INVITED = { name: 'Priya Raman', email: 'priya.raman@juniper-vale.example', role: 'viewer' as const }

/** Returns the id of the colleague who looks after customers beside the owner. */
async function addColleagues(
  tx: Transaction<Tables>,
  { now, organizationId, passwordHash }: SampleToFill,
): Promise<string> {
  const rows = []
  for (const { name, email, role } of [COLLEAGUE, VIEWER, INVITED]) {
    const joined = email !== INVITED.email
    const accountId = joined ? newId() : null
    if (accountId) await openAccount({ db: tx, now }, { accountId, email, passwordHash })
    rows.push({
      organization_id: organizationId,
      id: newId(),
      account_id: accountId,
      name,
      email,
      email_identity: email,
      role,
      invited_at: daysBefore(now, joined ? 380 : 2).toISOString(),
      joined_at: joined ? daysBefore(now, 379).toISOString() : null,
      last_seen_at: joined ? daysBefore(now, 1).toISOString() : null,
    })
  }
  await insertAll(tx, 'staff_members', rows)
  return rows[0]!.id
}

async function addCustomers(tx: Db, { now, organizationId }: SampleToFill): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const rows = SAMPLE_CUSTOMERS.map((customer, at) => {
    const addedAt = daysBefore(now, 400 - at * 9)
    const id = idAt(addedAt)
    ids.set(customer.name, id)
    const [city = '', region = ''] = customer.city.split(', ')
    const address = {
      line1: customer.street,
      line2: '',
      city,
      region,
      postalCode: customer.postalCode,
      country: customer.country,
    }
    return {
      organization_id: organizationId,
      id,
      name: customer.name,
      account_number: `JV-${1001 + at * 7}`,
      parent_id: customer.parent ? ids.get(customer.parent)! : null,
      email: `office@${customer.domain}`,
      phone: at % 6 === 5 ? null : `${COUNTRIES[customer.country]!.phone}${200 + at * 7}`,
      billing_address: address,
      shipping_address: at % 3 === 0 ? address : null,
      currency: customer.currency,
      payment_terms_days: customer.days,
      notes: customer.notes ?? null,
      active: !customer.inactive,
      created_at: addedAt.toISOString(),
      updated_at: addedAt.toISOString(),
    }
  })
  await insertAll(tx, 'customers', rows)
  return ids
}

function personRow(person: SamplePerson, bounce: Bounce | undefined) {
  return {
    id: person.id,
    email: person.email,
    email_identity: person.email,
    first_name: person.firstName,
    last_name: person.lastName,
    phone: person.phone,
    language: person.language,
    time_zone: person.timeZone,
    email_bounced_at: bounce?.at.toISOString() ?? null,
    email_bounce_reason: bounce?.why ?? null,
    created_at: person.addedAt.toISOString(),
    updated_at: person.addedAt.toISOString(),
  }
}
