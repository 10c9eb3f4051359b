import type { Db } from '../database/database.ts'

/** Where an organization is, as its days and hours are meant. */
export async function readTimeZone(db: Db, organizationId: string): Promise<string> {
  const row = await db
    .selectFrom('organizations')
    .select('time_zone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.time_zone
}
