import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { isFree } from '../work/lease.ts'
import type { AnyField, Counts, CsvImport, ImportKind, ImportRow, Outcome } from './imports.api.ts'

interface ImportRecord {
  id: string
  file_name: string
  state: Exclude<CsvImport['state'], 'interrupted'>
  interrupted: boolean
  encoding: string
  delimiter: string
  columns: string[]
  fields: (AnyField | null)[]
  samples: string[][]
  kind: ImportKind
  lines_file_name: string | null
  lines_columns: string[] | null
  lines_fields: (AnyField | null)[] | null
  lines_count: number
  lines_samples: string[][]
  date_order: CsvImport['dateOrder']
  decimal_sign: CsvImport['decimalSign']
  sums: CsvImport['invoices']
  issue_passwords: boolean
  update_people: boolean
  row_count: number
  done_count: number
  password_count: number
  counts: Counts | null
  trouble: string | null
  actor_name: string
  created_at: string
  finished_at: string | null
}

const SAMPLE_ROWS = 3

/** An import that works but whose lease has run out was interrupted: nobody has to notice and record it. */
const columnsOf = (now: Date) => sql`
  i.id, i.file_name, i.state, i.encoding, i.delimiter, i.columns, i.fields, i.issue_passwords, i.update_people,
  i.row_count, i.done_count, i.password_count, i.counts, i.trouble, i.actor_name, i.created_at, i.finished_at,
  i.kind, i.lines_file_name, i.lines_columns, i.lines_fields, i.lines_count, i.date_order, i.decimal_sign, i.sums,
  i.state in ('planning', 'running') and ${isFree(now)} as interrupted,
  coalesce((select json_agg(r.cells order by r.number) from import_rows r
    where r.organization_id = i.organization_id and r.import_id = i.id and r.number <= ${SAMPLE_ROWS} and not r.of_lines), '[]') as samples,
  coalesce((select json_agg(r.cells order by r.number) from import_rows r
    where r.organization_id = i.organization_id and r.import_id = i.id and i.lines_count > 0
      and r.number > i.row_count - i.lines_count and r.number <= i.row_count - i.lines_count + ${SAMPLE_ROWS}), '[]') as lines_samples`

export async function readImport(
  db: Db,
  organizationId: string,
  importId: string,
  now: Date,
): Promise<CsvImport> {
  const { rows } = await sql<ImportRecord>`
    select ${columnsOf(now)} from imports i
    where i.organization_id = ${organizationId} and i.id = ${importId}`.execute(db)
  if (!rows[0]) throw new NotFound('import')
  return asImport(rows[0])
}

export async function listImports(
  db: Db,
  organizationId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  now: Date,
) {
  const [after = null] = readCursor(cursor, 'id') ?? []
  const { rows } = await sql<ImportRecord>`
    select ${columnsOf(now)} from imports i
    where i.organization_id = ${organizationId} and (${after}::uuid is null or i.id < ${after}::uuid)
    order by i.id desc limit ${limit + 1}`.execute(db)
  return pageOf(rows, limit, (row) => [row.id], asImport)
}

export async function listRows(
  db: Db,
  organizationId: string,
  importId: string,
  { limit, cursor, outcome }: { limit: number; cursor?: string | undefined; outcome?: Outcome | undefined },
) {
  const [after = '0'] = readCursor(cursor, 'number') ?? []
  const ofOutcome = outcome === undefined ? sql`true` : sql`r.outcome = ${outcome}`
  const { rows } = await sql<ImportRow | { [K in keyof ImportRow]: null }>`
    select r.number, r.line, r.of_lines as "ofLines", r.cells, r.outcome, r.says from imports i
    left join lateral (
      select * from import_rows r
      where r.organization_id = ${organizationId} and r.import_id = i.id and r.number > ${Number(after)}::integer and ${ofOutcome}
        and case when r.invoice_row is null then not r.of_lines else r.number = r.invoice_row end
      order by r.number limit ${limit + 1}) r on true
    where i.organization_id = ${organizationId} and i.id = ${importId}
    order by r.number`.execute(db)
  if (rows.length === 0) throw new NotFound('import')
  return pageOf(
    rows.filter((row): row is ImportRow => row.number !== null),
    limit,
    (row) => [String(row.number)],
    ({ number, line, ofLines, cells, outcome, says }) => ({ number, line, ofLines, cells, outcome, says }),
  )
}

function asImport(row: ImportRecord): CsvImport {
  return {
    id: row.id,
    fileName: row.file_name,
    state: row.interrupted ? 'interrupted' : row.state,
    encoding: row.encoding,
    delimiter: row.delimiter,
    kind: row.kind,
    columns: columnsWith(row.columns, row.fields, row.samples),
    lines:
      row.lines_file_name === null
        ? null
        : {
            fileName: row.lines_file_name,
            columns: columnsWith(row.lines_columns!, row.lines_fields!, row.lines_samples),
            rowCount: row.lines_count,
          },
    dateOrder: row.date_order,
    decimalSign: row.decimal_sign,
    issuePasswords: row.issue_passwords,
    updatePeople: row.update_people,
    rowCount: row.row_count,
    doneCount: row.done_count,
    passwordCount: row.password_count,
    counts: row.counts,
    invoices: row.sums,
    trouble: row.trouble,
    startedBy: row.actor_name,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}

const columnsWith = (names: string[], fields: (AnyField | null)[], samples: string[][]) =>
  names.map((name, at) => ({
    name,
    field: fields[at] ?? null,
    samples: samples.map((cells) => (cells[at] ?? '').slice(0, 100)),
  }))

/** The file as a whole cannot be imported. Nothing of it was kept. */
export class UnreadableFile extends Problem {
  constructor(detail: string) {
    super(422, 'unreadable-file', 'This file cannot be imported', detail)
  }
}

/** The request does not fit how far the import is. */
export class NotNow extends Problem {
  constructor(detail: string) {
    super(409, 'import-not-ready', 'Not at this step of the import', detail)
  }
}
