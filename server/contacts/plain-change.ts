import { sql, type RawBuilder } from 'kysely'
import { only } from '../fields/field.ts'
import { recording, type EntryWithin } from '../journal/record.ts'
import { personFields } from '../people/person-fields.ts'
import { personColumns } from '../people/person.ts'
import type { Scope } from '../scope/scope.ts'
import { contactFields } from './contact-fields.ts'
import { contactColumns, contactReply, selectContact, type ContactRow } from './contact.ts'
import type { Contact, ContactChange } from './contacts.api.ts'

/** Most changes concern no address, and nobody else's place. */
export const isPlain = ({ email, onlyThisCustomer, attach, primary }: ContactChange) =>
  email === undefined && !onlyThisCustomer && !attach && !primary

/**
 * Makes a plain change in one statement, with the journal's entries: only what differs. Null if there is no such version
 * of the contact.
 */
export async function changeAtOnce(
  scope: Scope,
  contactId: string,
  version: number,
  change: ContactChange,
): Promise<Contact | null> {
  const { db, organizationId, now } = scope
  const [person, place] = [ofPerson(scope, change), ofPlace(scope, change)]
  const { rows } = await sql<ContactRow>`
    with person as (
      select p.* from people p where p.organization_id = ${organizationId} and p.id = (
        select person_id from contacts where organization_id = ${organizationId} and id = ${contactId})
      for update),
    place as (
      select c.* from contacts c join person on c.person_id = person.id
      where c.organization_id = ${organizationId} and c.id = ${contactId} and c.version + person.version = ${version}
      for update of c),
    ${person.changing}, ${place.changing}
    ${selectContact(scope, sql`p cross join c`, [...person.recorded, ...place.recorded])}`.execute(db)
  return rows[0] ? contactReply(rows[0], now) : null
}

/** The parts of the statement that concern one of the two rows. */
interface OfRow {
  /** Names the row as the statement leaves it. */
  changing: RawBuilder<unknown>
  /** Where its entries of the journal are. */
  recorded: RawBuilder<unknown>[]
}

const ofPerson = (scope: Scope, change: ContactChange) =>
  ofRow(
    scope,
    { before: 'person', after: 'p', table: sql`people p` },
    personColumns.changing(only(personFields, change), 'person', 'p'),
    { action: 'person.changed', personId: sql`id` },
  )

const ofPlace = (scope: Scope, change: ContactChange) =>
  ofRow(
    scope,
    { before: 'place', after: 'c', table: sql`contacts c` },
    contactColumns.changing(only(contactFields, change), 'place', 'c'),
    {
      action: 'contact.changed',
      customerId: sql`customer_id`,
      contactId: sql`id`,
      personId: sql`person_id`,
    },
  )

function ofRow(
  { organizationId, now, by }: Scope,
  row: { before: string; after: string; table: RawBuilder<unknown> },
  changing: ReturnType<typeof personColumns.changing>,
  entry: EntryWithin,
): OfRow {
  const [before, after, recorded] = [sql.id(row.before), sql.id(row.after), sql.id(`${row.before}_recorded`)]
  if (!changing) return { changing: sql`${after} as (select * from ${before})`, recorded: [] }
  const { set, differs, changes } = changing
  const ofWhatDiffers = sql`from ${after} where changes <> '{}'`
  return {
    changing: sql`
      ${after} as (
        update ${row.table} set ${set}, version = ${after}.version + (${differs})::int,
          updated_at = case when ${differs} then ${now} else ${after}.updated_at end
        from person, place
        where ${after}.organization_id = ${organizationId} and ${after}.id = ${before}.id
        returning ${after}.*, ${changes} as changes),
      ${recorded} as (${recording({ now, by }, { ...entry, changes: sql`changes` }, ofWhatDiffers)} returning *)`,
    recorded: [recorded],
  }
}
