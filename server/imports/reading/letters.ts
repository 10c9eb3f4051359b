import iconv from 'iconv-lite'
import { isAscii, isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { headOf } from './head-of.ts'
import { pauses } from '../pauses.ts'
import { encodingNames, encodings, type Encoding } from './ways-to-read.ts'
import { judgeEncoding } from './judge-encoding.ts'

/** How a file's bytes are read as letters. */
export interface Letters {
  encoding: Encoding
  /** For lines that are not UTF-8, whatever the others are. */
  otherwise: Encoding
  /** Lines that are UTF-8 are read as that, although the file is not. */
  lineByLine: boolean
  /** What the same bytes would say otherwise; none where all is ASCII or marked. */
  choices: { encoding: Encoding; samples: string[] }[]
  /** The best guess is not good enough to go on with. */
  isAsked: boolean
  notes: string[]
}

const HEAD_BYTES = 4096
const MOST_WORDS = 300
const MOST_LINE_BYTES = 1024 * 1024
const SAMPLES = 5
const MULTI_BYTE: Encoding[] = ['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr']
const OF_OTHER_SCRIPTS: Encoding[] = ['windows-1251', 'windows-1253', 'koi8-r', ...MULTI_BYTE]

/** Judges each line by itself: one stray byte does not make another file of all others. */
export async function judgeLetters(
  path: string,
  chosen?: Encoding,
  linesOfFile: (path: string) => AsyncIterable<Buffer> = wholeLines,
): Promise<Letters> {
  const head = await headOf(path, HEAD_BYTES)
  const found = encodingByHead(head)
  if (found && (chosen === undefined || chosen === found)) return decided(found)
  if (chosen?.startsWith('utf-16')) return decided(chosen)
  const { utf8Lines, otherLines, firstOther, utf8Words, otherWords } = await survey(linesOfFile(path))
  if (otherLines === 0)
    return {
      ...decided(chosen ?? 'utf-8'),
      lineByLine: false,
      choices: choicesFor(utf8Words, ['utf-8', ...encodingNames]),
    }
  const { encoding: best, rivals } = await judgeEncoding(otherWords)
  const isMostlyUtf8 = utf8Lines >= otherLines || isMarkedUtf8(head)
  const otherwise = chosen === undefined || chosen === 'utf-8' ? best : chosen
  const encoding = chosen ?? (isMostlyUtf8 ? 'utf-8' : best)
  // By chance, a few short lines of Chinese are UTF-8, too. Other letters hardly ever are.
  const isByChance = MULTI_BYTE.includes(otherwise) && utf8Lines * 5 < otherLines
  const lineByLine = utf8Lines > 0 && (isMostlyUtf8 || !isByChance)
  return {
    encoding,
    otherwise,
    lineByLine,
    choices: choicesFor(wordsThatDiffer(otherWords, [best, ...rivals]), [
      best,
      ...rivals,
      'utf-8',
      ...encodingNames,
    ]),
    isAsked: chosen === undefined && rivals.length > 0,
    notes: lineByLine
      ? [strayLines(otherLines, linesOfFile === wholeLines ? firstOther : null, otherwise, otherWords)]
      : [],
  }
}

const decided = (encoding: Encoding): Letters => ({
  encoding,
  otherwise: encoding === 'utf-8' ? 'windows-1252' : encoding,
  lineByLine: encoding === 'utf-8',
  choices: [],
  isAsked: false,
  notes: [],
})

function strayLines(count: number, first: number | null, otherwise: Encoding, words: Buffer[]): string {
  // What GB18030 has four bytes for may be half a letter.
  const example = iconv.decode(words[0] ?? Buffer.alloc(0), otherwise).toWellFormed()
  const are = count === 1 ? 'is not UTF-8 and is' : 'are not UTF-8 and are'
  const which =
    count === 1
      ? `Line ${first ?? ''}`
      : `${count.toLocaleString('en')} lines${first === null ? '' : `, the first of them line ${first},`}`
  return `${first === null && count === 1 ? 'One line' : which} ${are} read as ${encodings[otherwise]}: “${example}”.`
}

/** The file as text, in pieces that end where a line does. */
export async function* textOf(
  path: string,
  { encoding, otherwise, lineByLine }: Letters,
): AsyncGenerator<string, void> {
  if (encoding !== 'utf-8' && !lineByLine) return yield* decoded(path, encoding)
  let isFirst = true
  for await (const lines of wholeLines(path)) {
    const text = isUtf8(lines)
      ? lines.toString()
      : linesOf(lines)
          .map((line) => readLine(line, otherwise, lineByLine))
          .join('')
    yield isFirst && text.startsWith('\ufeff') ? text.slice(1) : text
    isFirst = false
  }
}

/** A line that is not UTF-8 as a whole may still be in parts, where programs pasted it together. */
export function readLine(line: Buffer, otherwise: Encoding, inParts: boolean): string {
  if (isUtf8(line)) return line.toString()
  if (!inParts || OF_OTHER_SCRIPTS.includes(otherwise))
    return iconv.decode(line, otherwise, { stripBOM: false })
  return line.toString('latin1').replace(/[\x80-\xff]+/g, (run) => {
    const bytes = Buffer.from(run, 'latin1')
    return isUtf8(bytes) ? bytes.toString() : iconv.decode(bytes, otherwise, { stripBOM: false })
  })
}

async function* decoded(path: string, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of createReadStream(path)) {
    const text = decoder.write(chunk as Buffer)
    if (text) yield text
  }
  const last = decoder.end()
  if (last) yield last
}

/** Pieces of the file that end with a line, or after a million bytes without an end. */
export async function* wholeLines(path: string): AsyncGenerator<Buffer, void> {
  let left: Buffer[] = []
  let leftBytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const end = Math.max(chunk.lastIndexOf(NEW_LINE), chunk.lastIndexOf(RETURN)) + 1
    if (end === 0 && leftBytes < MOST_LINE_BYTES) {
      left.push(chunk)
      leftBytes += chunk.length
      continue
    }
    yield Buffer.concat([...left, chunk.subarray(0, end)])
    left = [chunk.subarray(end)]
    leftBytes = chunk.length - end
  }
  if (leftBytes > 0) yield Buffer.concat(left)
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let newLine = -1
  let back = -1
  for (let at = 0; at < bytes.length;) {
    if (newLine < at) newLine = endOf(bytes, NEW_LINE, at)
    if (back < at) back = endOf(bytes, RETURN, at)
    const end = back + 1 === newLine || newLine < back ? newLine + 1 : back + 1
    lines.push(bytes.subarray(at, end))
    at = end
  }
  return lines
}

function endOf(bytes: Buffer, code: number, from: number): number {
  const found = bytes.indexOf(code, from)
  return found < 0 ? bytes.length : found
}

interface Survey {
  /** Lines with letters beyond ASCII, by whether they are UTF-8. */
  utf8Lines: number
  otherLines: number
  /** The line number of the first that is not UTF-8. */
  firstOther: number
  utf8Words: Buffer[]
  otherWords: Buffer[]
}

async function survey(pieces: AsyncIterable<Buffer>): Promise<Survey> {
  const utf8Words = new Set<string>()
  const otherWords = new Set<string>()
  const found = { utf8Lines: 0, otherLines: 0, firstOther: 0 }
  let lineNumber = 0
  const pause = pauses()
  for await (const lines of pieces) {
    if (isAscii(lines) && found.firstOther > 0) continue
    if (isAscii(lines)) lineNumber += linesOf(lines).length
    else
      for (const line of linesOf(lines)) {
        lineNumber++
        if (isAscii(line)) continue
        const isOther = !isUtf8(line)
        if (isOther) {
          found.otherLines++
          found.firstOther ||= lineNumber
        } else found.utf8Lines++
        takeWords(isOther ? otherWords : utf8Words, line)
        await pause()
      }
    await pause()
  }
  const asBytes = (words: Set<string>) => [...words].map((word) => Buffer.from(word, 'latin1'))
  return { ...found, utf8Words: asBytes(utf8Words), otherWords: asBytes(otherWords) }
}

// A second byte of Asian letters may be any from "@" on: words end only at what cannot be one.
const WORD = /(?<![^\0- ,;"])[^\0- ,;"]*[\x80-\xff][^\0- ,;"]*/g
const MOST_WORD_BYTES = 60

function takeWords(words: Set<string>, line: Buffer) {
  if (words.size >= MOST_WORDS) return
  const start = isMarkedUtf8(line) ? 3 : 0
  for (const [word] of line.subarray(start, 10_000).toString('latin1').matchAll(WORD)) {
    if (words.size >= MOST_WORDS) return
    if (word.length <= MOST_WORD_BYTES && (!isUtf8(Buffer.from(word, 'latin1')) || isUtf8(line)))
      words.add(word)
  }
}

function wordsThatDiffer(words: Buffer[], encodings: Encoding[]): Buffer[] {
  const differs = (word: Buffer) =>
    new Set(encodings.slice(0, 4).map((one) => iconv.decode(word, one))).size > 1
  const differing = words.filter(differs)
  return differing.length > 0 ? differing : words
}

/** What the words say in each encoding that knows all of their letters. */
function choicesFor(words: Buffer[], names: Encoding[]) {
  const shown = words.slice(0, SAMPLES)
  if (shown.length === 0) return []
  return [...new Set(names)].flatMap((encoding) => {
    if (encoding.startsWith('utf-16')) return []
    const samples = shown.map((word) => iconv.decode(word, encoding))
    return samples.some((sample) => /[\p{Cc}\p{Cn}\p{Cs}\ufffd]/u.test(sample)) ? [] : [{ encoding, samples }]
  })
}

const isMarkedUtf8 = (head: Buffer) => head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf

function encodingByHead(head: Buffer): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  // Without a mark, UTF-16 shows by its zeros, which all are the same half of a letter: of Latin text, or of its blanks, commas and ends of lines.
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]!++
  const [even, odd] = zeros as [number, number]
  if (odd >= 2 && even <= odd / 10 && isTextIn(head, 'utf-16le')) return 'utf-16le'
  if (even >= 2 && odd <= even / 10 && isTextIn(head, 'utf-16be')) return 'utf-16be'
  return null
}

function isTextIn(head: Buffer, encoding: Encoding): boolean {
  const text = iconv.decode(head.subarray(0, head.length & ~1), encoding)
  // eslint-disable-next-line no-control-regex
  const isGarbled = /[\u0000-\u0008\ufffd\ufffe\uffff]|[\p{Cn}\p{Co}]/u.test(text.slice(0, -1))
  return !isGarbled && /[\n\r,;|\t]/.test(text)
}

const NEW_LINE = 10
const RETURN = 13
