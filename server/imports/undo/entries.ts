import { sql } from 'kysely'
import { describe, type Action } from '../../journal/describe.ts'
import type { Changes } from '../../journal/record.ts'
import type { InTransaction } from '../../scope/scope.ts'
import type { WorkNow } from '../work.ts'
import type { Undone } from './note-undone.ts'

/** What an import did, as the journal has it. */
export interface ImportEntry {
  id: string
  action: string
  customerId: string | null
  contactId: string | null
  personId: string | null
  invoiceId: string | null
  row: number | null
  changes: Changes
}

export interface WantedEntries {
  actions: Action[]
  undo(tx: InTransaction<WorkNow>, entries: ImportEntry[]): Promise<Undone[]>
}

const ENTRIES_AT_ONCE = 250

/** The newest before the one that is given. */
export async function readEntriesBefore(
  { db, organizationId, lease: { workId: importId } }: InTransaction<WorkNow>,
  actions: Action[],
  before: string | null,
): Promise<ImportEntry[]> {
  const { rows } = await sql<ImportEntry>`
    select id, action, customer_id as "customerId", contact_id as "contactId", person_id as "personId",
      invoice_id as "invoiceId", import_row as row, changes
    from journal
    where organization_id = ${organizationId} and import_id = ${importId} and action = any(${actions}::text[])
      and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${ENTRIES_AT_ONCE}`.execute(db)
  return rows
}

/** What an entry is about. */
type Key = 'customer_id' | 'contact_id' | 'person_id' | 'invoice_id'

/**
 * What came later, by entry: the latest that was done by others, or by another import that was not undone. With
 * `onlySameFields`, only what changed the same.
 */
export async function builtSince(
  { db, organizationId, lease: { workId: importId } }: InTransaction<WorkNow>,
  about: { id: string; of: string }[],
  key: Key,
  onlySameFields = false,
): Promise<Map<string, string>> {
  if (about.length === 0) return new Map()
  const { rows } = await sql<{ id: string; actor: string; action: string }>`
    select e.id, s.actor_name as actor, s.action
    from json_to_recordset(${JSON.stringify(about)}::json) as e (id uuid, "of" uuid)
    join journal j on j.organization_id = ${organizationId} and j.id = e.id
    join lateral (
      select s.actor_name, s.action from journal s
      where s.organization_id = ${organizationId} and s.${sql.ref(key)} = e."of" and s.id > e.id
        and s.import_id is distinct from ${importId}
        and ${onlySameFields ? sql`s.changes ?| array(select jsonb_object_keys(j.changes))` : sql`true`}
        and not exists (
          select from imports i
          where i.organization_id = ${organizationId} and i.id = s.import_id and i.state = 'undone')
      order by s.id desc limit 1) s on true`.execute(db)
  return new Map(rows.map(({ id, actor, action }) => [id, `${actor} ${describe(action)} since`]))
}
