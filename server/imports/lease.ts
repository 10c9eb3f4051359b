import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { NotNow, readImport } from './import.ts'
import type { Counts } from './imports.api.ts'

/** The right to work on an import: one holder at a time, for a while, renewed with every batch. */
export interface Lease {
  id: string
  organizationId: string
  importId: string
}

const LEASE_SECONDS = 30

const until = (now: Date) => new Date(now.getTime() + LEASE_SECONDS * 1000)

/** Begins the dry run from the start, also one that was interrupted. */
export async function leasePlanning(
  db: Db,
  organizationId: string,
  importId: string,
  now: Date,
): Promise<Lease> {
  const { fields } = await importToWorkOn(db, organizationId, importId, now)
  if (fields.every((field) => field === null)) throw new NotNow('Say first what the columns of the file are.')
  const id = newId()
  const { numAffectedRows } = await sql`
    update imports set state = 'planning', done_count = 0, counts = null, trouble = null, lease_id = ${id}, leased_until = ${until(now)}
    where organization_id = ${organizationId} and id = ${importId}
      and (state in ('mapping', 'planned') or (state = 'planning' and ${hasRunOut(now)}))`.execute(db)
  if (!numAffectedRows)
    throw new NotNow('The import is being worked on, or is done. Wait for it, or upload the file again.')
  return { id, organizationId, importId }
}

/** Begins the import as planned, or resumes it where it was interrupted. */
export async function leaseRunning(
  db: Db,
  organizationId: string,
  importId: string,
  now: Date,
): Promise<Lease> {
  const { state, counts } = await importToWorkOn(db, organizationId, importId, now)
  if (state === 'planned' && counts && isNothingUsable(counts))
    throw new NotNow('No row of the file can be imported. Correct the file, and upload it again.')
  const id = newId()
  const { numAffectedRows } = await sql`
    update imports set state = 'running', done_count = case when state = 'planned' then 0 else done_count end,
      trouble = null, lease_id = ${id}, leased_until = ${until(now)}
    where organization_id = ${organizationId} and id = ${importId}
      and (state = 'planned' or (state = 'running' and ${hasRunOut(now)}))`.execute(db)
  if (!numAffectedRows)
    throw new NotNow(
      'Only a file that has been checked can be imported, and only once. Check the file first, or wait until the work on it is done.',
    )
  return { id, organizationId, importId }
}

/** In the transaction of a batch: what it did counts only while the lease is ours. */
export async function progress(tx: Db, lease: Lease, now: Date, doneCount: number): Promise<void> {
  const { numAffectedRows } = await sql`
    update imports set done_count = ${doneCount}, leased_until = ${until(now)} where ${isOurs(lease)}`.execute(
    tx,
  )
  if (!numAffectedRows) throw new LeaseLost()
}

/** Gives the lease back, so that the import can be resumed at once. */
export async function interrupt(db: Db, lease: Lease, trouble: string): Promise<void> {
  await sql`update imports set leased_until = null, trouble = ${trouble} where ${isOurs(lease)}`.execute(db)
}

export const isOurs = ({ organizationId, importId, id }: Lease) =>
  sql`organization_id = ${organizationId} and id = ${importId} and lease_id = ${id}`

/** Somebody else works on the import now, or it was given a new mapping or deleted. */
export class LeaseLost extends Error {}

const isNothingUsable = ({ create, link, change, unchanged }: Counts) =>
  create + link + change + unchanged === 0

const hasRunOut = (now: Date) => sql`(leased_until is null or leased_until <= ${now})`

async function importToWorkOn(db: Db, organizationId: string, importId: string, now: Date) {
  const { columns, ...found } = await readImport(db, organizationId, importId, now)
  return { ...found, fields: columns.map((column) => column.field) }
}
