import { sql } from 'kysely'
import { setImmediate } from 'node:timers/promises'
import type { Changes } from './changes.ts'
import { decide, type Decision, type Follows, type Row } from './decide.ts'
import type { ImportField, Outcome } from '../imports.api.ts'
import type { InTransaction } from '../../scope/scope.ts'
import type { Known } from './known.ts'
import { LeaseLost, type Lease } from '../../work/lease.ts'
import type { Work } from '../work.ts'
import { readRow } from './read-row.ts'

/** This many rows are read, decided and written at once. Each batch is one transaction of a few statements. */
export const ROWS_AT_ONCE = 1000
const ROWS_WITHOUT_PAUSE = 200

interface KeptRow extends Follows {
  number: number
  line: number
  cells: string[]
  fault: string | null
  outcome: Outcome | null
  says: string[]
}

export interface BatchRow extends Row {
  number: number
  outcome: Outcome | null
  announced: string[]
  follows: Follows
}

/** What an import is to do, as asked when it began. */
export async function readTask({ db, organizationId, lease: { workId: importId } }: Work) {
  const { rows } = await sql<{
    fields: (ImportField | null)[]
    rowCount: number
    doneCount: number
    passwordRow: number
    issuePasswords: boolean
    updatePeople: boolean
  }>`
    select fields, row_count as "rowCount", done_count as "doneCount", password_row as "passwordRow",
      issue_passwords as "issuePasswords", update_people as "updatePeople" from imports
    where organization_id = ${organizationId} and id = ${importId}`.execute(db)
  if (!rows[0]) throw new LeaseLost()
  return rows[0]
}

export async function readBatch(
  { db, organizationId, lease: { workId: importId } }: Work,
  fields: (ImportField | null)[],
  after: number,
  most = ROWS_AT_ONCE,
): Promise<BatchRow[]> {
  const { rows } = await sql<KeptRow>`
    select number, line, to_json(cells) as cells, fault, outcome, to_json(says) as says, customer_line as "customerLine",
      person_line as "personLine", contact_line as "contactLine", primary_line as "primaryLine" from import_rows
    where organization_id = ${organizationId} and import_id = ${importId} and number > ${after}
    order by number limit ${most}`.execute(db)
  const batch: BatchRow[] = []
  for (const [at, { number, line, cells, fault, outcome, says, ...follows }] of rows.entries()) {
    const read = fault === null ? readRow(cells, fields) : { content: NOTHING, faults: [fault] }
    batch.push({ ...read, number, line, outcome, announced: says, follows })
    // Requests go first.
    if (at % ROWS_WITHOUT_PAUSE === ROWS_WITHOUT_PAUSE - 1) await setImmediate()
  }
  return batch
}

const NOTHING = { customer: {}, person: {}, contact: {} }

/** Decides rows one after the other, because each depends on those before. */
export async function decideAll<R extends Row & { number: number }>(
  known: Known,
  rows: R[],
  updatePeople: boolean,
  changes: Changes,
): Promise<{ number: number; row: R; decision: Decision }[]> {
  const decided = []
  for (const [at, row] of rows.entries()) {
    const ownFollows = row.follows && { follows: { ...row.follows } }
    decided.push({
      number: row.number,
      row,
      decision: decide(known, { ...row, ...ownFollows }, updatePeople, changes),
    })
    if (at % ROWS_WITHOUT_PAUSE === ROWS_WITHOUT_PAUSE - 1) await setImmediate()
  }
  return decided
}

/** Records what is, or was, decided about rows. */
export async function noteDecisions(
  { db, organizationId, lease: { workId: importId } }: InTransaction<Work>,
  decided: { number: number; decision: Decision }[],
): Promise<void> {
  if (decided.length === 0) return
  const notes = decided.map(({ number, decision: { outcome, says, follows } }) => ({
    number,
    outcome,
    says,
    ...follows,
  }))
  await sql`
    update import_rows r set outcome = n.outcome, says = n.says, customer_line = n."customerLine",
      person_line = n."personLine", contact_line = n."contactLine", primary_line = n."primaryLine"
    from json_to_recordset(${JSON.stringify(notes)}::json) as n (number integer, outcome text, says text[],
      "customerLine" integer, "personLine" integer, "contactLine" integer, "primaryLine" integer)
    where r.organization_id = ${organizationId} and r.import_id = ${importId} and r.number = n.number`.execute(
    db,
  )
}

/** Counts the rows by outcome. */
export const countsOf = ({ organizationId, workId: importId }: Lease) => sql`(
  select json_build_object('create', count(*) filter (where outcome = 'create'), 'link', count(*) filter (where outcome = 'link'),
    'change', count(*) filter (where outcome = 'change'), 'unchanged', count(*) filter (where outcome = 'unchanged'),
    'ask', count(*) filter (where outcome = 'ask'), 'refuse', count(*) filter (where outcome = 'refuse'))
  from import_rows where organization_id = ${organizationId} and import_id = ${importId})`
