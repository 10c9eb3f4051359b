import { sql } from 'kysely'
import { only } from '../fields/field.ts'
import { recording } from '../journal/record.ts'
import { personFields } from '../people/person-fields.ts'
import { personColumns } from '../people/person.ts'
import type { Scope } from '../scope/scope.ts'
import { contactFields } from './contact-fields.ts'
import { contactColumns } from './contact.ts'
import type { ContactChange } from './contacts.api.ts'

/** Most changes concern no address, and nobody else's place. */
export const isPlain = ({ email, onlyThisCustomer, attach, primary }: ContactChange) =>
  email === undefined && !onlyThisCustomer && !attach && !primary

/**
 * Makes a plain change in one statement, with the journal's entries: only what differs. False if there is no such version
 * of the contact.
 */
export async function changeAtOnce(
  scope: Scope,
  contactId: string,
  version: number,
  change: ContactChange,
): Promise<boolean> {
  const { db, organizationId } = scope
  const { rows } = await sql`
    with before as (
      select c.id, c.customer_id, c.person_id, ${personColumns.plain('p')}, ${contactColumns.plain('c')}
      from people p join contacts c on c.organization_id = p.organization_id and c.person_id = p.id
      where p.organization_id = ${organizationId} and c.organization_id = ${organizationId} and c.id = ${contactId}
        and c.version + p.version = ${version}
      for update of p, c)
    ${ofPerson(scope, change)} ${ofPlace(scope, change)}
    select from before`.execute(db)
  return rows.length > 0
}

function ofPerson(scope: Scope, change: ContactChange) {
  const changing = personColumns.changing(only(personFields, change), 'before', 'p')
  if (!changing) return sql``
  const entry = {
    action: 'person.changed',
    personId: sql`id`,
    changes: sql`changes`,
  } as const
  return sql`
    , person as (
      update people p set ${changing.set}, version = p.version + 1, updated_at = ${scope.now} from before
      where p.organization_id = ${scope.organizationId} and p.id = before.person_id and (${changing.differs})
      returning p.id, ${changing.changes} as changes),
    person_recorded as (${recording(scope, entry, sql`from person`)})`
}

function ofPlace(scope: Scope, change: ContactChange) {
  const changing = contactColumns.changing(only(contactFields, change), 'before', 'c')
  if (!changing) return sql``
  const entry = {
    action: 'contact.changed',
    customerId: sql`customer_id`,
    contactId: sql`id`,
    personId: sql`person_id`,
    changes: sql`changes`,
  } as const
  return sql`
    , place as (
      update contacts c set ${changing.set}, version = c.version + 1, updated_at = ${scope.now} from before
      where c.organization_id = ${scope.organizationId} and c.id = before.id and (${changing.differs})
      returning c.id, c.customer_id, c.person_id, ${changing.changes} as changes),
    place_recorded as (${recording(scope, entry, sql`from place`)})`
}
