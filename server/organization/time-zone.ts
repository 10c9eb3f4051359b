import type { Db } from '../database/database.ts'
import { todayIn } from '../time/day.ts'

/** The time zone of an organization, in which its days and hours are meant. */
export async function readTimeZone(db: Db, organizationId: string): Promise<string> {
  const row = await db
    .selectFrom('organizations')
    .select('time_zone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.time_zone
}

/** What day it is there. */
export async function todayOf(db: Db, organizationId: string, now: Date): Promise<string> {
  return todayIn(await readTimeZone(db, organizationId), now)
}
