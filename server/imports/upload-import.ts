import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { readImport } from './import.ts'
import type { CsvImport, ImportKind } from './imports.api.ts'
import { asRead, keepTable, MOST_ROWS, readTable } from './keep-table.ts'
import { keepBytes } from './kept-file.ts'
import type { ReadingChoices } from './reading/table.ts'

/** A file is kept without this process's services. */
export type Uploading = Omit<Scope, 'services'>

interface Keeping {
  kind?: ImportKind
  mostRows?: number
  choices?: ReadingChoices
}

/** Takes in a file: its rows as they are, and what its columns seem to be. Nothing is imported yet. */
export async function keepFile(
  scope: Uploading,
  fileName: string,
  path: string,
  { kind = 'contacts', mostRows = MOST_ROWS, choices = {} }: Keeping = {},
): Promise<CsvImport> {
  const table = await readTable(path, kind, choices)
  const id = newId()
  await inTransaction(scope, async (tx) => {
    const { db, organizationId, now, by } = tx
    await sql`
      insert into imports (organization_id, id, file_name, reading, columns, fields, row_count, actor_kind, actor_id, actor_name, created_at, kind)
      values (${organizationId}, ${id}, ${fileName || 'customers.csv'}, '{}', '{}', '{}', 0, ${by.kind}, ${by.id}, ${by.name}, ${now}, ${kind})`.execute(
      db,
    )
    const count = await keepTable(tx, id, table, { kind, mostRows, after: 0, ofLines: false })
    await keepBytes(tx, id, path, false)
    await sql`
      update imports set row_count = ${count}, reading = ${asRead(table, choices)}
      where organization_id = ${organizationId} and id = ${id}`.execute(db)
  })
  return readImport(scope, id)
}
