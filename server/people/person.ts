import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { columnsOf } from '../fields/columns.ts'
import type { InTransaction, Reading, ReadingNow } from '../scope/scope.ts'
import { emailIdentity } from './email-address.ts'
import { personFields, type PersonFields } from './person-fields.ts'

export const personColumns = columnsOf('people', personFields)

/** A name for somebody: theirs, or else their address. */
export function personName(person: { firstName: string; lastName: string; email: string }): string {
  return `${person.firstName} ${person.lastName}`.trim() || person.email
}

/** Adds a person. Null if the address already belongs to somebody, even since a moment ago. */
export async function addPerson(
  scope: InTransaction<ReadingNow>,
  person: PersonFields,
): Promise<string | null> {
  const { rows } = await addingPerson(scope, person).execute(scope.db)
  return rows[0]?.id ?? null
}

/** The same as part of a statement. */
export const addingPerson = (
  { organizationId, now }: Pick<ReadingNow, 'organizationId' | 'now'>,
  person: PersonFields,
) => sql<{ id: string }>`
  insert into people (organization_id, id, email_identity, created_at, updated_at, ${personColumns.names})
  values (${organizationId}, ${newId()}, ${emailIdentity(person.email)}, ${now}, ${now}, ${personColumns.values(person)})
  on conflict (organization_id, email_identity) do nothing
  returning id`

/**
 * Locks a person for a change that is made because an address is theirs. Fails if it became somebody else's, or
 * nobody's, since it was looked up.
 */
export async function lockHolder(
  { db, organizationId }: InTransaction<Reading>,
  personId: string,
  email: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from people where organization_id = ${organizationId} and id = ${personId}
      and email_identity = ${emailIdentity(email)} for update`.execute(db)
  return rows.length === 1
}

/** Writes what changed on a person, for all their customers at once. */
export async function changePerson(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  personId: string,
  change: Partial<PersonFields>,
): Promise<void> {
  await db
    .updateTable('people')
    .set((eb) => ({
      ...personColumns.set(change),
      ...(change.email !== undefined && whatIsKnownOf(change.email)),
      version: eb('version', '+', 1),
      updated_at: now,
    }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', personId)
    .execute()
}

/** That one address bounced says nothing about another. */
function whatIsKnownOf(email: string) {
  const identity = emailIdentity(email)
  return {
    email_identity: identity,
    email_bounced_at: sql<string | null>`case when email_identity = ${identity} then email_bounced_at end`,
    email_bounce_reason: sql<
      string | null
    >`case when email_identity = ${identity} then email_bounce_reason end`,
  }
}
