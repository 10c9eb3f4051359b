import iconv from 'iconv-lite'
import { createReadStream } from 'node:fs'
import { isUtf8 } from 'node:buffer'
import { pauses } from '../pauses.ts'
import { ownProperties } from './own-properties.ts'
import { readLine, wholeLines, type Letters } from './letters.ts'

/** One property of a card: `item1.TEL;TYPE=WORK,PREF:+49 30 1234`. */
export interface Property {
  line: number
  name: string
  /** In capitals: what is given by name as TYPE, or without a name as vCard 2.1 does. */
  types: string[]
  parameters: Record<string, string>
  /** As written: its parts are cut before their backslashes are taken away. */
  value: string
}

const MOST_VALUE_CHARACTERS = 100_000
/** The properties that somebody asks for: a card has many more. */
const READ = new Set([
  ...'BEGIN END KIND X-ADDRESSBOOKSERVER-KIND X-ABSHOWAS FN N ORG TITLE ROLE EMAIL TEL ADR LANG TZ URL BDAY NOTE'.split(
    ' ',
  ),
  ...ownProperties.keys(),
])
/** Pictures and keys are most of a file, and nothing that is imported. */
const NOT_READ = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE|X-MS-OL-DESIGN)\b/i

/** The properties of a vCard file (RFC 6350, RFC 2426 and the vCard 2.1 of 1996), unfolded, in pieces. */
export async function* propertiesOf(path: string, letters: Letters): AsyncGenerator<Property[], void> {
  const pause = pauses()
  let properties: Property[] = []
  let open: { line: number; text: string } | null = null
  const end = () => {
    const property = open && propertyOf(open.line, open.text, letters)
    if (property) properties.push(property)
    open = null
  }
  for await (const lines of linesOf(path, letters)) {
    for (const { line, text } of lines) {
      await pause()
      const isFolded: boolean = open !== null && /^[ \t]/.test(text)
      if (open !== null && (isFolded || isSoftBroken(open.text))) {
        // Between quoted-printable lines the "=" at the end goes; before others, the blank at their beginning.
        const joined: string = isSoftBroken(open.text)
          ? open.text.slice(0, -1) + text.replace(/^[ \t](?==)/, '')
          : open.text + text.slice(1)
        if (open.text.length < MOST_VALUE_CHARACTERS && !NOT_READ.test(open.text)) open.text = joined
        continue
      }
      end()
      if (text.trim() !== '') open = { line, text }
    }
    if (properties.length > 0) yield properties
    properties = []
  }
  end()
  if (properties.length > 0) yield properties
}

/** The bytes of the file, unfolded: some programs break a line in the middle of a letter. */
export async function* unfolded(path: string): AsyncGenerator<Buffer, void> {
  let left = ''
  for await (const lines of wholeLines(path)) {
    left += lines.toString('latin1')
    // What stands in a line that is folded may go on in the next piece.
    const end = left.slice(0, -1).search(/\n(?![ \t])[^\n]*(?:\n[ \t][^\n]*)*$/) + 1
    const cut = end === 0 && left.length > MOST_VALUE_CHARACTERS * 10 ? left.length : end
    if (cut > 0) yield bytesOf(left.slice(0, cut))
    left = left.slice(cut)
  }
  yield bytesOf(left)
}

const bytesOf = (text: string) => Buffer.from(text.replace(/\r?\n[ \t]/g, ''), 'latin1')

const isQuotedPrintable = (text: string) => /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE\b/i.test(text)
const isSoftBroken = (text: string) => text.endsWith('=') && isQuotedPrintable(text)

/** Bytes, each as the character of its number: every property may be in an encoding of its own. */
async function* linesOf(
  path: string,
  { encoding }: Letters,
): AsyncGenerator<{ line: number; text: string }[], void> {
  const isWide = encoding.startsWith('utf-16')
  const decoder = isWide ? iconv.getDecoder(encoding) : null
  let rest = ''
  let line = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    rest += decoder ? Buffer.from(decoder.write(chunk)).toString('latin1') : chunk.toString('latin1')
    // An end that comes in two may be in two pieces.
    const cut = rest.endsWith('\r') ? rest.slice(0, -1) : rest
    const lines = cut.split(/\r\n|\r|\n/)
    rest = lines.pop()! + rest.slice(cut.length)
    yield lines.map((text) => ({ line: ++line, text }))
  }
  yield [{ line: ++line, text: rest.replace(/\r$/, '') }]
}

function propertyOf(line: number, text: string, letters: Letters): Property | null {
  const colon = colonIn(text)
  if (colon < 0) return null
  const [start = '', ...given] = parametersIn(text.slice(0, colon))
  const name = start.replace(/^\u00ef\u00bb\u00bf/, '')
  const dot = name.lastIndexOf('.')
  const bareName = name
    .slice(dot + 1)
    .trim()
    .toUpperCase()
  if (!READ.has(bareName)) return null
  const parameters: Record<string, string> = {}
  const types: string[] = []
  for (const parameter of given) {
    const [key, value] = parameter.includes('=') ? cutAt(parameter, '=') : ['', parameter]
    const upper = key.trim().toUpperCase()
    const bare = value.replaceAll('"', '').trim()
    if (upper === 'TYPE' || upper === '') types.push(...bare.toUpperCase().split(','))
    else parameters[upper] = bare
  }
  return {
    line,
    name: bareName,
    types,
    parameters,
    value: letterOf(text.slice(colon + 1), types, parameters, letters),
  }
}

/** Cut at semicolons that are not in quotation marks. */
const parametersIn = (text: string) =>
  text.includes('"') ? (text.match(/(?:"[^"]*"?|[^";])+/g) ?? []) : text.split(';')

function cutAt(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** The colon that ends name and parameters: not one in quotation marks. */
function colonIn(text: string): number {
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === ':' && !isQuoted) return at
  }
  return text.indexOf(':')
}

function letterOf(
  value: string,
  types: string[],
  { ENCODING = '', CHARSET }: Record<string, string>,
  letters: Letters,
): string {
  const encoding = ENCODING.toUpperCase()
  if (encoding === 'B' || encoding === 'BASE64' || types.includes('BASE64')) return ''
  const isPrintable = encoding === 'QUOTED-PRINTABLE' || types.includes('QUOTED-PRINTABLE')
  const plain = isPrintable
    ? value.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : value
  const bytes = Buffer.from(plain, 'latin1')
  // Many programs say ISO 8859-1 and write UTF-8.
  const isWestern = CHARSET === undefined || /^(?:utf-?8|iso-8859-1|windows-1252|us-ascii)$/i.test(CHARSET)
  if (isWestern && isUtf8(bytes)) return bytes.toString()
  if (CHARSET !== undefined && !/^utf-?8$/i.test(CHARSET) && iconv.encodingExists(CHARSET))
    return iconv.decode(bytes, CHARSET)
  return readLine(bytes, letters.otherwise, letters.lineByLine)
}
