import { randomUUID } from 'node:crypto'
import { closeSync, constants, linkSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { CannotStart, reasonInWords } from './cannot-start.ts'
import { isListening, openFolder } from './folder-socket.ts'

/** Another Portico holds the data folder. Its PostgreSQL can still be used: see `bring-up.ts`. */
export class AlreadyRunning extends CannotStart {}

export interface DataFolderLock {
  release(): void
}

/** From fcntl.h of macOS: open only if nobody else has the file open with it. Node does not name it. */
const O_EXLOCK_OF_MACOS = 0x20

export function makeDataFolder(dataDir: string): void {
  // As root, PostgreSQL runs as another user, who has to pass through.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  try {
    makeFolderAndParents(dataDir, mode)
  } catch (error) {
    throw dataFolderUnusable(dataDir, error)
  }
}

/** Node's own `recursive` never returns for a folder that cannot exist, such as one under /proc. */
function makeFolderAndParents(folder: string, mode: number): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) makeFolderAndParents(dirname(folder), mode)
  try {
    mkdirSync(folder, mode)
  } catch (error) {
    // Another process may have been faster.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

export function dataFolderUnusable(dataDir: string, error: unknown): CannotStart {
  return new CannotStart(`The data folder ${dataDir} (DATA_DIR) cannot be used: ${reasonInWords(error)}.`)
}

/**
 * Lets one Portico at a time use a data folder on a machine, whatever containers it runs in. The kernel holds the
 * lock, so it is gone with the process however that ends.
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  try {
    const lock =
      process.platform === 'darwin' ? lockFile(join(dataDir, 'lock')) : await takePlace(join(dataDir, 'lock'))
    if (lock) return lock
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw dataFolderUnusable(dataDir, error)
  }
  throw new AlreadyRunning(
    `Portico is already running on the data folder ${dataDir}: stop that one first, or set DATA_DIR to another folder.`,
  )
}

/**
 * A socket with the highest number in the folder holds the lock while its process listens. A dead one is not removed
 * and made again, which two processes could do at the same moment: the next number is taken, which only one can do. A
 * process removes only numbers lower than its own, so that a late one sees the higher number. Null: somebody else
 * holds the lock.
 */
async function takePlace(path: string): Promise<DataFolderLock | null> {
  makeFolderAndParents(path, 0o700)
  const folder = openFolder(path)
  const server = createServer((socket) => socket.destroy())
  const draft = folder.pathOf(`new-${randomUUID()}`)
  let held = true
  const release = () => {
    if (held) server.close(() => folder.close())
    held = false
  }
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ path: draft, exclusive: true }, resolve)
    })
    server.unref()
    for (;;) {
      const last = Math.max(0, ...placesIn(path))
      if (await isListening(folder.pathOf(String(last)))) break
      const mine = last + 1
      // Listens before it gets its name, so that nobody ever finds a held lock that looks dead.
      if (!linked(draft, folder.pathOf(String(mine)))) continue
      const places = placesIn(path)
      if (places.some((place) => place > mine)) continue
      for (const place of places) if (place < mine) rmSync(folder.pathOf(String(place)), { force: true })
      return { release }
    }
    release()
    return null
  } catch (error) {
    release()
    throw inWords(error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function placesIn(path: string): number[] {
  return readdirSync(path)
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Some file systems that a machine shares with its guests support neither sockets nor second names. */
function inWords(error: unknown): unknown {
  return ['ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EINVAL', 'ENOSYS'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )
    ? new Error(
        'its file system does not support Unix sockets, which Portico needs to tell whether another one is running: choose a folder on a local disk',
      )
    : error
}

function lockFile(path: string): DataFolderLock {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK_OF_MACOS
  const file = openSync(path, flags, 0o600)
  return { release: () => closeSync(file) }
}
