import { sql } from 'kysely'
import { recording } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import {
  clearPrimary,
  contactReply,
  lockContact,
  lockingPersonOf,
  readContact,
  selectContact,
  type ContactRow,
} from './contact.ts'
import type { Contact } from './contacts.api.ts'
import { leaveCustomer } from './leave-customer.ts'

/**
 * Makes the contact inactive (R6). Portal reads join active contacts only, so that customer is gone from the person's
 * next request. With the last active contact their sessions and password end.
 */
export const deleteContact = async (scope: Scope, contactId: string): Promise<Contact> =>
  (await setActive(scope, contactId, false, sql`nothing_ends_for(p.organization_id, p.id)`)) ??
  inTransaction(scope, (tx) => makeInactive(tx, contactId))

export async function makeInactive(tx: InTransaction, contactId: string): Promise<Contact> {
  const contact = await lockContact(tx, contactId)
  if (!contact.active) return readContact(tx, contactId)
  await leaveCustomer(tx, contact, 'the contact was made inactive')
  return (await setActive(tx, contactId, false))!
}

/** Brings the contact and its preferences back. A password that ended does not come back. */
export const undeleteContact = async (scope: Scope, contactId: string): Promise<Contact> =>
  (await setActive(scope, contactId, true, sql`not c.is_primary`)) ??
  inTransaction(scope, (tx) => makeActive(tx, contactId))

export async function makeActive(tx: InTransaction, contactId: string): Promise<Contact> {
  const contact = await lockContact(tx, contactId)
  if (contact.active) return readContact(tx, contactId)
  // If somebody else became primary in the meantime, they stay it.
  const primary = contact.primary && !(await hasPrimary(tx, contact.customerId))
  if (primary) await clearPrimary(tx, contact.customerId)
  return (await setActive(tx, contactId, true, sql`true`, sql`${primary}`))!
}

/** Null if it is so already, or if `where` does not hold of contact `c` and person `p`, whom the statement locks before it looks. */
async function setActive(
  scope: Scope,
  contactId: string,
  active: boolean,
  where = sql`true`,
  primary = sql`c.is_primary`,
): Promise<Contact | null> {
  const { db, organizationId, now } = scope
  const entry = {
    action: active ? 'contact.undeleted' : 'contact.deleted',
    customerId: sql`customer_id`,
    contactId: sql`id`,
    personId: sql`person_id`,
  } as const
  const { rows } = await sql<ContactRow>`
    with p as (${lockingPersonOf(scope, contactId)}),
    c as (
      update contacts c set active = ${active}, inactive_since = ${active ? null : now}, is_primary = ${primary},
        version = c.version + 1, updated_at = ${now}
      from p
      where c.organization_id = ${organizationId} and c.id = ${contactId} and c.person_id = p.id
        and c.active = ${!active} and ${where}
      returning c.*),
    recorded as (${recording(scope, entry, sql`from c`)} returning *)
    ${selectContact(scope, sql`p cross join c`, [sql`recorded`])}`.execute(db)
  return rows[0] ? contactReply(rows[0], now) : null
}

async function hasPrimary({ db, organizationId }: InTransaction, customerId: string): Promise<boolean> {
  const primary = await db
    .selectFrom('contacts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('customer_id', '=', customerId)
    .where('is_primary', '=', true)
    .where('active', '=', true)
    .forUpdate()
    .executeTakeFirst()
  return primary !== undefined
}
