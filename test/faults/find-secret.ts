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

/** Names what holds which secret in which form: `postgresql/pg_wal/0000…: typed password as raw`. */
export function findSecrets(places: Map<string, Buffer>, secrets: Record<string, string>): string[] {
  const hits: string[] = []
  const contents = [...places].map(([place, content]) => ({ place, forms: [content, unfolded(content)] }))
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.length < 12) throw new Error(`${name} is too short to be told from chance`)
    // Letters and digits alone look the same in most encodings, and are searched for once.
    const searched = new Set<string>()
    for (const [encoding, needles] of encodingsOf(secret))
      for (const needle of needles) {
        const key = needle.toString('latin1')
        if (searched.has(key)) continue
        searched.add(key)
        for (const { place, forms } of contents)
          if (forms.some((content) => content.includes(needle))) hits.push(`${place}: ${name} as ${encoding}`)
      }
  }
  return hits
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
