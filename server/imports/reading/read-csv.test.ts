import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../test/read-bytes.ts'
import fc from 'fast-check'
import { csvLine, neutralCell, plainCell } from '../../csv/csv-cell.ts'
import { CsvReader, MOST_CELL_CHARACTERS } from '../../csv/csv-rows.ts'
import { UnreadableFile } from '../import.ts'

const read = (content: string | Buffer) => readBytes(content, {}, () => 0)
const cells = async (content: string | Buffer) => (await read(content)).rows.map((row) => row.cells)

describe('the encoding is guessed', () => {
  const text = 'Firma,Ort\r\nMüller & Söhne €,Łódź 😀\r\n'
  const western = 'Firma,Ort\r\nMüller & Söhne €,“Köln”\r\n'
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['utf-16le', iconv.encode(text, 'utf-16le')],
    ['utf-16be', iconv.encode(text, 'utf-16be')],
  ])('%s', async (encoding, bytes) => {
    const file = await read(bytes)
    expect(file).toMatchObject({ encoding, columns: ['Firma', 'Ort'] })
    expect(file.rows).toEqual([{ line: 2, cells: ['Müller & Söhne €', 'Łódź 😀'], fault: null }])
  })
  test('Windows-1252, even when its first letter comes late', async () => {
    const filler = 'Acme,Oslo\r\n'.repeat(20_000)
    const file = await read(iconv.encode(`Firma,Ort\r\n${filler}Müller & Söhne €,“Köln”\r\n`, 'windows-1252'))
    expect(file.encoding).toBe('windows-1252')
    expect(file.rows.at(-1)!.cells).toEqual(['Müller & Söhne €', '“Köln”'])
    expect(western).toContain('“Köln”')
  })
})

describe('the delimiter is guessed', () => {
  test.each([
    [',', 'a,b;c\n1,2;3\n'],
    [';', 'Name;Umsatz\n"Acme; Söhne";1,5\nBirch;2,5\n'],
    ['\t', 'a\tb\n1,5\t2,5\n'],
    ['|', 'a|b|c\n1|2|3\n'],
    [',', 'email\nanna@example.com\n'],
    [';', 'sep=;\na;b,c,d\n1;2,3,4\n'],
  ])('%j', async (delimiter, content) => expect((await read(content)).delimiter).toBe(delimiter))
})

describe('rows', () => {
  test('quoted cells hold delimiters, quotation marks and line breaks; lines are counted as an editor does', async () => {
    const { rows } = await read('a,b\r\n"x, ""y""","1\r\n2\r3"\r\n\r\nlast,row')
    expect(rows).toEqual([
      { line: 2, cells: ['x, "y"', '1\r\n2\r3'], fault: null },
      { line: 6, cells: ['last', 'row'], fault: null },
    ])
  })
  test('line ends may be mixed', async () =>
    expect(await cells('a,b\r\n1,2\n3,4\r5,6\r\n7,8')).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
      ['7', '8'],
    ]))
  test('a quotation mark inside a cell is a character', async () =>
    expect(await cells('a,b\n5" disk,O"Neil\n"x"y,z\n')).toEqual([
      ['5" disk', 'O"Neil'],
      ['xy', 'z'],
    ]))
  test('ragged rows are refused with their line; empty cells at the end are no cells', async () => {
    const { rows } = await read('a,b,c\n1,2\n"1\n",2,3,4\n1,2,3,,\n1,2,3\n')
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'This row has 2 cells, but the header has 3. Check its separators and quotation marks.'],
      [3, 'This row has 4 cells, but the header has 3. Check its separators and quotation marks.'],
      [5, null],
      [6, null],
    ])
  })
  test('NUL and half characters are refused, endless cells are cut, and all can still be stored', async () => {
    const { rows } = await read(
      `a,b\nx\0y,1\n${'x'.repeat(MOST_CELL_CHARACTERS + 1)},2\n"${'y'.repeat(3e6)}",3\nok,4\n`,
    )
    expect(rows.map((row) => row.fault !== null)).toEqual([true, false, false, false])
    expect(rows[0]!.cells[0]).toBe('x\ufffdy')
    expect(rows[1]!.cells).toEqual(['x'.repeat(MOST_CELL_CHARACTERS), '2'])
    const halves = iconv.encode('a,b\n', 'utf-16le', { addBOM: true })
    const half = await read(Buffer.concat([halves, Buffer.from([0x00, 0xd8, 0x2c, 0, 0x31, 0])]))
    expect(half.rows[0]!.fault).toContain('not text')
  })
  test('right-to-left and four-byte names stay as they are', async () =>
    expect(await cells('a,b\nشركة,𝒜𝓃𝓃𝒶 😀\n')).toEqual([['شركة', '𝒜𝓃𝓃𝒶 😀']]))
})

test('no sheet of it can be chosen', async () => {
  await expect(readBytes('Company\nAcme\n', { sheet: 'Customers' }, () => 0)).rejects.toMatchObject({
    status: 400,
  })
})

test('columns get names of their own', async () => {
  expect((await read('Email,, Email ,Email (2)\n1,2,3,4\n')).columns).toEqual([
    'Email',
    'Column 2',
    'Email (2)',
    'Email (2) (2)',
  ])
  const headerless = await read('Anna,anna@example.com\nBo,bo@example.com\n')
  expect(headerless.columns).toEqual(['Column 1', 'Column 2'])
  expect(headerless.rows).toHaveLength(2)
})

describe('a file that is none is refused with the reason', () => {
  test.each([
    ['', 'The file is empty. Choose one with a header row and rows below it.'],
    ['\r\n \r\n', 'The file is empty. Choose one with a header row and rows below it.'],
    ['PK\u0003\u0004rest', 'This file is damaged'],
    [`name\n${'\0\u009f9\u0012'.repeat(50)}\n`, 'This is not text, so it is not a CSV file'],
    [`name\n${'\u0001\u0002\u0003abc'.repeat(50)}\n`, 'This is not text, so it is not a CSV file'],
    ['a,b\n1,"2\n3,4\n', 'The quotation mark that opens a cell in line 2 is never closed.'],
    [`${'x,'.repeat(201)}\n`, 'The file has more than 200 columns.'],
  ])('%j', async (content, reason) => {
    const error = await read(content).catch((refusal: unknown) => refusal)
    expect(error).toBeInstanceOf(UnreadableFile)
    expect((error as Error).message).toContain(reason)
  })
  test('a header alone has columns and no rows', async () =>
    expect(await read('Company,Email\n')).toMatchObject({ columns: ['Company', 'Email'], rows: [] }))
})

describe('what is written is read back exactly', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab\',"=+-@;\t\r\n ＝é😀'), maxLength: 8 })
  test('in any pieces', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (rows, size) => {
          const wanted = rows.filter((row) => row.some((value) => neutralCell(value).trim() !== ''))
          const text = wanted.map(csvLine).join('')
          const reader = new CsvReader({ delimiter: ',' })
          const found = []
          for (let at = 0; at < text.length; at += size) found.push(...reader.read(text.slice(at, at + size)))
          found.push(...reader.end())
          expect(found.map((row) => row.cells.map(plainCell))).toEqual(wanted)
        },
      ),
      { numRuns: 2000 },
    ))
  test('formulas become text', () => {
    for (const formula of ['=1+1', '+55 12', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1"])
      expect(neutralCell(formula)).toBe(`'${formula}`)
    expect(neutralCell("O'Reilly")).toBe("O'Reilly")
    expect(plainCell("'tis")).toBe("'tis")
  })
})
