import { existsSync } from 'node:fs'
import { CannotStart } from '../cannot-start.ts'
import { pathOf, sayAndExit } from '../command-line.ts'
import { readConfig } from '../config.ts'
import { joinOrBringUpDatabase } from './bring-up.ts'
import { listOrganizations } from './list-organizations.ts'
import { moveIn } from './move-in.ts'
import { moveOut } from './move-out.ts'
import { total } from './sealed-file.ts'

const USAGE = `npm run organizations                                     lists those that are here, and those that moved
npm run organizations -- move-out SLUG ORIGIN FILE        writes one into FILE and takes it away from here; its addresses lead to ORIGIN from then on
npm run organizations -- move-in FILE                     adds the one that is in FILE

SLUG is the end of the address of its portal, ORIGIN the PUBLIC_URL of the installation it goes to. See "Several installations" in docs/operating.md.`

const [verb = 'list', ...words] = process.argv.slice(2)
sayAndExit(run())

async function run(): Promise<string> {
  const command = { list, 'move-out': out, 'move-in': takeIn }[verb]
  if (!command || words.length !== { list: 0, 'move-out': 3, 'move-in': 1 }[verb])
    throw new CannotStart(USAGE)
  return command()
}

async function list(): Promise<string> {
  const all = await withDatabase(({ ownerUrl }) => listOrganizations(ownerUrl))
  if (all.length === 0) return 'No organization is here yet.'
  return all
    .map(({ slug, name, origin }) => `${slug}  ${name}${origin === null ? '' : `  is at ${origin}`}`)
    .join('\n')
}

async function out(): Promise<string> {
  const [slug, origin, file] = [words[0]!, originOf(words[1]!), pathOf(words[2]!)]
  if (existsSync(file)) throw new CannotStart(`${file} is there already: name a new file.`)
  const { counts, dataDir } = await withDatabase(async ({ ownerUrl }, config) => {
    if (origin === config.publicUrl) throw new CannotStart(`${origin} is this installation.`)
    const secretKey = config.secretKeys.current
    const counts = await moveOut(ownerUrl, { slug, to: origin, file, secretKey, now: new Date() })
    return { counts, dataDir: config.dataDir }
  })
  return (
    `${total(counts)} rows are in ${file}, and nowhere else but in your backups. Take it to ${origin}, set SECRET_KEY_OLD there to the secret key ` +
    `of this installation (in ${dataDir}/secret-key or SECRET_KEY), and run "npm run organizations -- move-in FILE". Run the same here to take it back.`
  )
}

async function takeIn(): Promise<string> {
  const file = pathOf(words[0]!)
  if (!existsSync(file)) throw new CannotStart(`There is no file ${file}.`)
  return withDatabase(async ({ ownerUrl }, { secretKeys, publicUrl }) => {
    const { organization, counts } = await moveIn(ownerUrl, file, { secretKeys, now: new Date() })
    return `${organization.name} is here, with ${total(counts)} rows. Its portal is at ${publicUrl}/portal/${organization.slug}.`
  })
}

type Config = ReturnType<typeof readConfig>

/** Of the Portico that is running, or brought up for the moment. */
async function withDatabase<T>(
  work: (database: { ownerUrl: string }, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env)
  const database = await joinOrBringUpDatabase(config)
  try {
    return await work(database, config)
  } finally {
    await database.stop()
  }
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  throw new CannotStart(`"${text}" is not an origin, such as https://portico.example.com.`)
}
