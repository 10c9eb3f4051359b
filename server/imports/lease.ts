import { sql } from 'kysely'
import { record } from '../journal/record.ts'
import type { InTransaction, Reading, ReadingNow, Scope } from '../scope/scope.ts'
import {
  ENDED,
  GIVEN_UP,
  isFree,
  isOurs,
  newLease,
  RENEWED,
  taken,
  unlessLost,
  type Lease,
} from '../work/lease.ts'
import { NotNow, readImport } from './import.ts'
import type { Counts } from './imports.api.ts'
import { rememberMapping } from './columns/remembered-mapping.ts'
import type { Work } from './work.ts'

/** Begins the dry run from the start, also one that was interrupted. */
export async function leasePlanning(scope: Reading, importId: string): Promise<Lease> {
  const { db, organizationId } = scope
  const { reading, lines, columns } = await readImport(scope, importId)
  if (reading.encodingIsAsked || lines?.reading.encodingIsAsked) throw new NotNow(SAY_ENCODING)
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
  if (state === 'planned') await rememberMapping(scope, importId)
  // From here on nothing is read in another way.
  await db
    .deleteFrom('import_files')
    .where('organization_id', '=', organizationId)
    .where('import_id', '=', importId)
    .execute()
  return lease
}

/** What an import did is undone for so long: what was done to it since is in the journal for sure. */
const DAYS_TO_UNDO = 30
const DAY_MS = 86_400_000
const ALL_UNDONE = 'All of this import is undone.'
const NOT_TO_UNDO = 'Only what was imported can be undone. Wait until the work on it is done, or stop it.'

/**
 * Begins to undo the import, or goes on with that. One that was stopped in the middle can be undone, too, and what stayed the
 * first time can be tried again: what stood in its way may be undone by now.
 */
export async function leaseUndoing(scope: ReadingNow, importId: string): Promise<Lease> {
  const { db, organizationId, now } = scope
  const { createdAt, state } = await readImport(scope, importId)
  if (now.getTime() - new Date(createdAt).getTime() > DAYS_TO_UNDO * DAY_MS)
    throw new NotNow(
      `An import can be undone for ${DAYS_TO_UNDO} days. What it did can only be changed one by one by now.`,
    )
  const lease = newLease(scope, importId)
  const { numAffectedRows } = await sql`
    with again as (
      update import_notes n set outcome = 'undone', says = '{}' from imports i
      where i.organization_id = ${organizationId} and i.id = ${importId} and i.state = 'undone'
        and n.organization_id = ${organizationId} and n.import_id = ${importId} and n.outcome = 'stays')
    update imports set undone_at = coalesce(undone_at, ${now}), undone = null, state = 'undoing', done_count = row_count,
      trouble = null, ${taken(lease)}
    where organization_id = ${organizationId} and id = ${importId}
      and (state = 'done' or (state = 'undone' and undone ->> 'staying' <> '0') or (state in ('running', 'undoing') and ${isFree}))`.execute(
    db,
  )
  if (!numAffectedRows) throw new NotNow(state === 'undone' ? ALL_UNDONE : NOT_TO_UNDO)
  return lease
}

/** Staff stop what is at work: what its batches did is kept, and it waits for somebody to go on with it. */
export async function stopImport(scope: InTransaction<Scope>, importId: string): Promise<void> {
  const { db, organizationId, by } = scope
  const { fileName } = await readImport(scope, importId)
  const { numAffectedRows } = await sql`
    update imports set ${ENDED}, trouble = ${`${by.name} stopped it.`}
    where organization_id = ${organizationId} and id = ${importId} and state in ('planning', 'running', 'undoing') and trouble is null`.execute(
    db,
  )
  if (!numAffectedRows) throw new NotNow('Nothing is at work on this import.')
  await record(
    { ...scope, by: { ...by, importId } },
    { action: 'import.stopped', changes: { file: { new: fileName } } },
  )
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

const SAY_ENCODING =
  'The letters of the file can be read in more than one way. Choose first which of them is right: the words shown with each encoding tell.'

const isNothingUsable = ({ create, link, change, unchanged }: Counts) =>
  create + link + change + unchanged === 0
