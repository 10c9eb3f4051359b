import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { createTestDatabase } from '../database.ts'
import { checkStatements } from './check.ts'
import { readClaims } from './claims.ts'
import { knownBetter } from './known-better.ts'
import { FOLDER_VARIABLE, readRecorded } from './recorded.ts'

/** The stage "sql" of `npm test`: what the unit tests sent to PostgreSQL, against what the code claims of it. */

const ROOT = join(import.meta.dirname, '../..')
/** Measurements, which no test runs, and what the checker's own test is about. */
const NOT_CHECKED = /^(bench|test\/sql)\//

const recorded = readRecorded(process.env[FOLDER_VARIABLE])
if (recorded.length === 0) throw new Error('There are no statements to check: run `npm test -- unit sql`.')

const findings = await readClaims(join(ROOT, 'tsconfig.json'), ROOT, async (all) => {
  const claims = all.filter(({ file }) => !NOT_CHECKED.test(file))
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    return await checkStatements(client, claims, recorded, knownBetter())
  } finally {
    await client.end()
    await database.drop()
  }
})

describe('what PostgreSQL says of each statement is what the code says of it', () => {
  test.each(findings.map(({ place, faults }) => [place, faults] as const))('%s', (_place, faults) => {
    expect(faults.join('\n')).toBe('')
  })
})
