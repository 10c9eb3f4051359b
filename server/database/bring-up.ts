import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import type { Config } from '../config.ts'
import { AlreadyRunning } from '../data-folder.ts'
import { checkPooler } from './check-pooler.ts'
import { checkSecretKey } from './check-secret-key.ts'
import { startEmbeddedPostgres, urlsOfRunning, type EmbeddedOptions } from './embedded.ts'
import { migrate } from './migrate.ts'
import { checkTenancy } from './self-check.ts'

/** A database that is up to date and safe to use. */
export interface BroughtUp {
  ownerUrl: string
  appUrl: string
  /** Stops what was started for it: the embedded PostgreSQL, or nothing if there is a server. */
  stop(): Promise<void>
}

type Listeners = Pick<EmbeddedOptions, 'onTrouble'>
type Settings = Pick<
  Config,
  'dataDir' | 'databaseUrl' | 'databaseAppUrl' | 'tenantScope' | 'secretKeys' | 'acceptNewSecretKey'
>

export async function bringUpDatabase(config: Settings, listeners: Listeners = {}): Promise<BroughtUp> {
  const database = config.databaseUrl
    ? { ...externalUrls(config.databaseUrl, config.databaseAppUrl), stop: async () => {} }
    : await startEmbeddedPostgres({ dataDir: config.dataDir, ...listeners })
  try {
    await migrate(database.ownerUrl)
    await checkTenancy(database.appUrl)
    if (config.databaseUrl && config.tenantScope === 'connection') await checkPooler(database.appUrl)
    await checkSecretKey(database.ownerUrl, config)
    return database
  } catch (error) {
    await database.stop()
    throw inASentence(error)
  }
}

const READ_ONLY = '25006'

function inASentence(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  return error.code === READ_ONLY
    ? new CannotStart('The database is a replica, or read-only: let DATABASE_URL name the primary server.')
    : new CannotStart(`The database refuses what Portico needs: ${error.message}.`, { cause: error })
}

/** For a command: the database of a running server if there is one, or else one brought up for the moment. */
export async function joinOrBringUpDatabase(config: Settings): Promise<BroughtUp> {
  try {
    return await bringUpDatabase(config)
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error
    const running = await urlsOfReachable(config.dataDir)
    await checkSecretKey(running.ownerUrl, config)
    return { ...running, stop: async () => {} }
  }
}

async function urlsOfReachable(dataDir: string) {
  try {
    const urls = urlsOfRunning(dataDir)
    const client = new pg.Client({ connectionString: urls.ownerUrl })
    client.on('error', () => {})
    await client.connect()
    await client.end()
    return urls
  } catch (error) {
    throw new CannotStart(
      `Portico is running on the data folder ${dataDir}, but its PostgreSQL cannot be reached from here (${(error as Error).message}). Run this where that Portico runs, in the same container and as the same user; or stop it first.`,
    )
  }
}

/** Without a login of its own, the application connects as the owner and gives up the owner's rights at once. */
export function externalUrls(databaseUrl: string, databaseAppUrl: string | null) {
  const option = '-c%20role%3Dportico_app'
  const appUrl = /[?&]options=/.test(databaseUrl)
    ? databaseUrl.replace(/([?&]options=)/, `$1${option}%20`)
    : `${databaseUrl}${databaseUrl.includes('?') ? '&' : '?'}options=${option}`
  return { ownerUrl: databaseUrl, appUrl: databaseAppUrl ?? appUrl }
}
