import pg from 'pg'
import { format, resolveConfig } from 'prettier'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../database.ts'
import { writeSchema } from './write-schema.ts'
import { writeTables } from './write-tables.ts'

/** What mirrors the schema is made from it: `npm run schema` makes it again, and these tests say when it must. */

async function openMigrated() {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  onTestFinished(async () => {
    await client.end()
    await database.drop()
  })
  return client
}

test('schema.sql is the schema as it is', async () => {
  const schema = await writeSchema(await openMigrated())
  await expect(schema).toMatchFileSnapshot('../../server/database/schema.sql')
})

test('tables.ts has the tables as they are', async () => {
  const file = new URL('../../server/database/tables.ts', import.meta.url).pathname
  const tables = await writeTables(await openMigrated())
  const formatted = await format(tables, { ...(await resolveConfig(file)), parser: 'typescript' })
  await expect(formatted).toMatchFileSnapshot(file)
})
