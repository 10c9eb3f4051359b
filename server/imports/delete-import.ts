import { NotFound } from '../http/problems.ts'
import type { Reading } from '../scope/scope.ts'

/** Deletes the file that was uploaded, with its rows. What was imported stays. */
export async function deleteImport({ db, organizationId }: Reading, importId: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('imports')
    .where('organization_id', '=', organizationId)
    .where('id', '=', importId)
    .executeTakeFirst()
  if (!numDeletedRows) throw new NotFound('import')
}
