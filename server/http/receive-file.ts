import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from './problems.ts'

const FOLDER_PREFIX = 'portico-upload-'

export interface ReceivedFile {
  path: string
  bytes: number
  /** In hexadecimal. */
  sha256: string
  remove(): Promise<void>
}

/**
 * Writes an upload into a folder of ours as it arrives, and reads it afterwards: only its end shows how a file is
 * encoded, and no transaction waits for a slow line.
 */
export async function receiveFile(upload: Readable, mostBytes: number): Promise<ReceivedFile> {
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX))
  const remove = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'upload')
  try {
    const hash = createHash('sha256')
    const written = createWriteStream(path, { mode: 0o600 })
    await pipeline(upload, limited(mostBytes, hash), written)
    return { path, bytes: written.bytesWritten, sha256: hash.digest('hex'), remove }
  } catch (error) {
    await remove()
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') throw new UploadBroken()
    throw error
  }
}

/** What a killed process has left. Other installations on this machine may have uploads under way. */
export async function removeUploadsLeftBefore(time: Date): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names.filter((one) => one.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name)
    try {
      if ((await stat(folder)).mtime < time) await rm(folder, { recursive: true, force: true })
    } catch {
      // Another user's, or gone in the meantime.
    }
  }
}

function limited(mostBytes: number, hash: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > mostBytes) throw new FileTooLarge(mostBytes)
      hash.update(chunk)
      yield chunk
    }
  }
}

class FileTooLarge extends Problem {
  constructor(mostBytes: number) {
    super(
      413,
      'too-large',
      'The file is too large',
      `A file may have up to ${Math.floor(mostBytes / 1024 / 1024)} MB. Split it into smaller ones, each with the header row.`,
    )
  }
}

class UploadBroken extends Problem {
  constructor() {
    super(
      400,
      'upload-broken',
      'The upload was interrupted',
      'The file did not arrive complete. Nothing was kept: upload it again.',
    )
  }
}
