import { sql } from 'kysely'
import { newContactsReceive } from '../customers/new-contacts-receive.ts'
import { newId } from '../database/id.ts'
import { column, columnsOf, tableOf } from '../fields/columns.ts'
import { emptyRow, only } from '../fields/field.ts'
import { recordingAll } from '../journal/record-all.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personFields } from '../people/person-fields.ts'
import { personColumns } from '../people/person.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { contactFields } from './contact-fields.ts'
import { contactColumns } from './contact.ts'
import type { ContactInStep } from './contacts.api.ts'

/** A contact whose address nobody has yet. */
export interface NewInBatch extends ContactInStep {
  customerId: string
  email: string
  externalId?: string | undefined
}

interface Added {
  id: string
  identity: string
}

const given = columnsOf('contacts', {
  id: column('id', 'uuid'),
  personId: column('person_id', 'uuid'),
  customerId: column('customer_id', 'uuid'),
})

const { receives: _own, ...others } = contactFields
const place = columnsOf('contacts', others)

/**
 * Adds many contacts who are new people, without a password, all in one transaction. Left out are those whose address somebody
 * has got in the meantime, or whose customer is no longer active.
 */
export function addNewContacts(scope: Scope, wanted: NewInBatch[]): Promise<Added[]> {
  const { organizationId, now } = scope
  const rows = wanted
    .map((contact) => ({
      id: newId(),
      personId: newId(),
      customerId: contact.customerId,
      identity: emailIdentity(contact.email),
      ...emptyRow(personFields),
      ...only(personFields, contact),
      ...emptyRow(contactFields),
      ...only(contactFields, contact),
      // Null: what the customer says.
      receives: contact.receives ?? null,
    }))
    // Two batches that add the same people in the same order wait for each other, and do not block each other.
    .toSorted((a, b) => (a.identity < b.identity ? -1 : 1))
  const typed = sql`identity text, ${given.typed}, ${personColumns.typed}, ${contactColumns.typed}`
  return inTransaction(scope, async (tx) => {
    const { rows: added } = await sql<{ id: string }>`
      with r as materialized (
        select identity, ${given.fromJson('r')}, ${personColumns.fromJson('r')}, ${place.fromJson('r')},
          coalesce(r.receives, ${newContactsReceive(organizationId, sql`u.default_receives`)}) as receives
        from ${tableOf(rows, typed)}
        join customers u on u.organization_id = ${organizationId} and u.id = r."customerId" and u.active),
      p as (
        insert into people (organization_id, id, email_identity, created_at, updated_at, ${personColumns.names})
        select ${organizationId}, r."personId", r.identity, ${now}, ${now}, ${personColumns.fromJson('r')} from r
        on conflict (organization_id, email_identity) do nothing
        returning id)
      insert into contacts (organization_id, created_at, updated_at, ${given.names}, ${contactColumns.names})
      select ${organizationId}, ${now}, ${now}, ${given.fromJson('r')}, ${contactColumns.fromJson('r')}
      from r join p on p.id = r."personId"
      returning id`.execute(tx.db)
    const ids = new Set(added.map(({ id }) => id))
    const contacts = rows.filter(({ id }) => ids.has(id))
    if (contacts.length > 0)
      await recordingAll(
        tx,
        contacts.map(({ id, personId, customerId, email }) => ({
          action: 'contact.added',
          customerId,
          contactId: id,
          personId,
          changes: { email: { new: email } },
        })),
      ).execute(tx.db)
    return contacts
  })
}
