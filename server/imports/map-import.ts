import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { InvalidRequest } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import { NotNow, readImport } from './import.ts'
import { importFields, type CsvImport, type ImportField, type Mapping } from './imports.api.ts'

const NAMES_SOMEBODY: ImportField[] = [
  'customerName',
  'accountNumber',
  'fullName',
  'firstName',
  'lastName',
  'email',
]

/** Says what the columns are and how to import them. A dry run that was made by another mapping is void. */
export async function mapImport(
  { db, staff, now }: { db: Db; staff: Pick<StaffCaller, 'organizationId'>; now: Date },
  importId: string,
  body: Mapping,
): Promise<CsvImport> {
  const { organizationId } = staff
  const { columns } = await readImport(db, organizationId, importId, now)
  refuseImpossible(body.fields, columns.length)
  const { numAffectedRows } = await sql`
    update imports set fields = ${body.fields}, state = 'mapping', done_count = 0, counts = null, trouble = null,
      lease_id = null, leased_until = null,
      issue_passwords = coalesce(${body.issuePasswords ?? null}::boolean, issue_passwords),
      update_people = coalesce(${body.updatePeople ?? null}::boolean, update_people)
    where organization_id = ${organizationId} and id = ${importId} and state in ('mapping', 'planning', 'planned')`.execute(
    db,
  )
  if (!numAffectedRows)
    throw new NotNow('The import has begun: its columns can no longer change. Upload the file again instead.')
  return readImport(db, organizationId, importId, now)
}

function refuseImpossible(fields: Mapping['fields'], columnCount: number) {
  if (fields.length !== columnCount)
    throw new InvalidRequest([
      {
        pointer: '/fields',
        detail: `The file has ${columnCount} columns: say for each what it is, or null.`,
      },
    ])
  const twice = fields.findIndex((field, at) => field !== null && fields.indexOf(field) !== at)
  if (twice >= 0)
    throw new InvalidRequest([
      {
        pointer: `/fields/${twice}`,
        detail: `Two columns cannot both be “${importFields[fields[twice]!]}”. Leave one of them out.`,
      },
    ])
  if (!fields.some((field) => field !== null && NAMES_SOMEBODY.includes(field)))
    throw new InvalidRequest([
      {
        pointer: '/fields',
        detail: 'Say which column names the customer or the person: its name, account number or e-mail.',
      },
    ])
}
