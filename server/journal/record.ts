import { isExpression, sql, type RawBuilder } from 'kysely'
import { createHash } from 'node:crypto'
import { newId } from '../database/id.ts'
import type { Scope } from '../scope/scope.ts'
import type { Action } from './describe.ts'
import { securityOf } from './security.ts'

/** Old and new values by field; never a secret. */
export type Changes = Record<string, { old?: unknown; new?: unknown }>

export interface Entry {
  action: Action
  customerId?: string | null
  contactId?: string | null
  personId?: string | null
  memberId?: string | null
  invoiceId?: string | null
  /** Of the import that does it: the number of the row. */
  importRow?: number | null
  changes?: Changes
}

/** Within a statement, what only the statement knows is said by an expression. */
export type EntryWithin = { [K in keyof Entry]: Entry[K] | RawBuilder<unknown> } & Pick<Entry, 'action'>

/** Writes who did what, in the transaction of the change. */
export async function record(scope: Pick<Scope, 'db' | 'now' | 'by'>, entry: Entry): Promise<void> {
  await recording(scope, entry).execute(scope.db)
}

/**
 * The same as part of a statement: `with recorded as (${recording(...)})`. With `from`, such as ``sql`from changed`
 * ``, only if that has a row.
 */
export function recording(
  { now, by: actor }: Pick<Scope, 'now' | 'by'>,
  entry: EntryWithin,
  from = sql``,
): RawBuilder<unknown> {
  return sql`insert into journal (organization_id, id, at, actor_kind, actor_id, actor_name, action,
      customer_id, contact_id, person_id, member_id, invoice_id, import_id, changes, security)
    select ${actor.organizationId}, ${newId()}, ${now}, ${actor.kind}, ${actor.id}, ${actor.name}, ${entry.action},
      ${entry.customerId ?? null}, ${entry.contactId ?? null}, ${entry.personId ?? null}, ${entry.memberId ?? null},
      ${entry.invoiceId ?? null}, ${actor.importId ?? null}, ${changesOf(entry)},
      ${securityOf(entry.action)} ${from}`
}

const changesOf = ({ changes = {} }: EntryWithin) =>
  isExpression(changes) ? changes : sql`${JSON.stringify(changes)}`

/** Records what may happen again and again: once an hour for the same `repeated`, with how often. */
export async function recordRepeated(
  { db, now, by: actor }: Pick<Scope, 'db' | 'now' | 'by'>,
  entry: Entry,
  repeated: string[],
): Promise<void> {
  const hour = Math.floor(now.getTime() / 3_600_000)
  const key = createHash('sha256')
    .update([entry.action, ...repeated, hour].join('\0'))
    .digest('base64url')
  await sql`
    insert into journal (organization_id, id, at, actor_kind, actor_id, actor_name, action, person_id, member_id, changes,
      security, last_at, repeat_key)
    values (${actor.organizationId}, ${newId()}, ${now}, ${actor.kind}, ${actor.id}, ${actor.name}, ${entry.action},
      ${entry.personId ?? null}, ${entry.memberId ?? null}, ${JSON.stringify(entry.changes ?? {})},
      ${securityOf(entry.action)}, ${now}, ${key})
    on conflict (organization_id, repeat_key) where repeat_key is not null
      do update set times = journal.times + 1, last_at = excluded.last_at`.execute(db)
}

/** Facts that come with the action and replace nothing: where somebody signed in from. */
export function facts(values: Record<string, unknown>): Changes {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { new: value }]))
}

/** The fields in which `after` differs from `before`, for the journal. */
export function differences<T extends object>(before: T, after: Partial<T>): Changes {
  const changes: Changes = {}
  for (const field of Object.keys(after) as (keyof T & string)[])
    if (
      after[field] !== undefined &&
      JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null)
    )
      changes[field] = { old: before[field] ?? null, new: after[field] ?? null }
  return changes
}
