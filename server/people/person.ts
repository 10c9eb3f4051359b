import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { columnsOf } from '../fields/columns.ts'
import { differences, recording } from '../journal/record.ts'
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
  const { rows } = await sql<{ id: string }>`
    with person as (${addingPerson(scope, person)}) select id from person`.execute(scope.db)
  return rows[0]?.id ?? null
}

/** The same as part of a statement. With `from`, such as ``sql`from customer` ``, only if that has a row. */
export const addingPerson = (
  { organizationId, now }: Pick<ReadingNow, 'organizationId' | 'now'>,
  person: PersonFields,
  from = sql``,
) => sql`
  insert into people (organization_id, id, email_identity, created_at, updated_at, ${personColumns.names})
  select ${organizationId}, ${newId()}, ${emailIdentity(person.email)}, ${now}, ${now}, ${personColumns.values(person)} ${from}
  on conflict (organization_id, email_identity) do nothing
  returning *`

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

/**
 * Changes a person who is locked, for all their customers at once: what differs from `before` is written, and recorded.
 */
export async function changePerson(
  tx: InTransaction,
  personId: string,
  before: Partial<PersonFields>,
  change: Partial<PersonFields>,
): Promise<void> {
  const { db, organizationId, now } = tx
  const changes = differences(before, change)
  const changing = personColumns.changing(change, 'before', 'p')
  if (!changing || Object.keys(changes).length === 0) return
  await sql`
    with recorded as (${recording(tx, { action: 'person.changed', personId, changes })})
    update people p set ${changing.set} ${knownOf(change)}, version = version + 1, updated_at = ${now}
    where p.organization_id = ${organizationId} and p.id = ${personId}`.execute(db)
}

/** What follows from another address of `people p`. That one bounced says nothing about another. */
export function knownOf({ email }: Partial<PersonFields>) {
  if (email === undefined) return sql``
  const identity = emailIdentity(email)
  return sql`, email_identity = ${identity},
    email_bounced_at = case when p.email_identity = ${identity} then p.email_bounced_at end,
    email_bounce_reason = case when p.email_identity = ${identity} then p.email_bounce_reason end`
}
