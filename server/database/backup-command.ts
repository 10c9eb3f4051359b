import { existsSync } from 'node:fs'
import { CannotStart } from '../cannot-start.ts'
import { pathOf, sayAndExit } from '../command-line.ts'
import { readConfig } from '../config.ts'
import { backUp } from './backup.ts'
import { joinOrBringUpDatabase } from './bring-up.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { restore } from './restore.ts'
import { total } from './sealed-file.ts'

/** `npm run backup -- FILE` and `npm run restore -- FILE`. */
const commands: Record<string, (file: string) => Promise<string>> = {
  async backup(file) {
    const config = readConfig(process.env)
    if (config.databaseUrl !== null)
      throw new CannotStart('DATABASE_URL names a PostgreSQL server of your own: use its pg_dump instead.')
    const database = await joinOrBringUpDatabase(config)
    try {
      const counts = await backUp(database.ownerUrl, file, {
        now: new Date(),
        secretKey: config.secretKeys.current,
      })
      return `${total(counts)} rows are in ${file}. Keep ${config.dataDir}/secret-key as well, in another place.`
    } finally {
      await database.stop()
    }
  },
  async restore(file) {
    const config = readConfig(process.env)
    if (!existsSync(file)) throw new CannotStart(`There is no file ${file}.`)
    // Into a server as well: that is how one leaves the embedded PostgreSQL.
    const database =
      config.databaseUrl === null
        ? await startEmbeddedPostgres({ dataDir: config.dataDir })
        : { ownerUrl: config.databaseUrl, stop: async () => {} }
    try {
      const counts = await restore(database.ownerUrl, file, config)
      return config.databaseUrl === null
        ? `${total(counts)} rows are in ${config.dataDir}. Start Portico on it with DATA_DIR.`
        : `${total(counts)} rows are in the database of DATABASE_URL. Start Portico with the same.`
    } finally {
      await database.stop()
    }
  },
}

const [verb = '', file = ''] = process.argv.slice(2)
sayAndExit(run())

async function run(): Promise<string> {
  const command = commands[verb]
  if (!command || !file) throw new CannotStart(`Name a file: npm run ${verb || 'backup'} -- FILE`)
  return command(pathOf(file))
}
