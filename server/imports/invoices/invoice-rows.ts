import { sql } from 'kysely'
import type { InTransaction } from '../../scope/scope.ts'
import { todayIn } from '../../time/day.ts'
import type { InvoiceDecision } from './decide-invoice.ts'
import type { FileRow } from './file-row.ts'
import type { AnyField, Counts, RowOutcome } from '../imports.api.ts'
import type { Notation } from './invoice-cells.ts'
import { LeaseLost } from '../../work/lease.ts'
import { pauses } from '../pauses.ts'
import { CHARACTERS_AT_ONCE } from '../keep-table.ts'
import type { Work, WorkNow } from '../work.ts'
import { readInvoiceRow } from './read-invoice-row.ts'

/** This many invoices at most are read, decided and written at once. Each batch is one transaction of a few statements. */
const INVOICES_AT_ONCE = 250

export interface InvoiceTask {
  fields: (AnyField | null)[]
  linesFields: (AnyField | null)[] | null
  doneCount: number
  invoiceRow: number
  remind: boolean
  notation: Notation
  today: string
}

/** What an import of invoices is to do, as asked when it began. */
export async function readInvoiceTask(work: WorkNow): Promise<InvoiceTask> {
  const {
    db,
    organizationId,
    now,
    lease: { workId: importId },
  } = work
  const { rows } = await sql<Omit<InvoiceTask, 'notation' | 'today'> & Notation & { timeZone: string }>`
    select i.fields, i.lines_fields as "linesFields", i.done_count as "doneCount", i.invoice_row as "invoiceRow", i.remind,
      i.date_order as "dateOrder", i.decimal_sign as "decimalSign", o.time_zone as "timeZone"
    from imports i join organizations o on o.id = i.organization_id
    where i.organization_id = ${organizationId} and i.id = ${importId}`.execute(db)
  if (!rows[0]) throw new LeaseLost()
  const { dateOrder, decimalSign, timeZone, ...task } = rows[0]
  const hasBothOrders = dateOrder === null && (await hasDaysOfBothOrders(work, task.fields))
  return {
    ...task,
    notation: { dateOrder, decimalSign, hasBothOrders },
    today: todayIn(timeZone, now),
  }
}

const DATES = ['issueDate', 'dueDate', 'paidOn']

/** 13/04/2026 and 04/13/2026 in one file: 05/06/2026 would be either, and a wrong day may look right. */
async function hasDaysOfBothOrders(
  { db, organizationId, lease: { workId: importId } }: Work,
  fields: (AnyField | null)[],
): Promise<boolean> {
  const columns = fields.flatMap((field, at) => (field !== null && DATES.includes(field) ? [at + 1] : []))
  const isAny = (pattern: string) => sql`exists (
    select from import_rows r, unnest(${columns}::integer[]) at
    where r.organization_id = ${organizationId} and r.import_id = ${importId} and not r.of_lines and left(r.cells[at], 30) ~ ${pattern})`
  const { rows } = await sql<{ both: boolean }>`
    select ${isAny(String.raw`^\s*(1[3-9]|[23]\d)[/-]\d{1,2}[/-]\d{2}`)} and ${isAny(String.raw`^\s*\d{1,2}[/-](1[3-9]|[23]\d)[/-]\d{2}`)} as both`.execute(
    db,
  )
  return rows[0]!.both
}

/** Finds the rows of each invoice, wherever they are in the two files. A row without a number is by itself. */
export async function groupRows(
  { db, organizationId, lease: { workId: importId } }: Work,
  { fields, linesFields }: InvoiceTask,
): Promise<void> {
  const cellOf = (columns: (AnyField | null)[] | null) => {
    const at = columns?.indexOf('invoiceNumber') ?? -1
    return at < 0 ? sql`null` : sql`r.cells[${at + 1}::integer]`
  }
  const cell = sql`case when r.of_lines then ${cellOf(linesFields)} else ${cellOf(fields)} end`
  await sql`
    insert into import_notes (organization_id, import_id, number, invoice_row)
    select ${organizationId}, ${importId}, number,
      min(number) over (partition by coalesce(invoice, '#' || number::text), invoice is null)
    from (
      select r.number, nullif(lower(regexp_replace(${cell}, ${AROUND_NUMBERS}, '', 'g')), '') as invoice
      from import_rows r where r.organization_id = ${organizationId} and r.import_id = ${importId}) r`.execute(
    db,
  )
}
/** Removes blanks, and the apostrophe that keeps a cell from being a formula. */
const AROUND_NUMBERS = String.raw`^[\s\u00a0]+|[\s\u00a0]+$|^'(?='*[=+\-@])`

export interface NextInvoices {
  invoices: FileRow[][]
  /** The number of the last one's first row, and how many rows these are. */
  last: number
  rowCount: number
}

/** Reads the invoices after that whose first row is given, batch by batch. */
export async function* readInvoiceBatches(
  work: Work,
  task: InvoiceTask,
  after: number,
): AsyncGenerator<NextInvoices, void> {
  for (;;) {
    const batch = await readInvoices(work, task, after)
    if (!batch) return
    yield batch
    after = batch.last
  }
}

/** The next invoices, each with all its rows in order. */
async function readInvoices(
  { db, organizationId, lease: { workId: importId } }: Work,
  task: InvoiceTask,
  after: number,
): Promise<NextInvoices | null> {
  const { rows } = await sql<{
    number: number
    line: number
    cells: string[]
    fault: string | null
    ofLines: boolean
    invoiceRow: number
  }>`
    with firsts as materialized (
      select n.invoice_row, sum(sum(r.characters)) over (order by n.invoice_row) - sum(r.characters) as before
      from import_notes n join import_rows r
        on r.organization_id = ${organizationId} and r.import_id = ${importId} and r.number = n.number
      where n.organization_id = ${organizationId} and n.import_id = ${importId} and n.invoice_row > ${after}
      group by n.invoice_row order by n.invoice_row limit ${INVOICES_AT_ONCE})
    select r.number, r.line, to_json(r.cells) as cells, r.fault, r.of_lines as "ofLines",
      f.invoice_row as "invoiceRow"
    from firsts f
    join import_notes n on n.organization_id = ${organizationId} and n.import_id = ${importId} and n.invoice_row = f.invoice_row
    join import_rows r on r.organization_id = ${organizationId} and r.import_id = ${importId} and r.number = n.number
    where f.before < ${CHARACTERS_AT_ONCE}
    order by f.invoice_row, r.number`.execute(db)
  if (rows.length === 0) return null
  const invoices = new Map<number, FileRow[]>()
  const pause = pauses()
  for (const { number, line, cells, fault, ofLines, invoiceRow } of rows) {
    const fields = ofLines ? task.linesFields! : task.fields
    const read =
      fault === null ? readInvoiceRow(cells, fields, task.notation) : { content: {}, faults: [fault] }
    const one = invoices.get(invoiceRow) ?? []
    one.push({ ...read, number, line, ofLines })
    invoices.set(invoiceRow, one)
    await pause()
  }
  return { invoices: [...invoices.values()], last: rows.at(-1)!.invoiceRow, rowCount: rows.length }
}

export interface Decided {
  rows: FileRow[]
  decision: InvoiceDecision
}

/** Records what is, or was, decided: the first row of an invoice says it; the others say why they come back. */
export async function noteInvoices(
  { db, organizationId, lease: { workId: importId } }: InTransaction<Work>,
  decided: Decided[],
): Promise<void> {
  const notes = decided.flatMap(({ rows, decision }) =>
    rows.map(({ number, line, faults }, at) => ({
      number,
      outcome: decision.outcome,
      says:
        at === 0
          ? decision.says
          : decision.outcome !== 'refuse'
            ? []
            : ownReasons(faults, rows[0]!.line, line),
      ...(at === 0 &&
        decision.outcome === 'create' && {
          currency: decision.invoice.currency,
          total_minor: decision.invoice.totals.total_minor,
        }),
    })),
  )
  await sql`
    update import_notes n set outcome = d.outcome, says = d.says, currency = d.currency, total_minor = d.total_minor
    from json_to_recordset(${JSON.stringify(notes)}::json) as d (number integer, outcome text, says text[], currency text, total_minor bigint)
    where n.organization_id = ${organizationId} and n.import_id = ${importId} and n.number = d.number`.execute(
    db,
  )
}

const ownReasons = (faults: string[], firstLine: number, line: number) =>
  faults.length > 0 || line === firstLine
    ? faults
    : [`Its invoice cannot be imported: see line ${firstLine}.`]

/** Counts invoices by outcome, and sums up those that are made. */
export async function sumUp({
  db,
  organizationId,
  lease: { workId: importId },
}: Work): Promise<{ counts: Counts; sums: string }> {
  const { rows } = await sql<{
    outcome: RowOutcome
    currency: string | null
    count: number
    totalMinor: number
  }>`
    select outcome, currency, count(*)::integer as count, coalesce(sum(total_minor), 0)::bigint as "totalMinor" from import_notes
    where organization_id = ${organizationId} and import_id = ${importId} and number = invoice_row
    group by outcome, currency order by currency`.execute(db)
  const counts: Counts = { create: 0, link: 0, change: 0, unchanged: 0, ask: 0, refuse: 0 }
  for (const { outcome, count } of rows) if (outcome in counts) counts[outcome as keyof Counts] += count
  const made = rows.filter(({ outcome }) => outcome === 'create')
  const sums = made.map(({ currency, count, totalMinor }) => ({ currency, count, totalMinor }))
  return { counts, sums: JSON.stringify(sums) }
}
