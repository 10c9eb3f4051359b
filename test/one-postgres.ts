import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '../server/database/migrate.ts'
import { startEmbeddedPostgres } from '../server/database/embedded.ts'
import { stopOrphan } from '../server/database/orphan.ts'
import { onServer, SERVER_URL_VARIABLE, TEMPLATE, urlOf } from './database.ts'
import { removeDataFolder } from './remove-data-folder.ts'

const FOLDER = fileURLToPath(new URL('../.cache/test-postgresql', import.meta.url))

/** One PostgreSQL for a run of the tests, with a migrated database that every test file copies. */
export default async function setup(): Promise<() => Promise<void>> {
  mkdirSync(FOLDER, { recursive: true })
  await removeLeftovers()
  const dataDir = mkdtempSync(join(FOLDER, `${process.pid}-`))
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false })
  const serverUrl = postgres.ownerUrl
  await onServer(serverUrl, `create database ${TEMPLATE}`)
  await migrate(urlOf(serverUrl, TEMPLATE))
  process.env[SERVER_URL_VARIABLE] = serverUrl
  return async () => {
    await postgres.stop()
    removeDataFolder(dataDir)
  }
}

/** A run that was killed leaves its PostgreSQL behind. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(FOLDER)) {
    if (isAlive(Number(name.split('-')[0]))) continue
    const left = join(FOLDER, name)
    const cluster = join(left, 'postgresql')
    if (existsSync(cluster)) await stopOrphan(realpathSync(cluster))
    removeDataFolder(left)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
