import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import { isFree } from '../work/lease.ts'
import { NotNow, readImport } from './import.ts'

/** Deletes the file that was uploaded, with its rows. What was imported stays. */
export async function deleteImport(scope: Reading, importId: string): Promise<void> {
  const { db, organizationId } = scope
  await readImport(scope, importId)
  const { numAffectedRows } = await sql`
    delete from imports
    where organization_id = ${organizationId} and id = ${importId}
      and (state not in ('running', 'undoing') or ${isFree})`.execute(db)
  if (!numAffectedRows)
    throw new NotNow('The import is at work. Stop it first; then it can be continued, undone or deleted.')
}
