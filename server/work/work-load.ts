import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import type { Services } from '../scope/services.ts'

export interface WorkLoad {
  /** Its name. */
  work: string
  /** In how many organizations something is due. */
  due: number
  /** How many pieces threw when they were last tried. */
  failing: number
}

/** For metrics: the regular work of all organizations. */
export async function workLoad({
  database,
  clock,
}: Pick<Services, 'database' | 'clock'>): Promise<WorkLoad[]> {
  const { rows } = await sql<WorkLoad>`select work, due, failing from work_load(${clock()})`.execute(
    database.of(INSTALLATION),
  )
  return rows
}
