import { closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { CannotStart, reasonInWords } from './cannot-start.ts'

/** Another Portico holds the data folder. Its PostgreSQL can be used all the same: see `bring-up.ts`. */
export class AlreadyRunning extends CannotStart {}

export interface DataFolderLock {
  release(): void
}

/** From fcntl.h of macOS: open only when nobody else has the file open with it. Node does not name it. */
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

/** Node's own `recursive` never comes back where a folder cannot be, such as under /proc. */
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
 * One Portico at a time on a data folder. The kernel holds the lock, so it is gone with the process however that
 * ends: there is no stale lock file to judge, which two processes could do at the same moment.
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  try {
    return process.platform === 'darwin' ? lockFile(join(dataDir, 'lock')) : await lockName(dataDir)
  } catch (error) {
    if (!['EADDRINUSE', 'EAGAIN'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw dataFolderUnusable(dataDir, error)
    }
    throw new AlreadyRunning(
      `Portico is already running on the data folder ${dataDir}: stop that one first, or set DATA_DIR to another folder.`,
    )
  }
}

/** An abstract socket is a name that one process can hold. Made of the inode, so that a link is no way around it. */
async function lockName(dataDir: string): Promise<DataFolderLock> {
  const { dev, ino } = statSync(dataDir)
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ path: `\0portico-data-folder-${dev}-${ino}`, exclusive: true }, resolve)
  })
  server.unref()
  return { release: () => void server.close() }
}

function lockFile(path: string): DataFolderLock {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK_OF_MACOS
  const file = openSync(path, flags, 0o600)
  return { release: () => closeSync(file) }
}
