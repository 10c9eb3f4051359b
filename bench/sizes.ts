import type pg from 'pg'
import { startEmbeddedPostgres } from '../server/database/embedded.ts'
import { withOwner } from './database.ts'

/** What one of something takes on the disk. */
export interface Size {
  name: string
  bytes: number
  /** The part of them that its entries in indexes are. */
  indexBytes: number
}

/** The first table of each has a row for one. */
const KEPT = {
  'a customer': ['customers', 'customer_search'],
  'a contact, who is a person': ['contacts', 'people', 'contact_search'],
  'an invoice of one line, sent once': ['invoices', 'invoice_revisions'],
  'an entry of the journal': ['journal'],
  'a delivery, taken at the first attempt': ['deliveries', 'delivery_attempts'],
}

/** How large things are that Portico has written, in an installation that is stopped: without what PostgreSQL will use again. */
export async function readSizes(dataDir: string): Promise<Size[]> {
  const postgres = await startEmbeddedPostgres({ dataDir })
  try {
    return await withOwner(postgres.ownerUrl, async (client) => {
      const sizes = await sizesOf(client, KEPT)
      await client.query('update deliveries set content = null')
      const { 'a delivery, taken at the first attempt': delivery } = KEPT
      return [...sizes, ...(await sizesOf(client, { 'the same without its text': delivery }))]
    })
  } finally {
    await postgres.stop()
  }
}

async function sizesOf(client: pg.Client, kept: Record<string, string[]>): Promise<Size[]> {
  await client.query('vacuum full analyze')
  const sizes: Size[] = []
  for (const [name, tables] of Object.entries(kept)) {
    const { rows } = await client.query<Omit<Size, 'name'>>(
      `select sum(pg_total_relation_size(t::regclass))::float8 / (select count(*) from ${tables[0]}) as bytes,
         sum(pg_indexes_size(t::regclass))::float8 / (select count(*) from ${tables[0]}) as "indexBytes"
       from unnest($1::text[]) t`,
      [tables],
    )
    sizes.push({ name, ...rows[0]! })
  }
  return sizes
}
