import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'

/** The rows of a table as JSON, one text a row: what goes into a file and comes back from it. */
export interface RowsOf {
  table: string
  rows: string[]
}

export interface Table {
  name: string
  /** Columns that hold something of their own: generated ones are made again. */
  columns: string
}

const ROWS_AT_ONCE = 1000

export async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname::text as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`)
  return rows
}

/** In a transaction: some at a time, all as `which` says, such as `where … for update`. */
export async function* readRows(
  client: pg.Client,
  { name, columns }: Table,
  which = '',
): AsyncGenerator<RowsOf> {
  await client.query(
    `declare every cursor for select row_to_json(one)::text as row from (select ${columns} from ${name} ${which}) one`,
  )
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_AT_ONCE} from every`)
    if (rows.length === 0) break
    yield { table: name, rows: rows.map(({ row }) => row) }
  }
  await client.query('close every')
}

/** In a transaction: the rows are complete as they are, so that no trigger adds to them and no key asks for an order. */
export async function withoutTriggers(client: pg.Client): Promise<void> {
  await client.query('set local session_replication_role = replica').catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) || error.code !== '42501') throw error
    throw new CannotStart(
      'The role of DATABASE_URL may not write rows as they are. Let a superuser run: grant set on parameter session_replication_role to that role.',
    )
  })
}

/** Returns what `batches` returns at its end. */
export async function insertRows<End>(client: pg.Client, batches: AsyncGenerator<RowsOf, End>): Promise<End> {
  const tables = new Map((await readTables(client)).map((table) => [table.name, table]))
  for (;;) {
    const next = await batches.next()
    if (next.done) return next.value
    const table = tables.get(next.value.table)
    if (!table)
      throw new CannotStart(
        `There are rows of ${next.value.table}, which is not a table here. None was kept.`,
      )
    await insertInto(client, table, next.value.rows)
  }
}

async function insertInto(client: pg.Client, { name, columns }: Table, rows: string[]) {
  await client.query(
    `insert into ${name} (${columns}) select ${columns} from json_populate_recordset(null::${name}, $1::json)`,
    [`[${rows.join(',')}]`],
  )
}
