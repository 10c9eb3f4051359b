import type { Reading, ReadingNow } from '../scope/scope.ts'
import { todayIn } from '../time/day.ts'

/** The time zone of an organization, in which its days and hours are meant. */
export async function readTimeZone({ db, organizationId }: Reading): Promise<string> {
  const row = await db
    .selectFrom('organizations')
    .select('time_zone as timeZone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.timeZone
}

/** What day it is there. */
export async function todayOf(scope: ReadingNow): Promise<string> {
  return todayIn(await readTimeZone(scope), scope.now)
}
