import { CsvReader, UnclosedQuote, type CsvRow } from '../../csv/csv-rows.ts'
import { UnreadableFile } from '../import.ts'
import { asTable } from './as-table.ts'
import { judgeDialect } from './judge-dialect.ts'
import { judgeLetters, textOf } from './letters.ts'
import type { FileTable, ReadingChoices, Recognized } from './table.ts'
import { delimiters } from './ways-to-read.ts'

const SNIFFED_CHARACTERS = 65_536
const JUDGED_CHARACTERS = 32_768

/** Reads a CSV file from any program: works out its encoding, its dialect and its columns. */
export async function readCsv(
  path: string,
  choices: ReadingChoices,
  recognized: Recognized,
): Promise<FileTable> {
  const letters = await judgeLetters(path, choices.encoding)
  const text = textOf(path, letters)
  try {
    const { start, ended } = await beginning(text)
    if (!isText(start)) throw new NotText()
    const told = /^sep=(.)(?:\r\n|\r|\n)/i.exec(start)
    const body = told ? start.slice(told[0].length) : start
    const wanted = choices.delimiter ?? delimiters.find((one) => one === told?.[1])
    const judged = body.slice(0, JUDGED_CHARACTERS)
    const isWhole = ended && judged.length === body.length
    const dialect = await judgeDialect(judged, isWhole, wanted, recognized)
    const reader = new CsvReader(dialect, told ? 2 : 1)
    const reading = {
      format: 'csv' as const,
      encoding: letters.encoding,
      encodingIsAsked: letters.isAsked,
      encodings: letters.choices,
      delimiter: dialect.delimiter,
      sheet: null,
      sheets: [],
      notes: letters.notes,
    }
    return await asTable(reading, readPieces(reader, body, text), choices, recognized, 'allCells')
  } catch (error) {
    await text.return(undefined)
    throw error
  }
}

async function beginning(text: AsyncGenerator<string, void>): Promise<{ start: string; ended: boolean }> {
  let start = ''
  while (start.length < SNIFFED_CHARACTERS) {
    const next = await text.next()
    if (next.done) return { start, ended: true }
    start += next.value
  }
  return { start, ended: false }
}

/** What a program made for itself, a picture say, is sprinkled with characters that nobody types. */
function isText(start: string): boolean {
  // eslint-disable-next-line no-control-regex
  const untypable = start.match(/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0
  return untypable <= start.length / 50
}

class NotText extends UnreadableFile {
  constructor() {
    super(
      'This is not text, so it is not a CSV file, whatever its name. Save the table as “CSV UTF-8” and upload that file.',
    )
  }
}

async function* readPieces(
  reader: CsvReader,
  start: string,
  rest: AsyncGenerator<string, void>,
): AsyncGenerator<CsvRow[], void> {
  try {
    const first = reader.read(start)
    if (first.length > 0) yield first
    for await (const text of rest) {
      const rows = reader.read(text)
      if (rows.length > 0) yield rows
    }
    const last = reader.end()
    if (last.length > 0) yield last
  } catch (error) {
    if (!(error instanceof UnclosedQuote)) throw error
    throw new UnreadableFile(
      `The quotation mark that opens a cell in line ${error.line} is never closed. Close it, or remove it, and upload the file again.`,
    )
  } finally {
    await rest.return(undefined)
  }
}
