import { sql } from 'kysely'
import type { Db } from './database.ts'

/** For whoever adds rows by the thousand, and every few seconds: what is added next is planned by what is there. */
export async function refreshStatistics(db: Db): Promise<void> {
  await sql`select refresh_statistics()`.execute(db)
}
