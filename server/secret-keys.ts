import { hkdfSync, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { dataFolderUnusable, makeDataFolder } from './data-folder.ts'

export interface SecretKeys {
  /** 32 bytes. Seals what must not be read in the database, and signs what comes back to us from outside. */
  current: Buffer
  /** An earlier key: what it sealed or signed still counts. */
  old: Buffer[]
}

const KEY_BYTES = 32
const FINGERPRINT_BYTES = 12

/** From SECRET_KEY and SECRET_KEY_OLD, or from the data folder, where one is made if there is none. */
export function readSecretKeys(
  given: { current: string | undefined; old: string | undefined },
  dataDir: string,
): SecretKeys {
  const old = (given.old ?? '')
    .split(',')
    .filter((text) => text.trim() !== '')
    .map((text) => decodedKey(text, 'SECRET_KEY_OLD'))
  if (given.current) return { current: decodedKey(given.current, 'SECRET_KEY'), old }
  const file = join(dataDir, 'secret-key')
  makeDataFolder(dataDir)
  try {
    return { current: decodedKey(readOrMakeKey(file), file), old }
  } catch (error) {
    throw error instanceof CannotStart ? error : dataFolderUnusable(dataDir, error)
  }
}

/** Each use gets its own key (RFC 5869), so that what one use reveals never weakens another. */
export function derivedKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', purpose, KEY_BYTES))
}

/** Identifies a key, and opens nothing. */
export function fingerprint(key: Buffer): string {
  return derivedKey(key, 'portico fingerprint').subarray(0, FINGERPRINT_BYTES).toString('hex')
}

function readOrMakeKey(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  // Written aside and linked, so that nobody reads half a key, and of two servers that start at once one key stays.
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true })
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8')
}

function decodedKey(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES || !/^[\w+/-]+=*$/.test(text.trim())) {
    throw new CannotStart(`${where} must hold 32 bytes in base64, as \`openssl rand -base64 32\` makes them.`)
  }
  return key
}
