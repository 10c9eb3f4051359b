import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type OperationNode,
} from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tables } from '../../server/database/tables.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { checkStatements } from './check.ts'
import * as statements from './claims-to-check/claims.ts'
import { readClaims } from './claims.ts'
import { knownBetter } from './known-better.ts'
import { trace } from './trace.ts'

/** The checker of SQL finds each kind of fault, and nothing where there is none. */

const FOLDER = join(import.meta.dirname, 'claims-to-check')

const withoutConnection = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

type Name = Exclude<keyof typeof statements, 'notRun'>
const { notRun: _, ...run } = statements
const built = {
  ...run,
  composed: statements.composed(true),
  wrongParameter: statements.wrongParameter(1),
  takesAnything: statements.takesAnything(null),
  columnOfBuilt: statements.columnOfBuilt(withoutConnection),
} satisfies Record<Name, { toOperationNode(): OperationNode }>

const faults: Record<Name | 'notRun', string[]> = {
  asItIs: [],
  wrongRowType: ['version: string is claimed, and PostgreSQL returns int4, which is read as number'],
  columnThatWasRenamed: ['PostgreSQL refuses it: column "company" does not exist'],
  rowThatWasNotRenamed: [
    'company: string is claimed, and the statement returns no such column',
    'name: the statement returns it, and nothing is claimed of it',
  ],
  numberThatIsAString: ['rate: number is claimed, and PostgreSQL returns numeric, which is read as string'],
  missingNull: ['email: string is claimed, and it may be null'],
  presentByItsCondition: [],
  missingNullOfOuterJoin: ['parentName: string is claimed, and it may be null'],
  outerJoinThatMustMatch: [],
  missingNullOfSum: ['sum: number is claimed, and it may be null'],
  sumOfEachGroup: [],
  tooFewValues: [`state: "sent" | "void" is claimed, and it may be 'draft'`],
  valuesOfItsCondition: [],
  composed: ['email: string is claimed, and it may be null'],
  insideJson: ['contacts[].jobTitle: string is claimed, and it may be null'],
  written: ['seen: string is claimed, and it may be null'],
  ofOwnFunction: ['done: string is claimed, and PostgreSQL returns bool, which is read as boolean'],
  ofWhatAFunctionIsGiven: ['phone: string is claimed, and it may be null'],
  wrongParameter: ['expression 1: number is passed where PostgreSQL takes uuid'],
  takesAnything: ['given: string is claimed, and it may be null'],
  columnOfBuilt: ['next: string is claimed, and PostgreSQL returns int4, which is read as number'],
  notRun: ['its type is claimed for nothing: no built statement that a test runs takes it'],
}

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const source = readFileSync(join(FOLDER, 'claims.ts'), 'utf8').split('\n')
/** The statement that a line belongs to. */
const nameAt = (line: number) =>
  source
    .slice(0, line)
    .flatMap((text) => /export const (\w+)/.exec(text)?.[1] ?? [])
    .at(-1)!

function check(better = knownBetter([], [])) {
  const recorded = Object.values(built).map((statement) => trace(statement.toOperationNode()))
  return readClaims(join(FOLDER, 'tsconfig.json'), FOLDER, async (claims) => {
    const findings = await checkStatements(client, claims, recorded, better)
    const names = new Map(claims.map(({ file, line }) => [`${file}:${line}`, nameAt(line)]))
    return findings.map(({ place, faults: found }) => ({ name: names.get(place) ?? place, found }))
  })
}

test('each wrong claim is found, and what is right is left alone', async () => {
  const found = Object.fromEntries((await check()).map(({ name, found: of }) => [name, of]))
  expect(found).toEqual(faults)
})

test('what is known better is no fault, and an exception that nothing needs is one', async () => {
  const because = 'it is so'
  const better = knownBetter(
    [
      { file: 'claims.ts', column: 'email', because },
      { file: 'elsewhere.ts', column: 'seen', because },
    ],
    [],
  )
  const found = Object.fromEntries((await check(better)).map(({ name, found: of }) => [name, of]))
  expect(found).toMatchObject({
    missingNull: [],
    composed: [],
    written: faults.written,
    'test/sql/known-better.ts': ['seen: nothing needs this exception any more'],
  })
})
