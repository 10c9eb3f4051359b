import { sql, type RawBuilder } from 'kysely'
import type { Changes } from './changes.ts'
import { decide, type Choices, type Decision, type Follows, type Row } from './decide.ts'
import type { ImportField, RowOutcome } from '../imports.api.ts'
import type { Known } from './known.ts'
import { LeaseLost, type Lease } from '../../work/lease.ts'
import { pauses } from '../pauses.ts'
import type { Work } from '../work.ts'
import { CHARACTERS_AT_ONCE, ROWS_AT_ONCE } from '../keep-table.ts'
import { rowReader } from './read-row.ts'

interface KeptRow {
  number: number
  line: number
  cells: string[]
  fault: string | null
  outcome: RowOutcome | null
  says: string[] | null
  follows: (number | null)[] | null
}

export interface BatchRow extends Row {
  number: number
  outcome: RowOutcome | null
  announced: string[]
  follows: Follows[]
}

/** What an import is to do, as asked when it began. */
export interface Task extends Choices {
  fields: (ImportField | null)[]
  rowCount: number
  doneCount: number
  passwordRow: number
  issuePasswords: boolean
}

export async function readTask({ db, organizationId, lease: { workId: importId } }: Work): Promise<Task> {
  const { rows } = await sql<Task>`
    select fields, row_count as "rowCount", done_count as "doneCount", password_row as "passwordRow",
      issue_passwords as "issuePasswords", update_people as "updatePeople", inactive from imports
    where organization_id = ${organizationId} and id = ${importId}`.execute(db)
  if (!rows[0]) throw new LeaseLost()
  return rows[0]
}

/** Reads the rows after a number, batch by batch. A dry run has no notes of them yet. */
export async function* readBatches(
  work: Work,
  task: Task,
  after: number,
  step: 'plan' | 'run' = 'run',
): AsyncGenerator<BatchRow[], void> {
  for (;;) {
    const rows = await readBatch(work, task, after, ROWS_AT_ONCE, step)
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)!.number
  }
}

export async function readBatch(
  work: Work,
  { fields }: Task,
  after: number,
  most: number,
  step: 'plan' | 'run' = 'run',
): Promise<BatchRow[]> {
  const rows = await readKept(work, after, most, step)
  const readRow = rowReader(fields)
  const batch: BatchRow[] = []
  const pause = pauses()
  for (const { number, line, cells, fault, outcome, says, follows } of rows) {
    const read = fault === null ? readRow(cells) : { content: NOTHING, faults: [fault], notes: [] }
    batch.push({
      content: read.content,
      faults: read.faults,
      notes: read.notes,
      number,
      line,
      outcome,
      announced: says ?? [],
      follows: follows ? eachOf(follows) : [],
    })
    await pause()
  }
  return batch
}

async function readKept(
  { db, organizationId, lease: { workId: importId } }: Work,
  after: number,
  most: number,
  step: 'plan' | 'run',
): Promise<KeptRow[]> {
  const isNoted = step === 'plan' ? sql`false` : sql`n.number = r.number`
  const { rows } = await sql<KeptRow>`
    select r.number, r.line, to_json(r.cells) as cells, r.fault, n.outcome, to_json(n.says) as says,
      to_json(n.follows) as follows
    from (
      select *, sum(characters) over (order by number rows unbounded preceding) - characters as before from import_rows
      where organization_id = ${organizationId} and import_id = ${importId} and number > ${after}
      order by number limit ${most}) r
    left join import_notes n on n.organization_id = ${organizationId} and n.import_id = ${importId} and ${isNoted}
    where r.before < ${CHARACTERS_AT_ONCE}
    order by r.number`.execute(db)
  return rows
}

const NOTHING = { customer: {}, person: {}, contact: {}, others: [] }

/** Four lines for each contact that the row names, as they are kept. */
function eachOf(lines: (number | null)[]): Follows[] {
  const follows: Follows[] = []
  for (let at = 0; at < lines.length; at += 4) {
    const [customerLine = null, personLine = null, contactLine = null, primaryLine = null] = lines.slice(at)
    follows.push({ customerLine, personLine, contactLine, primaryLine })
  }
  return follows
}

const asLines = (follows: Follows[]) =>
  follows.flatMap(({ customerLine, ...of }) => [customerLine, of.personLine, of.contactLine, of.primaryLine])

/** Rows that were decided, as the dry run notes them. */
export interface Decided {
  row: BatchRow
  decision: Decision
}

/** Decides rows one after the other, because each depends on those before: in the dry run, or as it planned. */
export async function decideAll(
  known: Known,
  rows: BatchRow[],
  step: 'plan' | 'run',
  task: Task,
  changes: Changes,
): Promise<Decided[]> {
  const decided: Decided[] = []
  const pause = pauses()
  for (const row of rows) {
    const planned = step === 'run' ? row.follows : null
    const before = changes.entries.length
    decided.push({ row, decision: decide(known, row, planned, task, changes) })
    for (const entry of changes.entries.slice(before)) entry.importRow = row.number
    await pause()
  }
  return decided
}

/** Records what is, or was, decided about rows. */
export function noteDecisions(
  { organizationId, lease: { workId: importId } }: Work,
  decided: Decided[],
): RawBuilder<unknown> {
  const notes = decided.map(({ row: { number }, decision: { outcome, says, follows } }) => {
    const lines = asLines(follows)
    return { number, outcome, says, follows: lines.some((line) => line !== null) ? lines : null }
  })
  return sql`
    insert into import_notes (organization_id, import_id, number, outcome, says, follows)
    select ${organizationId}, ${importId}, n.number, n.outcome, n.says, n.follows
    from json_to_recordset(${JSON.stringify(notes)}::json) as n (number integer, outcome text, says text[], follows integer[])
    on conflict (organization_id, import_id, number)
    do update set outcome = excluded.outcome, says = excluded.says, follows = excluded.follows`
}

/** A new check begins with no notes of an earlier one. */
export const forgetNotes = ({ organizationId, lease: { workId: importId } }: Work) =>
  sql`delete from import_notes where organization_id = ${organizationId} and import_id = ${importId}`

/** Counts the rows by outcome. */
export const countsOf = ({ organizationId, workId: importId }: Lease) => sql`(
  select json_build_object('create', count(*) filter (where outcome = 'create'), 'link', count(*) filter (where outcome = 'link'),
    'change', count(*) filter (where outcome = 'change'), 'unchanged', count(*) filter (where outcome = 'unchanged'),
    'ask', count(*) filter (where outcome = 'ask'), 'refuse', count(*) filter (where outcome = 'refuse'))
  from import_notes where organization_id = ${organizationId} and import_id = ${importId})`
