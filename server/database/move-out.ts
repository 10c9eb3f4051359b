import { rename, rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { headerOf } from './backup.ts'
import { readRows, readTables, withoutTriggers, type RowsOf, type Table } from './rows.ts'
import { readSealed, writeSealed, type FileHeader, type FileKind, type RowCounts } from './sealed-file.ts'

/** An organization on its way from one installation to another. */
export const ORGANIZATION: FileKind = {
  portico: 'organization',
  format: 1,
  called: 'an organization',
  ofAnotherKey:
    'The organization comes from an installation with another secret key, which shows whether the file was changed, and which ' +
    'its links and what waits to be mailed were made with. Put that key into SECRET_KEY_OLD, here and where Portico runs.',
}

export interface MovingHeader extends FileHeader {
  organization: { id: string; name: string; slug: string }
}

interface Departure {
  slug: string
  /** The origin of the installation that it goes to. */
  to: string
  file: string
  secretKey: Buffer
  now: Date
  /** For how long to try while somebody is at work in it. */
  patienceSeconds?: number
}

/** The installation's own. */
const OF_INSTALLATION = ['installation', 'organizations_elsewhere', 'throttles']
/** What browsers keep for this address, and send to no other. */
const LEFT_BEHIND = ['staff_sessions', 'portal_sessions', 'portal_devices']
/** Somebody changed what was being read, or waited for us while we waited for them. */
const AT_WORK = ['40001', '40P01', '55P03']

/**
 * Writes an organization into a file, and takes it away from here: all or nothing. From then on its addresses lead to
 * where it goes.
 */
export async function moveOut(ownerUrl: string, departure: Departure): Promise<RowCounts> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  const draft = `${departure.file}.${process.pid}`
  const until = Date.now() + (departure.patienceSeconds ?? 60) * 1000
  try {
    for (;;) {
      const counts = await attempt(client, draft, departure)
      if (counts) {
        await rename(draft, departure.file)
        return counts
      }
      if (Date.now() >= until)
        throw new CannotStart(
          `Somebody is at work in "${departure.slug}": letters are being sent, or a file is being imported. Nothing was moved. Try again in a few minutes.`,
        )
      await pause(1000)
    }
  } finally {
    await client.end()
  }
}

/** Null: somebody is at work in it, and nothing was changed. */
async function attempt(client: pg.Client, draft: string, departure: Departure): Promise<RowCounts | null> {
  try {
    await client.query('begin')
    await client.query("set local lock_timeout = '5s'")
    const counts = await leave(client, draft, departure)
    await client.query(counts ? 'commit' : 'rollback')
    if (!counts) await rm(draft, { force: true })
    return counts
  } catch (error) {
    await client.query('rollback').catch(() => {})
    await rm(draft, { force: true })
    if (error instanceof pg.DatabaseError && AT_WORK.includes(error.code ?? '')) return null
    throw error
  }
}

/**
 * Each row is locked as it is read, and deleted in the end: a change that comes meanwhile waits, and finds nothing. A
 * row that was added meanwhile shows in the number of those deleted.
 */
async function leave(client: pg.Client, draft: string, departure: Departure): Promise<RowCounts | null> {
  const { slug, to, secretKey, now } = departure
  const organization = await holdOrganization(client, slug)
  const all = await readTables(client)
  const tables = all.filter(isOfTenants)
  if (await isAnythingLeased(client, tables, organization.id)) return null
  const header = { ...headerOf(ORGANIZATION, now), organization }
  const counts = await writeSealed(draft, header, rowsOf(client, all, organization.id), secretKey)
  // The file is all that is left of it: it is read once more before anything is deleted.
  await readToItsEnd(draft, secretKey)

  await withoutTriggers(client)
  const { rows: accounts } = await client.query<{ id: string }>(
    'select account_id as id from staff_members where organization_id = $1 and account_id is not null',
    [organization.id],
  )
  for (const { name } of tables) {
    const { rowCount } = await client.query(`delete from ${name} where organization_id = $1`, [
      organization.id,
    ])
    if (!LEFT_BEHIND.includes(name) && rowCount !== (counts[name] ?? 0)) return null
  }
  await client.query('delete from organizations where id = $1', [organization.id])
  await client.query(
    `delete from staff_accounts a where id = any ($1) and not exists (select from staff_members where account_id = a.id)`,
    [accounts.map(({ id }) => id)],
  )
  await client.query(
    'insert into organizations_elsewhere (organization_id, name, slug, origin) values ($1, $2, $3, $4)',
    [organization.id, organization.name, organization.slug, to],
  )
  await client.query("select pg_notify('staff_changed', '')")
  return counts
}

function isOfTenants({ name, columns }: Table): boolean {
  return /\borganization_id\b/.test(columns) && !OF_INSTALLATION.includes(name)
}

async function holdOrganization(client: pg.Client, slug: string): Promise<MovingHeader['organization']> {
  const { rows } = await client.query<MovingHeader['organization']>(
    'select id, name, slug from organizations where slug = $1 for update',
    [slug],
  )
  if (rows[0]) return rows[0]
  throw new CannotStart(
    `No organization here has the portal /portal/${slug}. "npm run organizations" lists those that there are.`,
  )
}

/** Letters that are on their way right now, work that a process is at: they are locked, so that nobody takes more. */
async function isAnythingLeased(client: pg.Client, tables: Table[], organizationId: string) {
  for (const { name } of tables.filter(({ columns }) => /\bleased_until\b/.test(columns))) {
    const { rows } = await client.query<{ leased: boolean | null }>(
      `select bool_or(leased_until > clock_timestamp()) as leased
       from (select leased_until from ${name} where organization_id = $1 for update) held`,
      [organizationId],
    )
    if (rows[0]?.leased) return true
  }
  return false
}

async function* rowsOf(client: pg.Client, all: Table[], organizationId: string): AsyncGenerator<RowsOf> {
  const id = client.escapeLiteral(organizationId)
  const named = (wanted: string) => all.find(({ name }) => name === wanted)!
  yield* readRows(client, named('organizations'), `where id = ${id}`)
  for (const table of all.filter(isOfTenants))
    if (!LEFT_BEHIND.includes(table.name))
      yield* readRows(client, table, `where organization_id = ${id} for update`)
  // Last, because those who work elsewhere as well sign in meanwhile.
  const theirs = `where id in (select account_id from staff_members where organization_id = ${id}) for update`
  yield* readRows(client, named('staff_accounts'), theirs)
}

async function readToItsEnd(file: string, secretKey: Buffer): Promise<void> {
  const secretKeys = { current: secretKey, old: [] }
  const { batches } = await readSealed(file, ORGANIZATION, { secretKeys, acceptNewSecretKey: false })
  while (!(await batches.next()).done);
}
