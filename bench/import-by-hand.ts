import pg from 'pg'
import { newId } from '../server/database/id.ts'

/** How long each half took. */
export interface ByHand {
  planSeconds: number
  runSeconds: number
}

interface StagedRow {
  number: number
  cells: string[]
}

const ROWS_PER_BATCH = 1000
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/**
 * What a careful engineer would write for this one file, on the rows as they were uploaded: a dry run that looks up who is there
 * already and notes what becomes of each row; and batches of a thousand that make a customer, a person and a contact of
 * each, with their entries in the journal and how far it came, in one transaction. All search indexes are kept.
 *
 * Left out is what files are like: cells are taken as they are, no line of the file depends on another, nobody is
 * changed or linked, nothing is said of namesakes, and no other process may take it over.
 */
export async function importByHand(
  appUrl: string,
  organizationId: string,
  importId: string,
): Promise<ByHand> {
  const client = new pg.Client({ connectionString: appUrl })
  await client.connect()
  try {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId])
    const batches = { client, organizationId, importId }
    const planSeconds = await eachBatch(batches, (rows) => plan(batches, rows))
    const runSeconds = await eachBatch(batches, async (rows) => {
      await write(batches, rows)
      await client.query('select refresh_statistics()')
    })
    return { planSeconds, runSeconds }
  } finally {
    await client.end()
  }
}

interface Batches {
  client: pg.Client
  organizationId: string
  importId: string
}

async function eachBatch(
  { client, organizationId, importId }: Batches,
  work: (rows: StagedRow[]) => Promise<void>,
): Promise<number> {
  const began = performance.now()
  for (let after = 0; ;) {
    const { rows } = await client.query<StagedRow>(
      `select number, cells from import_rows where organization_id = $1 and import_id = $2 and number > $3
       order by number limit ${ROWS_PER_BATCH}`,
      [organizationId, importId, after],
    )
    if (rows.length === 0) return (performance.now() - began) / 1000
    await work(rows)
    after = rows.at(-1)!.number
  }
}

async function plan({ client, organizationId, importId }: Batches, rows: StagedRow[]) {
  const { rows: customers } = await client.query<{ key: string }>(
    `select account_number_lower as key from customers where organization_id = $1 and account_number_lower = any($2::text[])`,
    [organizationId, rows.map(({ cells }) => cells[1]!.trim().toLowerCase())],
  )
  const { rows: people } = await client.query<{ key: string }>(
    `select email_identity as key from people where organization_id = $1 and email_identity = any($2::text[])`,
    [organizationId, rows.map(({ cells }) => cells[4]!.trim().toLowerCase())],
  )
  const here = new Set([...customers, ...people].map(({ key }) => key))
  const outcomes = rows.map(({ cells }) => {
    const [name, account, , , email] = cells.map((cell) => cell.trim().toLowerCase())
    if (!name || !EMAIL.test(email!)) return 'refuse'
    return here.has(account!) || here.has(email!) ? 'unchanged' : 'create'
  })
  await client.query('begin')
  await client.query(
    `insert into import_notes (organization_id, import_id, number, outcome, says)
     select $1, $2, number, outcome, array[says] from unnest($3::int[], $4::text[], $5::text[]) note (number, outcome, says)`,
    [
      organizationId,
      importId,
      rows.map(({ number }) => number),
      outcomes,
      rows.map(({ cells }) => `New customer ${cells[0]}. New contact ${cells[2]} ${cells[3]}, primary.`),
    ],
  )
  await progress({ client, organizationId, importId }, rows)
  await client.query('commit')
}

async function write({ client, organizationId, importId }: Batches, rows: StagedRow[]) {
  const ids = () => rows.map(() => newId())
  const [customers, people, contacts] = [ids(), ids(), ids()]
  const column = (at: number) => rows.map(({ cells }) => cells[at]!.trim())
  await client.query('begin')
  await client.query(
    `insert into customers (organization_id, id, name, account_number, billing_address, created_at, updated_at)
     select $1, id, name, account, jsonb_build_object('city', city), now(), now()
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) row (id, name, account, city)`,
    [organizationId, customers, column(0), column(1), column(6)],
  )
  await client.query(
    `insert into people (organization_id, id, email, email_identity, first_name, last_name, phone, created_at, updated_at)
     select $1, id, email, lower(email), first_name, last_name, phone, now(), now()
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) row (id, first_name, last_name, email, phone)`,
    [organizationId, people, column(2), column(3), column(4), column(5)],
  )
  await client.query(
    `insert into contacts (organization_id, id, customer_id, person_id, is_primary, created_at, updated_at)
     select $1, id, customer, person, true, now(), now()
     from unnest($2::uuid[], $3::uuid[], $4::uuid[]) row (id, customer, person)`,
    [organizationId, contacts, customers, people],
  )
  await client.query(
    `insert into journal (organization_id, id, at, actor_kind, actor_name, import_id, import_row, action, customer_id, contact_id, person_id, changes)
     select $1, id, now(), 'staff', 'Bench', $2, import_row, action, customer, contact, person,
       case when action = 'contact.added' then jsonb_build_object('email', jsonb_build_object('new', email)) else '{}' end
     from unnest($3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[])
       row (id, import_row, action, customer, contact, person, email)`,
    [
      organizationId,
      importId,
      [...ids(), ...ids()],
      [...rows, ...rows].map(({ number }) => number),
      [...rows.map(() => 'customer.added'), ...rows.map(() => 'contact.added')],
      [...customers, ...customers],
      [...rows.map(() => null), ...contacts],
      [...rows.map(() => null), ...people],
      [...rows.map(() => null), ...column(4)],
    ],
  )
  await progress({ client, organizationId, importId }, rows)
  await client.query('commit')
}

const progress = ({ client, organizationId, importId }: Batches, rows: StagedRow[]) =>
  client.query(`update imports set done_count = $3 where organization_id = $1 and id = $2`, [
    organizationId,
    importId,
    rows.at(-1)!.number,
  ])
