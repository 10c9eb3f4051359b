import { asRow, MOST_CELL_CHARACTERS, MOST_CELLS, type CsvRow } from '../../csv/csv-rows.ts'
import { UnreadableFile } from '../import.ts'
import { percent, plainNumber, type Workbook } from './workbook.ts'
import { xmlEvents, type XmlEvent } from './xml.ts'
import type { Zip } from './zip.ts'

/** LibreOffice has hardly more rows. */
const MOST_LINE = 100_000_000
/** A row that is said to repeat more often than this repeats for its looks. */
const MOST_REPEATS = 1_000

/** Opens an OpenDocument spreadsheet (ISO/IEC 26300). */
export async function openOds(zip: Zip): Promise<Workbook> {
  await refuseLocked(zip)
  const sheets: Workbook['sheets'] = []
  for await (const events of contentOf(zip)) {
    for (const event of events)
      if (event.kind === 'open' && event.name === 'table' && event.attributes['name'] !== undefined)
        sheets.push({ name: event.attributes['name'], hidden: false })
  }
  if (sheets.length === 0)
    throw new UnreadableFile(
      'This OpenDocument file has no sheet with cells. Save the table as a spreadsheet (.ods), and upload that.',
    )
  return {
    sheets,
    notes: [],
    close: () => zip.close(),
    async *rows(sheet) {
      const reader = new SheetReader(sheet)
      for await (const events of contentOf(zip)) {
        for (const event of events) reader.take(event)
        const rows = reader.taken()
        if (rows.length > 0) yield rows
        if (reader.isDone) return
      }
    },
  }
}

async function refuseLocked(zip: Zip) {
  const manifest = await zip.stream('META-INF/manifest.xml')
  if (!manifest) return
  for await (const events of xmlEvents(manifest))
    for (const event of events)
      if (event.kind === 'open' && event.name === 'encryption-data')
        throw new UnreadableFile(
          'This file is locked with a password. Save a copy without one, and upload that.',
        )
}

async function* contentOf(zip: Zip): AsyncGenerator<XmlEvent[], void> {
  const stream = await zip.stream('content.xml')
  if (stream) yield* xmlEvents(stream)
}

/** What stands in a cell beside its text: a comment, a drawing. */
const BESIDE = new Set(['annotation', 'shapes', 'frame', 'ruby-text'])

class SheetReader {
  readonly #sheet: string
  #rows: CsvRow[] = []
  #cells: string[] = []
  #line = 0
  #rowRepeats = 1
  #depth = 0
  #beside = 0
  #cell: Record<string, string> | null = null
  #text = ''
  #paragraphs = 0
  isDone = false

  constructor(sheet: string) {
    this.#sheet = sheet
  }

  taken(): CsvRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  take(event: XmlEvent) {
    if (this.isDone) return
    if (event.kind === 'text') {
      if (this.#cell && this.#beside === 0 && this.#paragraphs > 0)
        this.#append(event.text.replace(/[\t\r\n ]+/g, ' '))
    } else if (BESIDE.has(event.name)) this.#beside += event.kind === 'open' ? 1 : -1
    else if (this.#beside > 0) return
    else if (event.kind === 'open') this.#open(event.name, event.attributes)
    else this.#close(event.name)
  }

  #open(name: string, attributes: Record<string, string>) {
    if (name === 'table') {
      if (this.#depth > 0 || attributes['name'] === this.#sheet) this.#depth++
      return
    }
    if (this.#depth !== 1) return
    switch (name) {
      case 'table-row':
        this.#cells = []
        this.#rowRepeats = repeats(attributes['number-rows-repeated'])
        break
      case 'table-cell':
      case 'covered-table-cell':
        this.#cell = attributes
        this.#text = ''
        this.#paragraphs = 0
        break
      case 'p':
        if (this.#paragraphs++ > 0) this.#append('\n')
        break
      case 's':
        this.#append(' '.repeat(Math.min(repeats(attributes['c']), 100)))
        break
      case 'tab':
        this.#append('\t')
        break
      case 'line-break':
        this.#append('\n')
    }
  }

  #close(name: string) {
    if (name === 'table' && this.#depth > 0) {
      this.#depth--
      this.isDone = this.#depth === 0
    }
    if (this.#depth !== 1) return
    if (name === 'table-row') this.#endRow()
    else if ((name === 'table-cell' || name === 'covered-table-cell') && this.#cell) {
      this.#endCell(this.#cell)
      this.#cell = null
    }
  }

  #append(text: string) {
    if (this.#text.length <= MOST_CELL_CHARACTERS) this.#text += text
  }

  #endCell(attributes: Record<string, string>) {
    const shown = shownCell(attributes, this.#text)
    const count = Math.min(repeats(attributes['number-columns-repeated']), MOST_CELLS - this.#cells.length)
    for (let n = 0; n < count; n++) this.#cells.push(shown)
  }

  #endRow() {
    const end = this.#cells.findLastIndex((cell) => cell.trim() !== '') + 1
    const cells = this.#cells.slice(0, end)
    // The same row a thousand times tells no more than once.
    const repeats = end === 0 ? 0 : this.#rowRepeats <= MOST_REPEATS ? this.#rowRepeats : 1
    for (let n = 1; n <= repeats; n++) this.#rows.push(asRow(this.#line + n, cells))
    this.#line = Math.min(this.#line + this.#rowRepeats, MOST_LINE)
  }
}

function repeats(attribute: string | undefined): number {
  const count = Number(attribute ?? 1)
  return Number.isSafeInteger(count) && count > 0 ? count : 1
}

function shownCell(cell: Record<string, string>, text: string): string {
  const number = Number(cell['value'])
  switch (cell['value-type']) {
    case 'float':
    case 'currency':
      // 00123 is how the cell shows 123: a number of an account, a postal code.
      if (/^0\d+$/.test(text) && Number(text) === number) return text
      return cell['value'] === undefined ? text : plainNumber(number)
    case 'percentage':
      return cell['value'] === undefined ? text : percent(number)
    case 'date':
      return (cell['date-value'] ?? text).replace(/T00:00(?::00)?(?:\.0+)?$/, '').replace('T', ' ')
    case 'boolean':
      return (cell['boolean-value'] ?? text).toUpperCase()
    default:
      return text === '' ? (cell['string-value'] ?? '') : text
  }
}
