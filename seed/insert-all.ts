import { sql, type Insertable } from 'kysely'
import type { Db } from '../server/database/database.ts'
import type { Tables } from '../server/database/tables.ts'

type Row<T extends keyof Tables> = { [C in keyof Insertable<Tables[T]>]?: unknown }

/** All rows by one statement and one parameter. Each row must have the same columns. */
export async function insertAll<T extends keyof Tables>(tx: Db, table: T, rows: Row<T>[]): Promise<void> {
  const columns = sql.join(Object.keys(rows[0]!).map((column) => sql.ref(column)))
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}
