import { execFile } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart, reasonInWords } from '../cannot-start.ts'
import { dataFolderUnusable } from '../data-folder.ts'
import {
  canReach,
  findPostgresPrograms,
  placeOutsideHomes,
  type PostgresPrograms,
} from './postgres-programs.ts'
import { stopOrphan } from './orphan.ts'
import { clusterMaker, isShared, postgresUser, type Account, type PostgresUser } from './postgres-user.ts'

/** A folder of PostgreSQL's, and how to run its programs on it. */
export interface Cluster {
  folder: string
  user: PostgresUser
  programs: PostgresPrograms
}

const POSTGRES_MAJOR = '18'

/** Nothing of our own environment reaches PostgreSQL: no PG* variables, no secrets, no language. */
export const POSTGRES_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** The cluster of a data folder. It is made if there is none yet. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const place = join(dataDir, 'postgresql')
  try {
    const user = postgresUser()
    return await (isThere(place) ? existingCluster : makeCluster)(dataDir, place, user)
  } catch (error) {
    throw error instanceof CannotStart ? error : dataFolderUnusable(dataDir, error)
  }
}

async function existingCluster(dataDir: string, place: string, user: PostgresUser): Promise<Cluster> {
  if (!existsSync(place)) {
    throw new CannotStart(
      `The database is missing: ${place} points to a folder that is gone; restore that folder, or remove the link to start empty.`,
    )
  }
  const folder = realpathSync(place)
  if (user && isShared(statSync(folder).uid) && !isShared(user.uid)) {
    await stopOrphan(folder)
    giveTo(user, folder)
  }
  const owner = statSync(folder)
  if (!user && owner.uid !== process.getuid?.()) {
    throw new CannotStart(
      `The database in ${place} belongs to another user: start Portico as that user or as root.`,
    )
  }
  // As root, the user that made the cluster goes on running it.
  const runsAs = user && { uid: owner.uid, gid: owner.gid, name: `user ${owner.uid}` }
  if (runsAs?.uid === 0) {
    throw new CannotStart(
      `The database in ${place} belongs to root, and PostgreSQL does not run as root: chown it to ${user?.name}.`,
    )
  }
  if (!canReach(folder, runsAs)) {
    throw new CannotStart(
      `PostgreSQL runs as ${runsAs?.name}, who cannot reach ${folder}: let others pass through the folders above it (chmod o+x).`,
    )
  }
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version !== POSTGRES_MAJOR) {
    throw new CannotStart(
      `The database in ${place} was made by PostgreSQL ${version}, but this Portico brings PostgreSQL ${POSTGRES_MAJOR}: make a backup with the Portico that made it, and restore that into an empty DATA_DIR.`,
    )
  }
  return { folder, user: runsAs, programs: findPostgresPrograms(dataDir, runsAs) }
}

async function makeCluster(dataDir: string, place: string, user: PostgresUser): Promise<Cluster> {
  const programs = findPostgresPrograms(dataDir, user)
  if (canReach(dataDir, user) || (canReach(dirname(realpathSync(dataDir)), user) && letPass(dataDir))) {
    await initialize(place, user, programs)
    return { folder: realpathSync(place), user, programs }
  }
  // The name is new each time, so that an emptied data folder never finds an earlier one's database again.
  // Owned by root, and open to pass: two users work below it.
  const home = mkdtempSync(join(placeOutsideHomes(), 'database-'))
  chmodSync(home, 0o711)
  const folder = join(home, 'postgresql')
  await initialize(folder, user, programs)
  symlinkSync(folder, place)
  return { folder, user, programs }
}

/** Root's own data folder may be closed, as `mktemp -d` makes it; its contents stay closed to others. */
function letPass(dataDir: string): boolean {
  chmodSync(dataDir, statSync(dataDir).mode | 0o011)
  return true
}

/** Made aside and renamed: a start that is killed midway leaves nothing that looks like a database. */
async function initialize(folder: string, user: PostgresUser, programs: PostgresPrograms): Promise<void> {
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const maker = clusterMaker(user)
  if (maker) chownSync(draft, maker.uid, maker.gid)
  const settings = [
    '--encoding=UTF8',
    // The same order and the same lower case on every machine, whatever libraries it has.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    // What pg_trgm takes for a letter: in the C locale only a to z are, and no index would serve a search for
    // "Газпром".
    `--lc-ctype=${process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'}`,
    // The socket's folder is the key: only its owner gets through.
    '--auth=trust',
    '--username=postgres',
  ]
  try {
    await promisify(execFile)(programs.initdb, [...settings, '-D', draft], {
      cwd: '/',
      env: POSTGRES_ENVIRONMENT,
      ...(maker && { uid: maker.uid, gid: maker.gid }),
    })
  } catch (error) {
    throw new CannotStart(`The database cannot be made in ${folder}: ${initdbComplaint(error)}.`)
  }
  if (user) giveTo(user, draft)
  renameSync(draft, folder)
  const parent = openSync(join(folder, '..'), 'r')
  fsyncSync(parent)
  closeSync(parent)
}

/** With everything in it, and the folder last, so that after a start that was killed in between the next one goes on. */
function giveTo({ uid, gid }: Account, folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, name), uid, gid)
  chownSync(folder, uid, gid)
}

function initdbComplaint(error: unknown): string {
  const { stderr } = error as { stderr?: string }
  if (stderr?.includes('No space left on device')) return reasonInWords({ code: 'ENOSPC' })
  const line = stderr?.split('\n').find((one) => /error|fatal/i.test(one))
  return line?.replace(/^.*?(error|FATAL): */i, '').replace(/\.$/, '') ?? reasonInWords(error)
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
