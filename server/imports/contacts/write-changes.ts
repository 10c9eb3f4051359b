import { sql } from 'kysely'
import { column, columnsOf, tableOf } from '../../fields/columns.ts'
import type { Entry } from '../../journal/record.ts'
import { recordingAll } from '../../journal/record-all.ts'
import { personFields } from '../../people/person-fields.ts'
import type { InTransaction, Scope } from '../../scope/scope.ts'
import type { Changes } from './changes.ts'
import { imported, importedColumns } from './imported.ts'
import { Overtaken } from './overtaken.ts'

/** A batch does without this process's services. */
export type Writing = InTransaction<Omit<Scope, 'services'>>

/** A statement that is ready to be run. */
type Prepared = () => Promise<void>

/**
 * Prepares to write what some rows come to: one statement for each table, however many rows there are. They say what is so
 * now: what later rows decide about the same customers and contacts is written after it.
 */
export function prepareToWrite(tx: Writing, changes: Changes): Prepared {
  const { newCustomers, newPeople, newContacts, entries } = changes
  const movePrimaries = preparedMoves(tx, changes)
  const statements = [
    insert(tx, 'customers', newCustomers, NEW.customer),
    insert(tx, 'people', newPeople.toSorted(byIdentity), NEW.person),
    insert(tx, 'contacts', newContacts, NEW.contact),
    update(tx, 'customers', changes.customers, importedColumns.customer),
    update(tx, 'people', changes.people, importedColumns.person),
    update(tx, 'contacts', changes.contacts, importedColumns.contact),
    recordAll(tx, entries),
  ]
  changes.areWritten()
  return async () => {
    const steppedBack = await movePrimaries()
    for (const run of [...statements, recordAll(tx, steppedBack)]) await run()
  }
}

const id = column('id', 'uuid')

const NEW = {
  customer: columnsOf('customers', { id, active: column('active', 'boolean'), ...imported.customer }),
  person: columnsOf('people', {
    id,
    email: personFields.email,
    emailIdentity: column('email_identity', 'text'),
    ...imported.person,
  }),
  contact: columnsOf('contacts', {
    id,
    customerId: column('customer_id', 'uuid'),
    personId: column('person_id', 'uuid'),
    ...imported.contact,
  }),
}

type Columns = Pick<ReturnType<typeof columnsOf>, 'names' | 'typed' | 'fromJson'>

function insert(
  { db, organizationId, now }: Writing,
  into: string,
  rows: object[],
  { names, fromJson, typed }: Columns,
): Prepared {
  if (rows.length === 0) return nothing
  const statement = sql`
    insert into ${sql.table(into)} (organization_id, created_at, updated_at, ${names})
    select ${organizationId}, ${now}, ${now}, ${fromJson('r')} from ${tableOf(rows, typed)}`
  return async () => void (await statement.execute(db))
}

function update(
  { db, organizationId, now }: Writing,
  what: string,
  rows: Set<{ id: string; version: number }>,
  { names, fromJson, typed }: Columns,
): Prepared {
  if (rows.size === 0) return nothing
  const statement = sql`
    update ${sql.table(what)} t set (${names}, version, updated_at) = row (${fromJson('r')}, t.version + 1, ${now}::timestamptz)
    from ${tableOf([...rows], sql`id uuid, version integer, ${typed}`)}
    where t.organization_id = ${organizationId} and t.id = r.id and t.version = r.version`
  return async () => {
    const { numAffectedRows } = await statement.execute(db)
    if (Number(numAffectedRows) !== rows.size) throw new Overtaken()
  }
}

const nothing: Prepared = () => Promise.resolve()

/** Imports that write people in the same order wait for each other; in different orders they would block each other. */
const byIdentity = (a: { emailIdentity: string }, b: { emailIdentity: string }) =>
  a.emailIdentity < b.emailIdentity ? -1 : 1

/**
 * Before anybody becomes primary, the former primary contact steps back: at most one is, at every moment. Returns what to
 * record of it.
 */
function preparedMoves(
  { db, organizationId, now }: Writing,
  { primaryMoves, contacts, entries }: Changes,
): () => Promise<Entry[]> {
  if (primaryMoves.size === 0) return () => Promise.resolve([])
  const alsoChanged = [...contacts].map((contact) => contact.id)
  const statement = sql<{ contactId: string; customerId: string; personId: string }>`
    update contacts set is_primary = false, updated_at = ${now},
      version = version + case when id = any(${alsoChanged}::uuid[]) then 0 else 1 end
    where organization_id = ${organizationId} and customer_id = any(${[...primaryMoves]}::uuid[]) and is_primary and active
    returning id as "contactId", customer_id as "customerId", person_id as "personId"`
  const said = new Set(entries.flatMap(({ contactId, changes }) => (changes?.['primary'] ? [contactId] : [])))
  return async () => {
    const { rows } = await statement.execute(db)
    return rows
      .filter(({ contactId }) => !said.has(contactId))
      .map((where) => ({
        action: 'contact.changed',
        ...where,
        changes: { primary: { old: true, new: false } },
      }))
  }
}

export function recordAll(tx: Writing, entries: Entry[]): Prepared {
  if (entries.length === 0) return nothing
  const statement = recordingAll(tx, entries)
  return async () => void (await statement.execute(tx.db))
}
