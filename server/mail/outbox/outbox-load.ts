import { sql } from 'kysely'
import { INSTALLATION } from '../../database/id.ts'
import type { Services } from '../../scope/services.ts'

export interface OutboxLoad {
  due: number
  later: number
  /** Of those that are due, since when the one that has waited longest is. */
  dueSince: string | null
}

/** For metrics: the letters that wait, in all organizations, counted up to 100,000. */
export async function outboxLoad({
  database,
  clock,
}: Pick<Services, 'database' | 'clock'>): Promise<OutboxLoad> {
  const { rows } = await sql<OutboxLoad>`
    select due, later, due_since as "dueSince" from outbox_load(${clock()})`.execute(
    database.of(INSTALLATION),
  )
  return rows[0]!
}
