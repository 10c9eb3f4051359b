import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../test/read-bytes.ts'

const read = readBytes

describe('the header is found', () => {
  test.each<[string, string, number, string[]]>([
    ['in the first line', 'Company,Email\nAcme,a@a.example\n', 1, ['Company', 'Email']],
    [
      'under a report’s name, its dates and blank rows',
      'Acme Ltd\nCustomer Contact List\n"January 1 - 31, 2021"\n\nCustomer,Phone,Email,City\nBirch,1,b@b.example,Oslo\nCedar,2,c@c.example,Rome\n',
      5,
      ['Customer', 'Phone', 'Email', 'City'],
    ],
    [
      'under titles that are filled up with delimiters',
      'Report,,,\nPrinted,31/01/2021,,\n,,,\nCompany,Email,City,Phone\nBirch,b@b.example,Oslo,1\n',
      4,
      ['Company', 'Email', 'City', 'Phone'],
    ],
    [
      'under a row of groups',
      'Customer,,Contact,,\nName,Number,First name,Last name,Email\nBirch,1,Bo,Berg,b@b.example\n',
      2,
      ['Name', 'Number', 'First name', 'Last name', 'Email'],
    ],
    ['though it is unknown', 'List of all\n\nFoo,Bar\nx,1\ny,2\n', 3, ['Foo', 'Bar']],
    ['though nothing but words stands below it', 'Town,Land\nOslo,Norway\nRome,Italy\n', 1, ['Town', 'Land']],
  ])('%s', async (_, content, line, columns) => {
    const file = await read(content)
    expect(file).toMatchObject({ headerLine: line, columns })
    expect(file.firstRows[0]!.line).toBe(1)
  })
  test('or there is none', async () => {
    expect(await read('Acme,a@a.example\nBirch,b@b.example\n')).toMatchObject({
      headerLine: 0,
      columns: ['Column 1', 'Column 2'],
      rows: [{ line: 1 }, { line: 2 }],
    })
    expect(await read('My contacts\n\nAcme,a@a.example\n')).toMatchObject({
      headerLine: 0,
      rows: [{ line: 3 }],
    })
  })
  test('and another can be chosen', async () => {
    const content = 'Foo,Bar\nCompany,Email\nAcme,a@a.example\n'
    expect((await read(content)).headerLine).toBe(2)
    expect(await read(content, { headerLine: 1 })).toMatchObject({
      columns: ['Foo', 'Bar'],
      rows: [{ line: 2 }, { line: 3 }],
    })
    expect(await read(content, { headerLine: 0 })).toMatchObject({
      columns: ['Column 1', 'Column 2'],
      rows: { length: 3 },
    })
    await expect(read(content, { headerLine: 9 })).rejects.toThrow('No row of the file begins in line 9')
  })
  test('a column without a heading is one if it holds something', async () =>
    expect((await read('Company,Email,\nAcme,a@a.example,Oslo\n')).columns).toEqual([
      'Company',
      'Email',
      'Column 3',
    ]))
})

describe('what is no row is left out, and said', () => {
  test.each([
    ['Total: 1', 'a total'],
    ['Grand Total,,"1,234.50"', 'a total'],
    ['TOTAL,,$ 5', 'a total'],
    ['Summe;;5,00', 'a total'],
    ['Gesamtsumme,,', 'a total'],
    ['合計,,10', 'a total'],
    ['3 customers found', 'about the report'],
    ['"Saturday, Jan 30, 2021 07:34:14 AM GMT-7 - Accrual Basis"', 'about the report'],
    ['Page 1 of 3', 'about the report'],
    ['"Monday, November 30, 2026 06:05 PM GMTZ",,', 'about the report'],
    ['Total for report,,', 'a total'],
    ['Total for Acme,,"$1,234.50"', 'a total'],
    ['Company,Email,City', 'the header again'],
  ])('%s', async (footer, why) => {
    const { cells, notes } = await read(
      `Company,Email,City\nAcme,a@a.example,Oslo\n\n${footer.replaceAll(';', ',')}\n`,
    )
    expect(cells).toEqual([['Acme', 'a@a.example', 'Oslo']])
    expect(notes).toEqual([expect.stringMatching(new RegExp(`^Line 4 is left out: “.*” is ${why}\\.$`))])
  })
  test('but a company of such a name is not', async () => {
    const { cells, notes } = await read(
      'Company,Email,City\nTotal,anna@total.example,Paris\nTotal Fitness,b@b.example,\nSum Ltd,,Oslo\n',
    )
    expect(cells.map(([company]) => company)).toEqual(['Total', 'Total Fitness', 'Sum Ltd'])
    expect(notes).toEqual([])
  })
  test('many are counted', async () => {
    const { notes } = await read(`Company,Balance\n${'Acme,1\nTotal,1\n'.repeat(8)}`)
    expect(notes).toHaveLength(6)
    expect(notes.at(-1)).toBe('3 more rows like these are left out.')
  })
})

describe('the delimiter is judged by the rows', () => {
  test.each([
    [';', 'Customers, by name, as of today\nFirma;Ort\nA, B;Köln\nC;Rom\n'],
    [';', 'Firma;Ort;Saldo\nAcme, Inc;Oslo;1,5\nBirch, Ltd;Rom;2,5\nCedar, Co;Wien;3,5\n'],
    ['\t', 'Report\nCompany\tNotes\nAcme\ta, b, c\nBirch\td, e, f\n'],
    ['|', 'Company|Email\nAcme, Inc|a@a.example\n'],
  ])('%j', async (delimiter, content) => expect((await read(content)).delimiter).toBe(delimiter))
  test('and can be chosen', async () =>
    expect((await read('a,b;c\n1,2;3\n', { delimiter: ';' })).columns).toEqual(['a,b', 'c']))
})

describe('quotation marks of other programs', () => {
  test.each<[string, string, string[][]]>([
    [
      'blanks before them',
      'Company, "City"\n"Acme, Inc", "New York, NY"\nBirch, Oslo\n',
      [
        ['Acme, Inc', 'New York, NY'],
        ['Birch', ' Oslo'],
      ],
    ],
    [
      'with a backslash',
      'Company,Notes\n"Acme","says \\"hi, you\\" to all"\n"Birch","C:\\\\x"\n',
      [
        ['Acme', 'says "hi, you" to all'],
        ['Birch', 'C:\\x'],
      ],
    ],
    [
      'of one stroke',
      "'Company','City'\n'Acme, Inc','Oslo'\n'O''Neil','Rome'\n",
      [
        ['Acme, Inc', 'Oslo'],
        ["O'Neil", 'Rome'],
      ],
    ],
    [
      'a backslash at the end of a cell is one',
      'Company,Path\n"Acme","C:\\"\n"Birch","D:\\"\n',
      [
        ['Acme', 'C:\\'],
        ['Birch', 'D:\\'],
      ],
    ],
    [
      'an apostrophe is a letter',
      "Company,City\nAcme,'s-Hertogenbosch\n't Hooft,Oslo\n",
      [
        ['Acme', "'s-Hertogenbosch"],
        ["'t Hooft", 'Oslo'],
      ],
    ],
  ])('%s', async (_, content, wanted) => {
    const { rows } = await read(content)
    expect(rows.map(({ cells }) => cells)).toEqual(wanted)
    expect(rows.every(({ fault }) => fault === null)).toBe(true)
  })
  test('what they do not make clear is refused with its line and reason', async () => {
    const { rows } = await read('Company, "City"\n"Acme", "Oslo"\n"Birch", "New" York\n"Cedar", "Rome"\n')
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [2, null],
      [
        3,
        'A cell goes on behind its closing quotation mark ("). Double the marks inside of cells, or remove them.',
      ],
      [4, null],
    ])
  })
})

describe('letters', () => {
  const utf8 = 'Company,City\nMüller,Köln\nŁódzka,Łódź\nSøgaard,Rønne\n'
  test('one stray byte does not make another file of all others', async () => {
    const file = await read(
      Buffer.concat([Buffer.from(utf8), Buffer.from('Caf\xe9 Cr\xe8me,Paris\n', 'latin1')]),
    )
    expect(file).toMatchObject({ encoding: 'utf-8', encodingIsAsked: false })
    expect(file.cells).toEqual([
      ['Müller', 'Köln'],
      ['Łódzka', 'Łódź'],
      ['Søgaard', 'Rønne'],
      ['Café Crème', 'Paris'],
    ])
    expect(file.notes).toEqual([
      'Line 5 is not UTF-8 and is read as Windows-1252 (Western European): “Caf\u00e9”.',
    ])
  })
  test('nor one inside a row that is UTF-8 otherwise', async () => {
    const { cells } = await read(
      Buffer.concat([Buffer.from(`${utf8}Bäumler,`), Buffer.from('N\xeemes\n', 'latin1')]),
    )
    expect(cells.at(-1)).toEqual(['Bäumler', 'Nîmes'])
  })
  test('and a row of UTF-8 in a file of Windows is what it is', async () => {
    const western = iconv.encode('Company,City\nMüller,Köln\nGrün,Jülich\nGroß,Gießen\n', 'windows-1252')
    const { cells, encoding } = await read(Buffer.concat([western, Buffer.from('Gärtner,Fürth\n')]))
    expect(encoding).toBe('windows-1252')
    expect(cells).toEqual([
      ['Müller', 'Köln'],
      ['Grün', 'Jülich'],
      ['Groß', 'Gießen'],
      ['Gärtner', 'Fürth'],
    ])
  })
  test('what cannot be decided is asked, with the words that differ', async () => {
    const file = await read(Buffer.from('Company,City\nErdo\xf0an,Oslo\nAcme,Rome\n', 'latin1'))
    expect(file.encodingIsAsked).toBe(true)
    const said = Object.fromEntries(file.encodings.map(({ encoding, samples }) => [encoding, samples]))
    expect(said).toMatchObject({
      'windows-1254': ['Erdoğan'],
      'windows-1250': ['Erdođan'],
      'windows-1252': ['Erdoðan'],
    })
    expect(said['utf-8']).toBeUndefined()
    const chosen = await read(Buffer.from('Company,City\nErdo\xf0an,Oslo\nAcme,Rome\n', 'latin1'), {
      encoding: 'windows-1254',
    })
    expect(chosen).toMatchObject({
      encoding: 'windows-1254',
      encodingIsAsked: false,
      cells: [
        ['Erdoğan', 'Oslo'],
        ['Acme', 'Rome'],
      ],
    })
  })
  test('UTF-16 without a mark is found in every script', async () => {
    const text = 'Компания,Город\nРомашка,Москва\n'
    for (const encoding of ['utf-16le', 'utf-16be'] as const)
      expect(await read(iconv.encode(text, encoding))).toMatchObject({
        encoding,
        cells: [['Ромашка', 'Москва']],
      })
  })
  test('a mark makes it UTF-8, whatever else is in it', async () => {
    const file = await read(
      Buffer.concat([Buffer.from('\ufeffCompany\n'), Buffer.from('Caf\xe9\nM\xfcller\n', 'latin1')]),
    )
    expect(file).toMatchObject({ encoding: 'utf-8', columns: ['Company'], cells: [['Café'], ['Müller']] })
  })
})
