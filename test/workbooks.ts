import { strToU8, zipSync } from 'fflate'

/** A cell of a sheet as XML, or as text. */
type Cell = string | { xml: string }

export interface Sheet {
  name: string
  rows: Cell[][]
  hidden?: boolean
  /** The number of the row that each is, where it is not the next. */
  numbers?: number[]
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export const number = (value: string, style = 0): Cell => ({ xml: `<c s="${style}"><v>${value}</v></c>` })

/** Formats that cells can have, by the number of their style: 0 is none. */
export const styles = [
  'General',
  'yyyy-mm-dd',
  'dd/mm/yyyy hh:mm',
  '00000',
  '0.0%',
  '[$-409]h:mm AM/PM;@',
  '"€" #,##0.00',
  'd. mmmm yyyy',
]

/** An Excel workbook, as Excel writes it: words stand apart from the sheets. */
export function xlsx(sheets: Sheet[], { date1904 = false, prefix = '' } = {}): Buffer {
  const words: string[] = []
  const p = prefix === '' ? '' : `${prefix}:`
  const ns = `xmlns${prefix === '' ? '' : `:${prefix}`}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
  const cell = (value: Cell, reference: string) => {
    if (typeof value !== 'string')
      return value.xml.replace('<c', `<c r="${reference}"`).replaceAll(/<(\/?)(\w)/g, `<$1${p}$2`)
    if (value === '') return ''
    words.push(value)
    return `<${p}c r="${reference}" t="s"><${p}v>${words.length - 1}</${p}v></${p}c>`
  }
  const sheetXml = ({ rows, numbers }: Sheet) => {
    const lines = rows.map((cells, at) => {
      const line = numbers?.[at] ?? at + 1
      const all = cells
        .map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${line}`))
        .join('')
      return `<${p}row r="${line}">${all}</${p}row>`
    })
    return `<?xml version="1.0" encoding="UTF-8"?><${p}worksheet ${ns}><${p}sheetData>${lines.join('')}</${p}sheetData></${p}worksheet>`
  }
  const parts = Object.fromEntries(
    sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheet)]),
  )
  const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipped({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<${p}workbook ${ns} xmlns:r="${relationship}"><${p}workbookPr date1904="${Number(date1904)}"/><${p}sheets>${sheets
      .map(
        ({ name, hidden }, at) =>
          `<${p}sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"${hidden ? ' state="hidden"' : ''}/>`,
      )
      .join('')}</${p}sheets></${p}workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${relationship}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${styles
      .slice(1)
      .map((code, at) => `<numFmt numFmtId="${at + 165}" formatCode="${escaped(code)}"/>`)
      .join(
        '',
      )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.map((_, at) => `<xf numFmtId="${at === 0 ? 0 : at + 164}"/>`).join('')}</cellXfs></styleSheet>`,
    ...parts,
    'xl/sharedStrings.xml': `<sst>${words.map((word) => `<si><t xml:space="preserve">${escaped(word)}</t></si>`).join('')}</sst>`,
  })
}

/** An OpenDocument spreadsheet of tables whose rows are given as XML. */
export const ods = (tables: { name: string; rows: string }[], others: Record<string, string> = {}): Buffer =>
  zipped({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>${tables
      .map(({ name, rows }) => `<table:table table:name="${escaped(name)}">${rows}</table:table>`)
      .join('')}</office:spreadsheet></office:body></office:document-content>`,
    ...others,
  })

export const odsRow = (...cells: string[]) =>
  `<table:table-row>${cells.map((cell) => (cell.startsWith('<') ? cell : odsCell(cell))).join('')}</table:table-row>`
const odsCell = (text: string) =>
  text === ''
    ? '<table:table-cell/>'
    : `<table:table-cell office:value-type="string"><text:p>${escaped(text)}</text:p></table:table-cell>`

export const zipped = (files: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))))
