import { sql } from 'kysely'
import type { InTransaction, Reading } from '../../scope/scope.ts'
import type { AnyField, CsvImport, ImportKind } from '../imports.api.ts'

/** What the columns of a file with the same headings were, the last time one was imported. */
export interface RememberedMapping {
  fields: (AnyField | null)[]
  dateOrder: CsvImport['dateOrder']
  decimalSign: CsvImport['decimalSign']
}

const headings = (columns: unknown) => sql`md5(array_to_string(${columns}::text[], chr(31)))`

/** Remembers what the columns of an import are, those of its lines as well, for the next file with the same headings. */
export async function rememberMapping({ db, organizationId }: Reading, importId: string): Promise<void> {
  await sql`
    insert into import_mappings (organization_id, kind, of_lines, headings, fields, date_order, decimal_sign)
    select organization_id, kind, false, ${headings(sql`columns`)}, fields, date_order, decimal_sign from imports
    where organization_id = ${organizationId} and id = ${importId}
    union all
    select organization_id, kind, true, ${headings(sql`lines_columns`)}, lines_fields, null, null from imports
    where organization_id = ${organizationId} and id = ${importId} and lines_columns is not null
    on conflict (organization_id, kind, of_lines, headings) do update
      set fields = excluded.fields, date_order = excluded.date_order, decimal_sign = excluded.decimal_sign`.execute(
    db,
  )
}

export async function recallMapping(
  { db, organizationId }: InTransaction<Reading>,
  kind: ImportKind,
  ofLines: boolean,
  columns: string[],
): Promise<RememberedMapping | null> {
  const { rows } = await sql<RememberedMapping>`
    select fields, date_order as "dateOrder", decimal_sign as "decimalSign" from import_mappings
    where organization_id = ${organizationId} and kind = ${kind} and of_lines = ${ofLines}
      and headings = ${headings(columns)} and cardinality(fields) = ${columns.length}`.execute(db)
  return rows[0] ?? null
}
