import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * Every way in which text commonly ends up in files: as it is, or encoded for a URL, a mail, JSON, a database or a
 * wire.
 */
export function encodingsOf(secret: string): Map<string, Buffer[]> {
  const utf8 = Buffer.from(secret)
  const hex = utf8.toString('hex')
  const forms: Record<string, (string | Buffer)[]> = {
    raw: [utf8],
    hex: [hex, hex.toUpperCase()],
    base64: [0, 1, 2].flatMap((alignment) => base64At(utf8, alignment)),
    'quoted-printable': [quotedPrintable(utf8), hexEach(utf8, '=')],
    'percent-encoded': [encodeURIComponent(secret), hexEach(utf8, '%'), hexEach(utf8, '%').toLowerCase()],
    json: [JSON.stringify(secret).slice(1, -1), jsonAscii(secret)],
    html: [secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
    'utf-16': [Buffer.from(secret, 'utf16le'), Buffer.from(secret, 'utf16le').swap16()],
  }
  return new Map(
    Object.entries(forms).map(([name, texts]) => [name, texts.map((text) => Buffer.from(text as string))]),
  )
}

/** The position within the three bytes of base64 decides the letters; those at the edges depend on the neighbours. */
function base64At(utf8: Buffer, alignment: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(alignment), utf8])
    .toString('base64')
    .replace(/=+$/, '')
  const inner = whole.slice(Math.ceil((alignment * 8) / 6), Math.floor(((alignment + utf8.length) * 8) / 6))
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
}

const hexEach = (utf8: Buffer, mark: string) =>
  [...utf8].map((byte) => mark + byte.toString(16).padStart(2, '0').toUpperCase()).join('')

const quotedPrintable = (utf8: Buffer) =>
  [...utf8]
    .map((byte) =>
      (byte > 32 && byte < 127 && byte !== 61) || byte === 32
        ? String.fromCharCode(byte)
        : hexEach(Buffer.from([byte]), '='),
    )
    .join('')

const jsonAscii = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

interface Needle {
  bytes: Buffer
  /** The secret and its form. */
  means: string
}

/** Names what holds which secret in which form: `postgresql/pg_wal/0000…: typed password as raw`. */
export function findSecrets(places: Map<string, Buffer>, secrets: Record<string, string>): string[] {
  const needles = byTheirBegin(needlesOf(secrets))
  return [...places].flatMap(([place, content]) => {
    const found = new Set([...findNeedles(content, needles), ...findNeedles(unfolded(content), needles)])
    return [...found].map(({ means }) => `${place}: ${means}`)
  })
}

function needlesOf(secrets: Record<string, string>): Needle[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < 12) throw new Error(`${name} is too short to be told from chance`)
    const needles = [...encodingsOf(secret)].flatMap(([encoding, forms]) =>
      forms.map((bytes) => ({ bytes, means: `${name} as ${encoding}` })),
    )
    // Letters and digits alone look the same in most encodings, and are searched for once.
    return needles.filter(({ bytes }, at) => needles.findIndex((one) => one.bytes.equals(bytes)) === at)
  })
}

type ByBegin = (Needle[] | undefined)[]

/** By the number that their first two bytes are. */
function byTheirBegin(needles: Needle[]): ByBegin {
  const byBegin: ByBegin = Array.from({ length: 0x1_00_00 })
  for (const needle of needles) (byBegin[needle.bytes.readUInt16BE()] ??= []).push(needle)
  return byBegin
}

/** In one pass: there are hundreds of needles, and a database is seventy megabytes. */
function findNeedles(content: Buffer, byBegin: ByBegin): Needle[] {
  const found: Needle[] = []
  for (let at = 0; at < content.length - 1; at++) {
    const needles = byBegin[(content[at]! << 8) | content[at + 1]!]
    for (const needle of needles ?? [])
      if (content.subarray(at, at + needle.bytes.length).equals(needle.bytes)) found.push(needle)
  }
  return found
}

/** Mail breaks long lines, in quoted-printable with a sign and in base64 without. */
const unfolded = (content: Buffer) =>
  Buffer.from(content.toString('latin1').replaceAll(/=?\r?\n/g, ''), 'latin1')

/** Every file of a folder, by its path in it. */
export function readFolder(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [relative(folder, path), readFileSync(path)]
    }),
  )
}
