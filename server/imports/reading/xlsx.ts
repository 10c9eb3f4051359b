import { asRow, MOST_CELL_CHARACTERS, MOST_CELLS, type CsvRow } from '../../csv/csv-rows.ts'
import { UnreadableFile } from '../import.ts'
import type { Workbook } from './workbook.ts'
import { numberFormat, shownNumber, type NumberFormat } from './xlsx-format.ts'
import { xmlEvents, type XmlEvent } from './xml.ts'
import type { Zip } from './zip.ts'

/** Excel has no more rows. */
const MOST_LINE = 1_048_576
const MOST_SHARED_CHARACTERS = 100_000_000

/** Opens an Excel workbook (ECMA-376, part 1). */
export async function openXlsx(zip: Zip): Promise<Workbook> {
  const { sheets, from1904 } = await readSheets(zip)
  if (sheets.length === 0) throw new UnreadableFile('The workbook has no sheet with cells.')
  const notes: string[] = []
  const shared = await readSharedStrings(zip)
  const formats = await readFormats(zip)
  return {
    sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
    notes,
    close: () => zip.close(),
    async *rows(sheet) {
      const { path } = sheets.find(({ name }) => name === sheet)!
      const reader = new SheetReader(shared, formats, from1904)
      for await (const events of partOf(zip, path)) {
        for (const event of events) reader.take(event)
        const rows = reader.taken()
        if (rows.length > 0) yield rows
      }
      if (reader.uncomputed > 0 && notes.length === 0)
        notes.push(
          `${reader.uncomputed.toLocaleString('en')} cells hold formulas whose results are not in the file, and are read as empty. Open the workbook in Excel, save it, and upload it again.`,
        )
    },
  }
}

async function* partOf(zip: Zip, path: string): AsyncGenerator<XmlEvent[], void> {
  const stream = await zip.stream(path)
  if (stream) yield* xmlEvents(stream)
}

interface SheetPart {
  name: string
  hidden: boolean
  path: string
}

async function readSheets(zip: Zip): Promise<{ sheets: SheetPart[]; from1904: boolean }> {
  const paths = new Map<string, string>()
  for await (const events of partOf(zip, 'xl/_rels/workbook.xml.rels'))
    for (const event of events)
      if (
        event.kind === 'open' &&
        event.name === 'Relationship' &&
        event.attributes['Type']?.endsWith('/worksheet')
      )
        paths.set(event.attributes['Id'] ?? '', partPath(event.attributes['Target'] ?? ''))
  const sheets: SheetPart[] = []
  let from1904 = false
  for await (const events of partOf(zip, 'xl/workbook.xml'))
    for (const event of events) {
      if (event.kind !== 'open') continue
      if (event.name === 'workbookPr') from1904 = isTrue(event.attributes['date1904'])
      const path = paths.get(event.attributes['id'] ?? '')
      if (event.name === 'sheet' && path)
        sheets.push({
          name: event.attributes['name'] ?? path,
          hidden: (event.attributes['state'] ?? 'visible') !== 'visible',
          path,
        })
    }
  return { sheets, from1904 }
}

const isTrue = (value: string | undefined) => value === '1' || value === 'true'

/** Targets are relative to the workbook, or absolute in the archive. */
function partPath(target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const folders = ['xl']
  for (const part of target.split('/'))
    if (part === '..') folders.pop()
    else if (part !== '.') folders.push(part)
  return folders.join('/')
}

async function readSharedStrings(zip: Zip): Promise<string[]> {
  const strings: string[] = []
  const text = new CellText()
  let characters = 0
  for await (const events of partOf(zip, 'xl/sharedStrings.xml'))
    for (const event of events) {
      text.take(event)
      if (event.kind !== 'close' || event.name !== 'si') continue
      const string = text.taken()
      characters += string.length
      if (characters > MOST_SHARED_CHARACTERS)
        throw new UnreadableFile(
          'The workbook holds more text than a list of customers does. Copy the table into a new workbook, and upload that.',
        )
      strings.push(string)
    }
  return strings
}

async function readFormats(zip: Zip): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let isOfCells = false
  for await (const events of partOf(zip, 'xl/styles.xml'))
    for (const event of events) {
      if (event.kind === 'text') continue
      if (event.name === 'cellXfs') isOfCells = event.kind === 'open'
      if (event.kind !== 'open') continue
      const id = Number(event.attributes['numFmtId'])
      if (event.name === 'numFmt') codes.set(id, event.attributes['formatCode'] ?? '')
      if (event.name === 'xf' && isOfCells) formats.push(numberFormat(id, codes.get(id)))
    }
  return formats
}

/** The text of a cell: of all its runs, without how it is pronounced. */
class CellText {
  #parts: string[] = []
  #length = 0
  #isIn = false
  #isPhonetic = false

  take(event: XmlEvent) {
    if (event.kind === 'text') {
      if (!this.#isIn || this.#isPhonetic || this.#length > MOST_CELL_CHARACTERS) return
      this.#parts.push(event.text)
      this.#length += event.text.length
    } else if (event.name === 't') this.#isIn = event.kind === 'open'
    else if (event.name === 'rPh') this.#isPhonetic = event.kind === 'open'
  }

  taken(): string {
    const text = this.#parts.join('').slice(0, MOST_CELL_CHARACTERS + 1)
    this.#parts = []
    this.#length = 0
    // What XML cannot hold is written as its number.
    return text
      .replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
      .replaceAll('\r\n', '\n')
  }
}

class SheetReader {
  readonly #shared: string[]
  readonly #formats: NumberFormat[]
  readonly #from1904: boolean
  #rows: CsvRow[] = []
  #cells: string[] = []
  #line = 0
  #column = 0
  #type = 'n'
  #style = 0
  #value = ''
  #isInValue = false
  #hasFormula = false
  #hasValue = false
  #text = new CellText()
  uncomputed = 0

  constructor(shared: string[], formats: NumberFormat[], from1904: boolean) {
    this.#shared = shared
    this.#formats = formats
    this.#from1904 = from1904
  }

  taken(): CsvRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  take(event: XmlEvent) {
    if (event.kind === 'text') {
      if (this.#isInValue) this.#value += this.#value.length > MOST_CELL_CHARACTERS ? '' : event.text
      else this.#text.take(event)
      return
    }
    const isOpen = event.kind === 'open'
    switch (event.name) {
      case 'row':
        if (event.kind === 'open') this.#beginRow(event.attributes)
        else this.#endRow()
        break
      case 'c':
        if (event.kind === 'open') this.#beginCell(event.attributes)
        else this.#endCell()
        break
      case 'v':
        this.#isInValue = isOpen
        this.#hasValue = true
        break
      case 'f':
        this.#hasFormula = true
        break
      default:
        this.#text.take(event)
    }
  }

  #beginRow({ r }: Record<string, string>) {
    const number = Number(r)
    this.#line = number > 0 && number <= MOST_LINE ? number : Math.min(this.#line + 1, MOST_LINE)
    this.#cells = []
    this.#column = 0
  }

  #beginCell({ r, t, s }: Record<string, string>) {
    this.#column = r === undefined ? this.#column + 1 : columnNumber(r)
    this.#type = t ?? 'n'
    this.#style = Number(s ?? 0)
    this.#value = ''
    this.#hasFormula = false
    this.#hasValue = false
    this.#text.taken()
  }

  #endCell() {
    if (this.#hasFormula && !this.#hasValue) this.uncomputed++
    const shown = this.#shown()
    if (shown === '' || this.#column > MOST_CELLS || this.#column < 1) return
    while (this.#cells.length < this.#column - 1) this.#cells.push('')
    this.#cells[this.#column - 1] = shown
  }

  #shown(): string {
    switch (this.#type) {
      case 's':
        return this.#shared[Number(this.#value)] ?? ''
      case 'inlineStr':
        return this.#text.taken()
      case 'b':
        return this.#value === '' ? '' : isTrue(this.#value) ? 'TRUE' : 'FALSE'
      case 'd':
        return this.#value.replace(/T00:00(?::00)?(?:\.0+)?Z?$/, '').replace('T', ' ')
      case 'n':
        return this.#value === ''
          ? ''
          : shownNumber(this.#value, this.#formats[this.#style] ?? 'number', this.#from1904)
      default:
        return this.#value
    }
  }

  #endRow() {
    if (this.#cells.every((cell) => cell.trim() === '')) return
    this.#rows.push(asRow(this.#line, this.#cells))
  }
}

/** 28 for AB12. */
function columnNumber(reference: string): number {
  let number = 0
  for (const letter of reference.toUpperCase()) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    number = number * 26 + value
  }
  return number
}
