import { sql, type RawBuilder } from 'kysely'
import { ExternalIdTaken } from '../customers/external-id-taken.ts'
import { violates } from '../database/database.ts'
import { columnsOf } from '../fields/columns.ts'
import { namesOf } from '../fields/field.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { entriesFrom, latestAboutPerson, type EntryRow } from '../journal/list-journal.ts'
import { record } from '../journal/record.ts'
import { lettersWaitFor } from '../mail/outbox/post.ts'
import { personFields, type PersonFields } from '../people/person-fields.ts'
import { personColumns } from '../people/person.ts'
import { placeCountOf, placesOf } from '../people/recognize-person.ts'
import {
  accessState,
  historyColumns,
  stateColumns,
  stateOf,
  type AccessColumns,
  type StateColumns,
} from '../portal-access/access-state.ts'
import type { CredentialRules } from '../portal-access/issue-password.ts'
import type { InTransaction, Reading, ReadingNow, Within } from '../scope/scope.ts'
import { contactFields, type ContactFields } from './contact-fields.ts'
import { contactLine as lineSchema, type Contact, type ContactLine } from './contacts.api.ts'
import { inOrder } from './receives.ts'

const RECENT = 10
const ELSEWHERE = sql`and o.id <> c.id`

export const contactColumns = columnsOf('contacts', contactFields)

export interface ContactLineRow extends StateColumns, Omit<ContactLine, 'emailBounce' | 'portalAccess'> {
  emailBouncedAt: string | null
  emailBounceReason: string | null
}

export interface ContactRow extends PersonFields, AccessColumns, ContactLineRow {
  customerName: string
  personId: string
  elsewhere: Contact['elsewhere']
  elsewhereCount: number
  recentActivity: EntryRow[]
  createdAt: string
  version: number
}

const OF_A_LINE = namesOf(personFields).filter((name) => name in lineSchema.shape)
export const DETAILS = namesOf(personFields).filter((name) => !OF_A_LINE.includes(name))

/** A change of the person is one of each of their contacts. */
export const CHANGED_AT = sql`greatest(c.updated_at, p.updated_at)`

/** A contact's line, from `contacts c`, `people p` and `portal_access a`. */
export const lineColumns = sql`
  c.id, c.customer_id as "customerId", ${personColumns.of('p', OF_A_LINE)}, ${contactColumns.of('c')}, c.unsubscribed, c.active,
  c.inactive_since as "inactiveSince", p.email_bounced_at as "emailBouncedAt",
  p.email_bounce_reason as "emailBounceReason", ${stateColumns}, ${CHANGED_AT} as "updatedAt"`

// The row itself, as in `customerReply`.
export const contactLine = (row: ContactLineRow, now: Date): ContactLine =>
  Object.assign(row, derived(row, now))

const derived = (row: ContactLineRow, now: Date) => ({
  primary: row.primary && row.active,
  emailBounce:
    row.emailBouncedAt === null ? null : { at: row.emailBouncedAt, reason: row.emailBounceReason ?? '' },
  portalAccess: stateOf(row, now),
})

/**
 * The end of a statement: a contact with everything that staff see beside the list. `c` and `p` of `from` are the rows of the
 * contact and the person. A statement does not see what it changes itself, so one that does gives the rows as it leaves
 * them, and what it has `recorded`.
 */
export const selectContact = (
  scope: ReadingNow,
  from: RawBuilder<unknown>,
  recorded: RawBuilder<unknown>[] = [],
) => sql`
  select ${lineColumns}, ${personColumns.of('p', DETAILS)}, ${historyColumns}, u.name as "customerName", c.person_id as "personId",
    greatest(c.created_at, p.created_at) as "createdAt",
    c.version + p.version as version,
    ${placesOf(ELSEWHERE)} as elsewhere, ${placeCountOf(ELSEWHERE)} as "elsewhereCount",
    ${latestAboutPerson(scope, RECENT, recorded)} as "recentActivity"
  from ${from}
  join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
  left join portal_access a on a.organization_id = c.organization_id and a.person_id = c.person_id`

export const contactReply = (row: ContactRow, now: Date): Contact =>
  Object.assign(row, derived(row, now), {
    portalAccess: accessState(row, now),
    recentActivity: entriesFrom(row.recentActivity),
  })

export async function readContact(scope: ReadingNow, contactId: string): Promise<Contact> {
  const contact = await findContact(scope, sql`c.id = ${contactId}`)
  if (!contact) throw new NotFound('contact')
  return contact
}

export const findByExternalId = (scope: ReadingNow, externalId: string): Promise<Contact | undefined> =>
  findContact(scope, sql`c.external_id = ${externalId}`)

async function findContact(scope: ReadingNow, isTheOne: RawBuilder<unknown>): Promise<Contact | undefined> {
  const { db, organizationId, now } = scope
  const { rows } = await sql<ContactRow>`
    ${selectContact(scope, sql`contacts c ${WITH_PERSON}`)}
    where c.organization_id = ${organizationId} and ${isTheOne}`.execute(db)
  return rows[0] && contactReply(rows[0], now)
}

export const WITH_PERSON = sql`join people p on p.organization_id = c.organization_id and p.id = c.person_id`

export interface LockedContact extends PersonFields, ContactFields {
  id: string
  customerId: string
  customerName: string
  customerActive: boolean
  personId: string
  active: boolean
  emailBouncedAt: string | null
  /** The contact's own; `version` counts the person's changes, too. */
  contactVersion: number
  version: number
  /** At how many other customers this person is an active contact. */
  activeElsewhere: number
  /** Whether the person has a password or a link, expired or not: open, or revoked. */
  portalAccess: 'none' | 'open' | 'revoked'
  /** Whether letters to the person wait that a change redirects or cancels. */
  lettersWait: boolean
}

/**
 * Reads a contact for a change. The person is locked first, so that of two changes to one person's contacts at once,
 * the second sees what the first did: each knows which is the last active contact.
 */
export async function lockContact(tx: InTransaction<Reading>, contactId: string): Promise<LockedContact> {
  for (;;) {
    const personId = await lockPersonOf(tx, contactId)
    const contact = await lockPlace(tx, contactId)
    // Otherwise it became another person's while we waited for this one.
    if (contact.personId === personId) return contact
  }
}

async function lockPersonOf(tx: InTransaction<Reading>, contactId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with p as (${lockingPersonOf(tx, contactId)}) select id from p`.execute(tx.db)
  return rows[0]?.id
}

/** The person of a contact, locked, as part of a statement: first of all, as in `lockContact`. */
export const lockingPersonOf = ({ organizationId }: Within, contactId: string) => sql`
  select p.* from people p where p.organization_id = ${organizationId} and p.id = (
    select person_id from contacts where organization_id = ${organizationId} and id = ${contactId})
  for update`

async function lockPlace(tx: InTransaction<Reading>, contactId: string): Promise<LockedContact> {
  const { db, organizationId } = tx
  const { rows } = await sql<LockedContact>`
    select c.id, c.customer_id as "customerId", u.name as "customerName", u.active as "customerActive", c.person_id as "personId",
      ${personColumns.of('p')}, ${contactColumns.of('c')}, c.active, p.email_bounced_at as "emailBouncedAt",
      c.version as "contactVersion", c.version + p.version as version,
      (select count(*)::int from contacts o where o.organization_id = c.organization_id
        and o.person_id = c.person_id and o.id <> c.id and o.active) as "activeElsewhere",
      case when a.person_id is null then 'none' when a.locked_at is null then 'open' else 'revoked' end as "portalAccess",
      ${lettersWaitFor(tx, sql`c.person_id`)} as "lettersWait"
    from contacts c
    join people p on p.organization_id = c.organization_id and p.id = c.person_id
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    left join portal_access a on a.organization_id = c.organization_id and a.person_id = c.person_id
    where c.organization_id = ${organizationId} and c.id = ${contactId}
    for update of c`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('contact')
  return { ...row, receives: inOrder(row.receives) }
}

/**
 * Makes room for the next primary contact: there is at most one. Of two that become primary at once, the later one
 * stays.
 */
export async function clearPrimary(tx: InTransaction, customerId: string): Promise<void> {
  const { db, organizationId, now } = tx
  await sql`
    select from customers where organization_id = ${organizationId} and id = ${customerId} for no key update`.execute(
    db,
  )
  const former = await db
    .updateTable('contacts')
    .set((eb) => ({ is_primary: false, version: eb('version', '+', 1), updated_at: now }))
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('is_primary', '=', true)
    .returning(['id', 'person_id as personId', 'active'])
    .execute()
  for (const { id, personId, active } of former)
    if (active)
      await record(tx, {
        action: 'contact.changed',
        customerId,
        contactId: id,
        personId,
        changes: { primary: { old: true, new: false } },
      })
}

export interface OrganizationForCredentials extends CredentialRules {
  name: string
}

/** The organization's rules for a credential. Read by itself, because it rarely changes. */
export async function readCredentialRules({
  db,
  organizationId,
}: Reading): Promise<OrganizationForCredentials> {
  return db
    .selectFrom('organizations')
    .select([
      'name',
      'credential_mail as credentialMail',
      'temporary_password_hours as temporaryPasswordHours',
      'password_min_length as passwordMinLength',
    ])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
}

/** What a constraint refused, in words; any other error as it is. */
export async function whyRefused(
  error: unknown,
  { db, organizationId }: Reading,
  { externalId }: { externalId?: string | null | undefined },
): Promise<unknown> {
  if (!violates(error, 'contacts_external_id_key')) return error
  const { rows } = await sql<{ id: string; name: string; active: boolean }>`
    select c.id, person_name(p.first_name, p.last_name, p.email) || ' at ' || u.name as name, c.active
    from contacts c ${WITH_PERSON}
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    where c.organization_id = ${organizationId} and c.external_id = ${externalId}`.execute(db)
  return new ExternalIdTaken('contact', rows[0])
}

export class InactiveContact extends Problem {
  constructor(what: string) {
    super(
      409,
      'inactive-contact',
      'This contact is inactive',
      `The contact is inactive: ${what} Undelete the contact first.`,
    )
  }
}

/** The address already belongs to a contact of this customer. */
export class AlreadyContact extends Problem {
  readonly contactId: string

  constructor(contact: { id: string; active: boolean }, name: string) {
    super(
      409,
      'already-a-contact',
      'Already a contact of this customer',
      contact.active
        ? `${name} is already a contact of this customer under this e-mail address.`
        : `${name} was a contact of this customer. Show inactive contacts and undelete them instead of adding them again.`,
      {
        errors: [
          {
            pointer: '/email',
            detail: contact.active
              ? 'Already a contact of this customer.'
              : 'An inactive contact of this customer.',
          },
        ],
        extra: { contactId: contact.id, active: contact.active },
      },
    )
    this.contactId = contact.id
  }
}

export class InactiveCustomer extends Problem {
  constructor(what: string) {
    super(
      409,
      'inactive-customer',
      'This customer is inactive',
      `The customer is inactive. Make it active again, then ${what}.`,
    )
  }
}
