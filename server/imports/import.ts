import { sql, type RawBuilder } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound, Problem } from '../http/problems.ts'
import { isFree } from '../work/lease.ts'
import type { Reading } from '../scope/scope.ts'
import type { AnyField, CsvImport, ImportRow, ReadingOfFile, RowOutcome } from './imports.api.ts'

interface ImportRecord extends Omit<CsvImport, 'columns' | 'lines' | 'state'> {
  state: Exclude<CsvImport['state'], 'interrupted'>
  interrupted: boolean
  /** Begun by `npm run import`, and stopped there. */
  atCommandLine: boolean
  columns: string[]
  fields: (AnyField | null)[]
  couldBe: (AnyField | null)[]
  samples: string[][]
  linesFileName: string | null
  linesReading: ReadingOfFile | null
  linesColumns: string[] | null
  linesFields: (AnyField | null)[] | null
  linesRecognized: (AnyField | null)[] | null
  linesCount: number
  linesSamples: string[][]
}

/** The rows that show most, by their numbers. */
const samplesOf = (numbers: RawBuilder<unknown>) => sql`
  coalesce((select json_agg(r.cells order by r.number) from import_rows r
    where r.organization_id = i.organization_id and r.import_id = i.id and r.number = any(${numbers})), '[]')`

/** An import that works but whose lease has run out was interrupted: nobody has to notice and record it. */
const importColumns = sql`
  i.id, i.kind, i.file_name as "fileName", i.state, i.reading, i.maker, i.columns, i.fields, i.recognized, i.could_be as "couldBe",
  i.lines_file_name as "linesFileName", i.lines_reading as "linesReading", i.lines_columns as "linesColumns", i.lines_fields as "linesFields", i.lines_recognized as "linesRecognized",
  i.lines_count as "linesCount", i.date_order as "dateOrder", i.decimal_sign as "decimalSign",
  i.issue_passwords as "issuePasswords", i.update_people as "updatePeople", i.inactive, i.remind, i.to_mail as "toMail",
  i.row_count as "rowCount",
  i.done_count as "doneCount", i.password_count as "passwordCount", i.counts, i.sums as invoices, i.trouble,
  i.actor_name as "startedBy", i.created_at as "createdAt", i.finished_at as "finishedAt",
  i.undone_at as "undoneAt", i.undone, i.state in ('planning', 'running', 'undoing') and ${isFree} as interrupted, i.actor_id is null as "atCommandLine",
  ${samplesOf(sql`i.sample_rows`)} as samples,
  ${samplesOf(sql`array(select i.row_count - i.lines_count + shown from unnest(i.lines_sample_rows) shown)`)} as "linesSamples"`

export async function readImport({ db, organizationId }: Reading, importId: string): Promise<CsvImport> {
  const { rows } = await sql<ImportRecord>`
    select ${importColumns} from imports i
    where i.organization_id = ${organizationId} and i.id = ${importId}`.execute(db)
  if (!rows[0]) throw new NotFound('import')
  return asImport(rows[0])
}

export async function listImports(
  { db, organizationId }: Reading,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const [after = null] = readCursor(cursor, 'id') ?? []
  const { rows } = await sql<ImportRecord>`
    select ${importColumns} from imports i
    where i.organization_id = ${organizationId} and (${after}::uuid is null or i.id < ${after}::uuid)
    order by i.id desc limit ${limit + 1}`.execute(db)
  return pageOf(rows, limit, (row) => [row.id], asImport)
}

export async function listRows(
  { db, organizationId }: Reading,
  importId: string,
  {
    limit,
    cursor,
    outcome,
  }: { limit: number; cursor?: string | undefined; outcome?: RowOutcome | undefined },
) {
  const [after = '0'] = readCursor(cursor, 'number') ?? []
  const ofOutcome = outcome === undefined ? sql`true` : sql`n.outcome = ${outcome}`
  const { rows } = await sql<ImportRow | { [K in keyof ImportRow]: null }>`
    select r.number, r.line, r.of_lines as "ofLines", r.cells, r.outcome, coalesce(r.says, '{}') as says from imports i
    left join lateral (
      select r.*, n.outcome, n.says from import_rows r
      left join import_notes n
        on n.organization_id = ${organizationId} and n.import_id = i.id and n.number = r.number
      where r.organization_id = ${organizationId} and r.import_id = i.id and r.number > ${Number(after)}::integer and ${ofOutcome}
        and case when n.invoice_row is null then not r.of_lines else r.number = n.invoice_row end
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

const asImport = ({
  state,
  interrupted,
  atCommandLine,
  fields,
  couldBe,
  samples,
  columns,
  ...row
}: ImportRecord): CsvImport => ({
  ...row,
  trouble: row.trouble ?? (interrupted && atCommandLine ? 'It was stopped at the command line.' : null),
  state: interrupted ? 'interrupted' : state,
  columns: columnsWith(columns, fields, couldBe, samples),
  lines:
    row.linesFileName === null
      ? null
      : {
          fileName: row.linesFileName,
          reading: row.linesReading!,
          columns: columnsWith(row.linesColumns!, row.linesFields!, [], row.linesSamples),
          recognized: row.linesRecognized,
          rowCount: row.linesCount,
        },
})

const columnsWith = (
  names: string[],
  fields: (AnyField | null)[],
  couldBe: (AnyField | null)[],
  samples: string[][],
) =>
  names.map((name, at) => ({
    name,
    field: fields[at] ?? null,
    couldBe: couldBe[at] ?? null,
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
