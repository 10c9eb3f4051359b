import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { AmountCell, keptCell, type Cell } from '../csv/csv-cell.ts'
import type { Table } from './table.ts'

/** A sheet holds no more (ECMA-376); the rest is on the next one. */
export const MOST_LINES = 1_048_576

/**
 * A table as an Excel workbook (ECMA-376, part 1), written while it is read. What is text is marked as text, so that no formula
 * runs and no zero is lost, even after somebody has edited the cell.
 */
export function writeXlsx(table: Table, mostLines = MOST_LINES): Readable {
  const zip = new ZipFile()
  const file = zip.outputStream as PassThrough
  // What its maker and its reader hold is freed with it, also when nobody reads it to the end.
  const read = new AbortController()
  file.once('close', () => read.abort())
  const fail = (error: Error) => void file.destroy(error)
  zip.on('error', fail)
  writeParts(zip, table, mostLines, read.signal).catch(fail)
  return file
}

async function writeParts(zip: ZipFile, table: Table, mostLines: number, signal: AbortSignal) {
  const rows = new Rows(table)
  const sheets: string[] = []
  do {
    sheets.push(sheets.length === 0 ? table.name : `${table.name} ${sheets.length + 1}`)
    const sheet = Readable.from(sheetXml(table.headings, rows, mostLines), { objectMode: false, signal })
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets.length}.xml`, OF_NO_DAY)
    await finished(sheet)
  } while (await rows.areMore())
  for (const [path, xml] of Object.entries(otherParts(sheets)))
    zip.addBuffer(Buffer.from(DECLARATION + xml), path, OF_NO_DAY)
  zip.end()
}

/** The same table is the same file. */
const OF_NO_DAY = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }

/** The rows of a table, as many at a time as fit. */
class Rows {
  readonly #batches: AsyncIterator<Cell[][]>
  #left: Cell[][] = []
  constructor({ batches }: Table) {
    this.#batches = batches[Symbol.asyncIterator]()
  }

  async areMore(): Promise<boolean> {
    while (this.#left.length === 0) {
      const { done, value } = await this.#batches.next()
      if (done) return false
      this.#left = value
    }
    return true
  }

  async take(most: number): Promise<Cell[][]> {
    return (await this.areMore()) ? this.#left.splice(0, most) : []
  }
}

/** Cells are turned into text by so many rows at a time, between which others have their turn. */
const ROWS_AT_ONCE = 100

async function* sheetXml(headings: string[], rows: Rows, mostLines: number) {
  yield `${DECLARATION}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${headings.length}" width="20" customWidth="1"/></cols><sheetData>`
  yield rowXml(headings, 1, HEADING)
  for (let line = 2; line <= mostLines;) {
    const some = await rows.take(Math.min(ROWS_AT_ONCE, mostLines - line + 1))
    if (some.length === 0) break
    const first = line
    yield some.map((cells, at) => rowXml(cells, first + at)).join('')
    line += some.length
  }
  yield '</sheetData></worksheet>'
}

const rowXml = (cells: readonly Cell[], line: number, style = TEXT) =>
  `<row r="${line}">${cells.map((cell, at) => cellXml(cell, `${columnName(at)}${line}`, style)).join('')}</row>`

function cellXml(cell: Cell, place: string, style: number): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (cell instanceof AmountCell)
    return `<c r="${place}" s="${styleOf(cell.decimal)}"><v>${cell.decimal}</v></c>`
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(keptCell(cell))}</t></is></c>`
}

const styleOf = (decimal: string) => AMOUNTS + (decimal.split('.')[1]?.length ?? 0)

/** `A`, `Z`, `AA`. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26))
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter
}

/** A line ends as Excel ends it. What XML cannot hold, and what looks as if it stood for that, is written by its number (ECMA-376, `ST_Xstring`). */
const xmlText = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    // eslint-disable-next-line no-control-regex
    .replace(/_(?=x[0-9a-f]{4}[_\u0000-\u0008\u000b-\u001f\ufffe\uffff])/gi, '_x005F_')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (sign) => `_x${hex(sign)}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

const hex = (sign: string) => sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The styles of cells, by their place in `STYLES`: of text, of headings, and of amounts by their decimals. */
const [TEXT, HEADING, AMOUNTS] = [1, 2, 3]
/** The format of text is number 49; 1 and 2 are numbers without and with two decimals. */
const STYLES = `<styleSheet ${MAIN}><numFmts count="3"><numFmt numFmtId="164" formatCode="0.0"/><numFmt numFmtId="165" formatCode="0.000"/><numFmt numFmtId="166" formatCode="0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8">${[
  [0, 0],
  [49, 0],
  [49, 1],
  [1, 0],
  [164, 0],
  [2, 0],
  [165, 0],
  [166, 0],
]
  .map(
    ([format, font]) =>
      `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
  )
  .join('')}</cellXfs></styleSheet>`

/** What a workbook needs beside its sheets. */
const otherParts = (sheets: string[]) => ({
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>${sheets
    .map(
      (_, at) =>
        `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>`,
    )
    .join('')}</Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets>${sheets
    .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${sheets
    .map(
      (_, at) =>
        `<Relationship Id="rId${at + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
    )
    .join(
      '',
    )}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': STYLES,
})
