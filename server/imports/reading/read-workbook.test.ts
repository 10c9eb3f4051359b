import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../test/read-bytes.ts'
import { number, ods, odsRow, xlsx, zipped, type Sheet } from '../../../test/workbooks.ts'
import { UnreadableFile } from '../import.ts'

const read = readBytes
const refusal = (content: Buffer) =>
  read(content).then(
    () => 'was read',
    (error: unknown) => {
      expect(error).toBeInstanceOf(UnreadableFile)
      return (error as Error).message
    },
  )
const sheet = (rows: Sheet['rows'], name = 'Customers'): Sheet => ({ name, rows })

describe('an Excel workbook', () => {
  test('is read as it shows: under its titles, with the numbers of its rows', async () => {
    const file = await read(
      xlsx([
        {
          name: 'Customers',
          numbers: [1, 2, 4, 5, 9],
          rows: [
            ['Customer contact list'],
            ['January 2021'],
            ['Company', 'Email', 'City'],
            ['Müller & Söhne', 'anna@muller.example', 'Köln'],
            ['Acme', 'bo@acme.example'],
          ],
        },
      ]),
    )
    expect(file).toMatchObject({
      format: 'xlsx',
      sheet: 'Customers',
      headerLine: 4,
      encoding: null,
      columns: ['Company', 'Email', 'City'],
    })
    expect(file.rows).toEqual([
      { line: 5, cells: ['Müller & Söhne', 'anna@muller.example', 'Köln'], fault: null },
      { line: 9, cells: ['Acme', 'bo@acme.example', ''], fault: null },
    ])
  })

  test('dates are days, numbers are written out, formats with leading zeros and percents are kept', async () => {
    const { cells } = await read(
      xlsx([
        sheet([
          ['Name', 'Value'],
          ['day', number('44227', 1)],
          ['day in words', number('44227', 7)],
          ['moment', number('44227.5625', 2)],
          ['hour', number('0.75', 5)],
          ['postal code', number('1067', 3)],
          ['share', number('0.19', 4)],
          ['money', number('1234.5', 6)],
          ['account', number('4.9E+11')],
          ['long', number('1234567890123456789012')],
          ['small', number('1E-7')],
          ['fraction', number('1.1000000000000001')],
          ['yes', { xml: '<c t="b"><v>1</v></c>' }],
          ['formula', { xml: '<c t="str"><f>A1&amp;B1</f><v>both</v></c>' }],
          ['error', { xml: '<c t="e"><v>#N/A</v></c>' }],
          [
            'rich',
            { xml: '<c t="inlineStr"><is><r><t>山</t></r><r><t>田</t></r><rPh><t>ヤマ</t></rPh></is></c>' },
          ],
          ['control', 'a_x000D_b'],
          ['leap', number('59', 1)],
        ]),
      ]),
    )
    expect(Object.fromEntries(cells)).toEqual({
      day: '2021-01-31',
      'day in words': '2021-01-31',
      moment: '2021-01-31 13:30',
      hour: '18:00',
      'postal code': '01067',
      share: '19%',
      money: '1234.5',
      account: '490000000000',
      long: '1234567890123456774144',
      small: '0.0000001',
      fraction: '1.1',
      yes: 'TRUE',
      formula: 'both',
      error: '#N/A',
      rich: '山田',
      control: 'a\rb',
      leap: '1900-02-28',
    })
  })

  test('a workbook that counts days from 1904, and one whose tags have a prefix', async () => {
    const rows: Sheet['rows'] = [
      ['Name', 'Since'],
      ['Acme', number('42765', 1)],
    ]
    expect((await read(xlsx([sheet(rows)], { date1904: true }))).cells).toEqual([['Acme', '2021-01-31']])
    expect((await read(xlsx([sheet(rows)], { prefix: 'x' }))).cells).toEqual([['Acme', '2017-01-30']])
  })

  test('of several sheets it is the one with a table; others can be chosen, and hidden ones are not taken', async () => {
    const workbook = xlsx([
      sheet([['Read me'], ['This file was made by a program.']], 'About'),
      {
        ...sheet(
          [
            ['Company', 'Email', 'Phone'],
            ['Old', 'old@old.example', '1'],
          ],
          'Old',
        ),
        hidden: true,
      },
      sheet(
        [
          ['Company', 'Email'],
          ['Acme', 'anna@acme.example'],
        ],
        'Kunden',
      ),
      sheet(
        [
          ['Supplier', 'Town'],
          ['Birch', 'Oslo'],
        ],
        'Suppliers',
      ),
    ])
    const found = await read(workbook)
    expect(found).toMatchObject({ sheet: 'Kunden', sheets: ['About', 'Old', 'Kunden', 'Suppliers'] })
    expect(found.cells).toEqual([['Acme', 'anna@acme.example']])
    expect((await read(workbook, { sheet: 'Suppliers' })).columns).toEqual(['Supplier', 'Town'])
    await expect(read(workbook, { sheet: 'Nowhere' })).rejects.toThrow('no sheet “Nowhere”')
  })

  test('a formula without its result is said', async () => {
    const { notes } = await read(
      xlsx([
        sheet([
          ['Name', 'City'],
          ['Acme', { xml: '<c><f>B9</f></c>' }],
        ]),
      ]),
    )
    expect(notes).toEqual([
      expect.stringContaining('1 cells hold formulas whose results are not in the file'),
    ])
  })

  test('a total below the rows is left out, and said', async () => {
    const { cells, notes } = await read(
      xlsx([
        sheet([
          ['Company', 'Balance'],
          ['Acme', number('5')],
          ['Grand Total', number('5')],
        ]),
      ]),
    )
    expect(cells).toEqual([['Acme', '5']])
    expect(notes).toEqual(['Line 3 is left out: “Grand Total 5” is a total.'])
  })
})

describe('an OpenDocument spreadsheet', () => {
  test('is read with repeated cells and rows, dates, shares, several paragraphs, and without comments', async () => {
    const file = await read(
      ods([
        {
          name: 'Empty',
          rows: '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
        },
        {
          name: 'Kunden',
          rows:
            odsRow('Customers of 2021') +
            '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>' +
            odsRow('Company', 'Email', 'Since', 'Code', 'Share', 'Yes', 'Notes') +
            odsRow(
              'Łódź & Co',
              'anna@lodz.example',
              '<table:table-cell office:value-type="date" office:date-value="2021-01-31"><text:p>31.01.21</text:p></table:table-cell>',
              '<table:table-cell office:value-type="float" office:value="1067"><text:p>01067</text:p></table:table-cell>',
              '<table:table-cell office:value-type="percentage" office:value="0.19"><text:p>19%</text:p></table:table-cell>',
              '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>',
              '<table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>one<text:s text:c="2"/>two</text:p><text:p>three</text:p></table:table-cell>',
            ) +
            '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>b@b.example</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="float" office:value="4.9E+11"><text:p>4,9E+11</text:p></table:table-cell></table:table-row>' +
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>',
        },
      ]),
    )
    expect(file).toMatchObject({ format: 'ods', sheet: 'Kunden', sheets: ['Empty', 'Kunden'], headerLine: 4 })
    expect(file.rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [5, 'Łódź & Co', 'anna@lodz.example', '2021-01-31', '01067', '19%', 'TRUE', 'one  two\nthree'],
      [6, 'b@b.example', 'b@b.example', '', '490000000000', '', '', ''],
    ])
  })
  test('with a row that repeats without an end has it once', async () => {
    const endless = odsRow('Acme').replace('table-row', 'table-row table:number-rows-repeated="1048000"')
    const { cells } = await read(ods([{ name: 'A', rows: odsRow('Company') + endless + odsRow('Birch') }]))
    expect(cells).toEqual([['Acme'], ['Birch']])
  })
  test('that is locked with a password is refused with the way out', async () =>
    expect(
      await refusal(
        ods([{ name: 'A', rows: odsRow('x') }], {
          'META-INF/manifest.xml':
            '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
        }),
      ),
    ).toContain('locked with a password'))
})

describe('a workbook that is none is refused, and takes no memory', () => {
  test('one that unpacks to far more than it is', async () => {
    const bomb = xlsx([{ name: 'A', rows: [[`${' '.repeat(60_000_000)}x`]] }])
    expect(bomb.length).toBeLessThan(200_000)
    const before = process.memoryUsage().rss
    expect(await refusal(bomb)).toContain('unpacks to far more than a list of customers is')
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })
  test('one with text that never ends', async () => {
    const endless = zipped({
      'xl/workbook.xml': '<workbook><sheets><sheet name="A" r:id="1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="1" Type="x/worksheet" Target="sheet.xml"/></Relationships>',
      'xl/sheet.xml': `<worksheet><sheetData><row r="1"><c t="str"><v>${'ab'.repeat(5_000_000)}</v></c></row></sheetData></worksheet>`,
    })
    expect(await refusal(endless)).toContain('cannot be read')
  })
  test('one with rows of impossible numbers is read all the same', async () => {
    const { rows } = await read(
      xlsx([{ ...sheet([['Company'], ['Acme'], ['Birch']]), numbers: [1, 99_999_999_999, -5] }]),
    )
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [2, 'Acme'],
      [3, 'Birch'],
    ])
  })
  test.each([
    ['cut off', xlsx([sheet([['Company'], ['Acme']])]).subarray(0, -30), 'damaged'],
    ['broken XML', zipped({ 'xl/workbook.xml': '<workbook><sheets' }), 'damaged'],
    ['no sheet', zipped({ 'xl/workbook.xml': '<workbook/>' }), 'no sheet with cells'],
    ['no table', zipped({ 'content.xml': '<office:document-content/>' }), 'no sheet with cells'],
    ['an empty sheet', xlsx([sheet([])]), 'The file is empty'],
  ])('%s', async (_, content, reason) => expect(await refusal(content)).toContain(reason))
})

describe('a file of another kind is named as what it is, with the way out', () => {
  const ole = (name: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(name, 'utf16le')])
  test.each<[string, Buffer | string, string]>([
    [
      '.xls',
      ole('Workbook'),
      'This is an old Excel workbook (.xls). In Excel, save it as “Excel Workbook (.xlsx)”',
    ],
    ['a locked .xlsx', ole('EncryptedPackage'), 'locked with a password'],
    ['.doc', ole('WordDocument'), 'This is a Word document.'],
    ['.xlsb', zipped({ 'xl/workbook.bin': 'x' }), 'binary form (.xlsb)'],
    ['.numbers', zipped({ 'Index/Document.iwa': 'x' }), 'In Numbers, choose Export To'],
    ['.docx', zipped({ 'word/document.xml': 'x' }), 'This is a Word document.'],
    ['.zip', zipped({ 'customers.csv': 'x' }), 'This is a ZIP archive. Unpack it'],
    ['.pdf', '%PDF-1.7\n', 'This is a PDF.'],
    ['.rtf', '{\\rtf1 x}', 'This is a text document (.rtf).'],
    [
      '.html',
      '\n<!DOCTYPE html><html><table><tr><td>a</td></tr></table>',
      'This is a web page (HTML), whatever its name.',
    ],
    [
      '.html as .xls',
      '<table border="1"><tr><td>a</td></tr></table>',
      'This is a web page (HTML), whatever its name.',
    ],
    [
      'Excel in XML',
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      'This is an Excel table in XML.',
    ],
    ['.xml', '<?xml version="1.0"?><customers/>', 'This is an XML file.'],
    ['.json', '[\n  {"name": "Acme"}\n]', 'This is a JSON file.'],
    ['.json, an object', '\ufeff{"customers": []}', 'This is a JSON file.'],
    ['.ics', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', 'This is a calendar.'],
    ['.iif', '!HDR\tPROD\tVER\n', 'This is a QuickBooks IIF file.'],
    ['.ldif', 'dn: cn=Acme\nobjectclass: top\n', 'This is an LDIF file.'],
    ['.sql', 'INSERT INTO customers VALUES (1);', 'This is a dump of a database (SQL).'],
    ['.png', Buffer.from('89504e470d0a1a0a', 'hex'), 'This is a picture.'],
    ['.gz', Buffer.from('1f8b0800', 'hex'), 'This is a compressed archive.'],
    ['.sqlite', 'SQLite format 3\0', 'This is a database.'],
  ])('%s', async (_, content, sentence) => expect(await refusal(Buffer.from(content))).toContain(sentence))
})
