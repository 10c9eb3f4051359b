import { sql } from 'kysely'
import { InvalidRequest } from '../http/problems.ts'
import type { ReadingNow } from '../scope/scope.ts'
import { ENDED } from '../work/lease.ts'
import { NotNow, readImport } from './import.ts'
import { fieldsOf, type AnyField, type CsvImport, type ImportKind, type Mapping } from './imports.api.ts'

const NAMES_SOMEBODY: AnyField[] = [
  'customerName',
  'accountNumber',
  'fullName',
  'firstName',
  'lastName',
  'email',
]

/** Says what the columns are and how to import them. This voids a dry run made with another mapping. */
export async function mapImport(scope: ReadingNow, importId: string, body: Mapping): Promise<CsvImport> {
  const { db, organizationId } = scope
  const { kind, columns, lines, ...before } = await readImport(scope, importId)
  refuseImpossible('/fields', kind, body.fields, columns.length)
  if (kind === 'contacts') refuseNobody(body.fields)
  else {
    if (body.lineFields) refuseImpossible('/lineFields', kind, body.lineFields, lines?.columns.length ?? 0)
    refuseNoInvoices(body.fields, body.lineFields ?? lines?.columns.map((column) => column.field))
  }
  const { dateOrder = before.dateOrder, decimalSign = before.decimalSign } = body
  const { numAffectedRows } = await sql`
    update imports set fields = ${body.fields}, state = 'mapping', done_count = 0, counts = null, trouble = null,
      ${ENDED}, sums = null, date_order = ${dateOrder}, decimal_sign = ${decimalSign},
      lines_fields = case when lines_columns is null then null else coalesce(${body.lineFields ?? null}::text[], lines_fields) end,
      remind = coalesce(${body.remind ?? null}::boolean, remind), to_mail = null,
      issue_passwords = coalesce(${body.issuePasswords ?? null}::boolean, issue_passwords),
      update_people = coalesce(${body.updatePeople ?? null}::boolean, update_people),
      inactive = coalesce(${body.inactive ?? null}, inactive)
    where organization_id = ${organizationId} and id = ${importId} and state in ('mapping', 'planning', 'planned')`.execute(
    db,
  )
  if (!numAffectedRows)
    throw new NotNow('The import has begun: its columns can no longer change. Upload the file again instead.')
  return readImport(scope, importId)
}

function refuseImpossible(
  pointer: string,
  kind: ImportKind,
  fields: (AnyField | null)[],
  columnCount: number,
) {
  const wrong = (at: string, detail: string) => new InvalidRequest([{ pointer: `${pointer}${at}`, detail }])
  if (fields.length !== columnCount)
    throw wrong('', `The file has ${columnCount} columns. Give each a field, or null.`)
  const labels = fieldsOf[kind]
  const other = fields.findIndex((field) => field !== null && labels[field] === undefined)
  if (other >= 0) throw wrong(`/${other}`, `A file of ${kind} has no ${fields[other]}.`)
  const twice = fields.findIndex((field, at) => field !== null && fields.indexOf(field) !== at)
  if (twice >= 0)
    throw wrong(`/${twice}`, `Two columns cannot both be “${labels[fields[twice]!]}”. Leave one of them out.`)
}

function refuseNobody(fields: (AnyField | null)[]) {
  if (!fields.some((field) => field !== null && NAMES_SOMEBODY.includes(field)))
    throw new InvalidRequest([
      {
        pointer: '/fields',
        detail: 'Say which column names the customer or the person: its name, account number or e-mail.',
      },
    ])
}

function refuseNoInvoices(fields: (AnyField | null)[], lineFields: (AnyField | null)[] | undefined) {
  const missing = (pointer: string, detail: string) => new InvalidRequest([{ pointer, detail }])
  if (!fields.includes('invoiceNumber')) throw missing('/fields', 'Say which column is the invoice number.')
  if (!fields.includes('issueDate')) throw missing('/fields', 'Say which column is the issue date.')
  if (!fields.some((field) => field !== null && NAMES_CUSTOMER.includes(field)))
    throw missing('/fields', 'Say which column names the customer: its account number, e-mail or name.')
  if (lineFields && !lineFields.includes('invoiceNumber'))
    throw missing('/lineFields', 'Say which column of the lines is the number of their invoice.')
  if (![...fields, ...(lineFields ?? [])].some((field) => field === 'unitPrice' || field === 'total'))
    throw missing('/fields', 'Say which column is the total, or the unit price of the lines.')
}

const NAMES_CUSTOMER: AnyField[] = ['accountNumber', 'customerEmail', 'customerName']
