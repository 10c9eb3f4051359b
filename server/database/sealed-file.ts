import { createHash, createHmac } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import { derivedKey, fingerprint, type SecretKeys } from '../secret-keys.ts'
import type { RowsOf } from './rows.ts'

/**
 * The beginning of a file of rows. It is followed by a line `["table",row]` for every row, the number of rows of each
 * table, and a seal over everything before it, which shows whether the file was cut off or changed. All of it is
 * compressed with gzip.
 */
export interface FileHeader {
  portico: string
  format: number
  at: string
  /** The fingerprint of the secret key that the seal was made with. */
  key: string
  /** The migrations that made the tables these rows fit. */
  migrations: string[]
}

export interface FileKind {
  portico: string
  format: number
  /** In a sentence: "a backup". */
  called: string
  /** What to do about one that was made with another secret key. */
  ofAnotherKey: string
}

export type RowCounts = Record<string, number>

export const total = (counts: RowCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

const ROWS_AT_ONCE = 500

/** A new file that only this user may read. Returns once it is on the disk. */
export async function writeSealed(
  file: string,
  header: Omit<FileHeader, 'key'>,
  batches: AsyncIterable<RowsOf>,
  secretKey: Buffer,
): Promise<RowCounts> {
  const counts: RowCounts = {}
  const whole = { ...header, key: fingerprint(secretKey) }
  await pipeline(
    Readable.from(sealed(lines(whole, batches, counts), secretKey)),
    createGzip(),
    createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }),
  )
  return counts
}

async function* sealed(lines: AsyncIterable<string>, secretKey: Buffer): AsyncGenerator<string> {
  const seal = sealOf(secretKey)
  for await (const line of lines) {
    seal.update(line)
    yield line
  }
  yield `${JSON.stringify(seal.digest())}\n`
}

async function* lines(
  header: FileHeader,
  batches: AsyncIterable<RowsOf>,
  counts: RowCounts,
): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`
  for await (const { table, rows } of batches) {
    counts[table] = (counts[table] ?? 0) + rows.length
    yield rows.map((row) => `["${table}",${row}]\n`).join('')
  }
  yield `${JSON.stringify({ end: counts })}\n`
}

/** `digest` shows an accident, but anybody can make one; `proof` can only be made with the key. */
export interface Seal {
  digest: string
  proof: string
}

export function sealOf(secretKey: Buffer) {
  const hash = createHash('sha256')
  const hmac = createHmac('sha256', derivedKey(secretKey, 'portico backup'))
  return {
    update(text: string) {
      hash.update(text)
      hmac.update(text)
    },
    digest: (): Seal => ({ digest: hash.digest('hex'), proof: hmac.digest('hex') }),
  }
}

export interface FileKeys {
  secretKeys: SecretKeys
  /** The key of the file is lost: only accidents can be detected then. */
  acceptNewSecretKey: boolean
}

export interface SealedFile<Header = FileHeader> {
  header: Header
  /** To be read to the end: what it has given before it throws is worth nothing. */
  batches: AsyncGenerator<RowsOf, RowCounts>
}

/** Throws `CannotStart` if it is another kind of file, incomplete, or changed, and says which. */
export async function readSealed<Header extends FileHeader = FileHeader>(
  file: string,
  kind: FileKind,
  keys: FileKeys,
): Promise<SealedFile<Header>> {
  const lines = linesOf(file)
  const first = (await lines.next()).value ?? ''
  const header = parsed<Header>(first) as Header | null
  if (header?.portico !== kind.portico || header.format !== kind.format)
    throw new CannotStart(`${file} is not ${kind.called} that this Portico can read.`)
  const check = checkOf(header, kind, keys)
  check.add(first)
  return { header, batches: batchesOf(lines, file, check) }
}

async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const source = createReadStream(file)
  const unpacked = source.pipe(createGunzip())
  source.on('error', (error) => unpacked.destroy(error))
  // Reading begins when the first line is asked for, and an earlier error would go unheard.
  const lines = createInterface({ input: unpacked, crlfDelay: Infinity })
  try {
    for await (const line of lines) yield line
    if (unpacked.errored) throw unpacked.errored
  } catch (error) {
    throw new CannotStart(`${file} cannot be read: ${(error as Error).message}.`)
  }
}

interface Check {
  add(line: string): void
  /** Whether the last line of the file says this about all the lines before it. */
  isSealedBy(line: string): boolean
}

function checkOf(
  header: FileHeader,
  kind: FileKind,
  { secretKeys: { current, old }, acceptNewSecretKey }: FileKeys,
): Check {
  const key = [current, ...old].find((one) => fingerprint(one) === header.key)
  if (!key && !acceptNewSecretKey) throw new CannotStart(kind.ofAnotherKey)
  const seal = sealOf(key ?? current)
  return {
    add: (line) => seal.update(`${line}\n`),
    isSealedBy(line) {
      const { digest, proof } = seal.digest()
      const said = parsed<Seal>(line)
      return said?.digest === digest && (!key || said.proof === proof)
    },
  }
}

function parsed<T>(line: string): Partial<T> | null {
  try {
    return JSON.parse(line) as Partial<T> | null
  } catch {
    return null
  }
}

async function* batchesOf(
  lines: AsyncGenerator<string, undefined>,
  file: string,
  check: Check,
): AsyncGenerator<RowsOf, RowCounts> {
  const counts: RowCounts = {}
  let batch: RowsOf = { table: '', rows: [] }
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    check.add(next.value)
    const [, table, row] = /^\["(\w+)",(.*)\]$/s.exec(next.value) ?? []
    const goesOn = table === batch.table && batch.rows.length < ROWS_AT_ONCE
    if (!goesOn && batch.rows.length > 0) yield batch
    if (table === undefined || row === undefined) {
      if (await endsWell(lines, next.value, counts, check)) return counts
      break
    }
    if (!goesOn) batch = { table, rows: [] }
    batch.rows.push(row)
    counts[table] = (counts[table] ?? 0) + 1
  }
  throw changedFile(file)
}

const changedFile = (file: string) =>
  new CannotStart(`${file} is incomplete or was changed. Nothing of it was kept.`)

/** A row that the database cannot take is noticed before the seal, which is at the end of the file. */
export function refuseDamage(error: unknown, file: string): never {
  const isOfValue = error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
  throw isOfValue ? changedFile(file) : error
}

/** To the very end, where gzip has its own checksum, and nothing else may follow. */
async function endsWell(
  lines: AsyncGenerator<string, undefined>,
  line: string,
  counts: RowCounts,
  check: Check,
): Promise<boolean> {
  const said = Object.entries(parsed<{ end: RowCounts }>(line)?.end ?? {}).filter(([, count]) => count > 0)
  if (JSON.stringify(said) !== JSON.stringify(Object.entries(counts))) return false
  const seal = await lines.next()
  return !seal.done && check.isSealedBy(seal.value) && !!(await lines.next()).done
}
