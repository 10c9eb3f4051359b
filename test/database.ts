import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** Set by `one-postgres.ts`, which vitest runs before the tests. */
export const SERVER_URL_VARIABLE = 'PORTICO_TEST_SERVER_URL'
export const TEMPLATE = 'portico_template'

export interface TestDatabase {
  ownerUrl: string
  appUrl: string
  drop(): Promise<void>
}

/** A database of one's own, empty and migrated: a copy of the template, made in some 30 ms. */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const serverUrl = process.env[SERVER_URL_VARIABLE]
  if (!serverUrl) throw new Error('run the tests with vitest, whose setup starts PostgreSQL')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `create database ${name} template ${migrated ? TEMPLATE : 'template1'}`)
  return {
    ownerUrl: urlOf(serverUrl, name),
    appUrl: urlOf(serverUrl, name, 'portico_app'),
    drop: () => onServer(serverUrl, `drop database ${name} with (force)`),
  }
}

/** The same server, another database or role. */
export function urlOf(serverUrl: string, database: string, role = 'postgres'): string {
  return serverUrl.replace(/^postgresql:\/\/[^@]*@\/[^?]*/, `postgresql://${role}@/${database}`)
}

/** One statement that no database of its own can run. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(serverUrl, 'postgres') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
