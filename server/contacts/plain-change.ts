import { sql, type RawBuilder } from 'kysely'
import { only } from '../fields/field.ts'
import { recording, type EntryWithin } from '../journal/record.ts'
import type { AddresseeFacts, ContactAddressee } from '../mail/outbox/post.ts'
import { emailIdentity } from '../people/email-address.ts'
import { personFields } from '../people/person-fields.ts'
import { knownOf, personColumns } from '../people/person.ts'
import { postingAddressChanged } from '../portal-access/letters.ts'
import type { Reading, Scope } from '../scope/scope.ts'
import { contactFields } from './contact-fields.ts'
import {
  contactColumns,
  contactReply,
  lockingPersonOf,
  selectContact,
  WITH_PERSON,
  type ContactRow,
} from './contact.ts'
import type { Contact, ContactChange } from './contacts.api.ts'

/** Most changes concern nobody else's place. The letter to an old address is in a language that does not change with it. */
export const isPlain = ({ email, language, onlyThisCustomer, attach, primary }: ContactChange) =>
  !onlyThisCustomer && !attach && !primary && (email === undefined || language === undefined)

/**
 * Makes a plain change in one statement, with the journal's entries: only what differs. Null if there is no such version
 * of the contact, or if with their address something ends.
 */
export async function changeAtOnce(
  scope: Scope,
  contactId: string,
  version: number,
  change: ContactChange,
): Promise<Contact | null> {
  const { db, organizationId, now } = scope
  const givenUp = change.email === undefined ? null : await readGivenUp(scope, contactId, change.email)
  const [person, place] = [ofPerson(scope, change), ofPlace(scope, change)]
  const { rows } = await sql<ContactRow>`
    with person as (${lockingPersonOf(scope, contactId)}),
    place as (
      select c.* from contacts c join person on c.person_id = person.id
      where c.organization_id = ${organizationId} and c.id = ${contactId} and c.version + person.version = ${version}
        ${givenUp ? sql`and nothing_ends_for(${organizationId}, person.id)` : sql``}
      for update of c),
    ${person.changing}, ${place.changing}
    ${givenUp ? sql`, ${postingAddressChanged(scope, givenUp, sql`where exists (select from p)`)}` : sql``}
    ${selectContact(scope, sql`p cross join c`, [...person.recorded, ...place.recorded])}`.execute(db)
  return rows[0] ? contactReply(rows[0], now) : null
}

/** The address that another takes the place of, and what the letter to it needs. Null: it is the same. */
async function readGivenUp({ db, organizationId }: Reading, contactId: string, email: string) {
  const { rows } = await sql<AddresseeFacts & ContactAddressee>`
    select c.id as "contactId", c.customer_id as "customerId", c.person_id as "personId",
      p.email, coalesce(p.language, o.language) as language, o.name as "organizationName"
    from contacts c ${WITH_PERSON} join organizations o on o.id = c.organization_id
    where c.organization_id = ${organizationId} and c.id = ${contactId}`.execute(db)
  return rows[0] && emailIdentity(rows[0].email) !== emailIdentity(email) ? rows[0] : null
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
    knownOf(change),
    { action: 'person.changed', personId: sql`id` },
  )

const ofPlace = (scope: Scope, change: ContactChange) =>
  ofRow(
    scope,
    { before: 'place', after: 'c', table: sql`contacts c` },
    contactColumns.changing(only(contactFields, change), 'place', 'c'),
    sql``,
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
  besides: RawBuilder<unknown>,
  entry: EntryWithin,
): OfRow {
  const [before, after, recorded] = [sql.id(row.before), sql.id(row.after), sql.id(`${row.before}_recorded`)]
  if (!changing) return { changing: sql`${after} as (select * from ${before})`, recorded: [] }
  const { set, differs, changes } = changing
  const ofWhatDiffers = sql`from ${after} where changes <> '{}'`
  return {
    changing: sql`
      ${after} as (
        update ${row.table} set ${set} ${besides}, version = ${after}.version + (${differs})::int,
          updated_at = case when ${differs} then ${now} else ${after}.updated_at end
        from person, place
        where ${after}.organization_id = ${organizationId} and ${after}.id = ${before}.id
        returning ${after}.*, ${changes} as changes),
      ${recorded} as (${recording({ now, by }, { ...entry, changes: sql`changes` }, ofWhatDiffers)} returning *)`,
    recorded: [recorded],
  }
}
