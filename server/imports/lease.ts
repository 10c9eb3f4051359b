import { sql } from 'kysely'
import type { InTransaction, Reading } from '../scope/scope.ts'
import { GIVEN_UP, isFree, isOurs, newLease, RENEWED, taken, unlessLost, type Lease } from '../work/lease.ts'
import { NotNow, readImport } from './import.ts'
import type { Counts } from './imports.api.ts'
import type { Work } from './work.ts'

/** Begins the dry run from the start, also one that was interrupted. */
export async function leasePlanning(scope: Reading, importId: string): Promise<Lease> {
  const { db, organizationId } = scope
  const { columns } = await readImport(scope, importId)
  if (columns.every(({ field }) => field === null))
    throw new NotNow('Say first what the columns of the file are.')
  const lease = newLease(scope, importId)
  const { numAffectedRows } = await sql`
    update imports set state = 'planning', done_count = 0, counts = null, trouble = null, ${taken(lease)}
    where organization_id = ${organizationId} and id = ${importId}
      and (state in ('mapping', 'planned') or (state = 'planning' and ${isFree}))`.execute(db)
  if (!numAffectedRows)
    throw new NotNow('The import is being worked on, or is done. Wait for it, or upload the file again.')
  return lease
}

/** Begins the import as planned, or resumes it where it was interrupted. */
export async function leaseRunning(scope: Reading, importId: string): Promise<Lease> {
  const { db, organizationId } = scope
  const { state, counts } = await readImport(scope, importId)
  if (state === 'planned' && counts && isNothingUsable(counts))
    throw new NotNow('No row of the file can be imported. Correct the file, and upload it again.')
  const lease = newLease(scope, importId)
  const { numAffectedRows } = await sql`
    update imports set state = 'running', done_count = case when state = 'planned' then 0 else done_count end,
      trouble = null, ${taken(lease)}
    where organization_id = ${organizationId} and id = ${importId}
      and (state = 'planned' or (state = 'running' and ${isFree}))`.execute(db)
  if (!numAffectedRows)
    throw new NotNow(
      'Only a file that has been checked can be imported, and only once. Check the file first, or wait until the work on it is done.',
    )
  return lease
}

/** In the transaction of a batch: what it did counts only while the lease is ours. */
export async function progress({ db, lease }: InTransaction<Work>, doneCount: number): Promise<void> {
  await unlessLost(
    sql`update imports set done_count = ${doneCount}, ${RENEWED} where ${isOurs(lease)}`.execute(db),
  )
}

/** Gives the lease back, so that the import can be resumed at once. */
export async function interrupt({ db, lease }: Work, trouble: string | null): Promise<void> {
  await sql`update imports set ${GIVEN_UP}, trouble = ${trouble} where ${isOurs(lease)}`.execute(db)
}

const isNothingUsable = ({ create, link, change, unchanged }: Counts) =>
  create + link + change + unchanged === 0
