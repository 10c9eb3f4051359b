import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { makeCast } from '../bench/cast.ts'
import { createTestDatabase } from './database.ts'

const BENCH = join(import.meta.dirname, '..', 'bench')

test.each([
  [['data.sql', 'by-hand.sql'], { customers: 100, small_organizations: 2 }],
  [['invoices.sql'], { invoices: 100, today: '2026-05-31' }],
])('what npm run bench measures on is made as the tables are now: %s', async (files, settings) => {
  const { ownerUrl, drop } = await createTestDatabase({ throwaway: true })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const [name, value] of Object.entries(settings))
      await client.query('select set_config($1, $2, false)', [`bench.${name}`, String(value)])
    for (const file of files) await client.query(readFileSync(join(BENCH, file), 'utf8'))
    const cast = await makeCast(client)
    expect(cast.customers.length).toBeGreaterThan(5)
    expect(cast.signIns.length).toBeGreaterThan(5)
  } finally {
    await client.end()
    await drop()
  }
})
