import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFile } from '../server/imports/reading/read-file.ts'
import { readRow, type RowContent } from '../server/imports/contacts/read-row.ts'
import { readInvoiceRow } from '../server/imports/invoices/read-invoice-row.ts'
import {
  importsApi,
  type AnyField,
  type CsvImport,
  type ImportField,
  type ImportKind,
} from '../server/imports/imports.api.ts'
import { MAKERS } from '../server/imports/makers/makers.ts'
import { knownHeadings, understand } from '../server/imports/columns/understand.ts'
import { openWorld } from './world.ts'

/**
 * A file of each product that people come from, and of each dialect, as it is exported: invented rows below real headings, with
 * what is to be made of it beside it. A new one is a file and its expectation; nothing is listed here.
 */

const FOLDER = join(import.meta.dirname, 'formats')

interface Expected {
  kind: ImportKind
  maker?: string
  /** Every column of the file; null: it is left out. */
  columns: Record<string, AnyField | null>
  /** Of contacts, who is in the row; of invoices, what its fields hold. */
  rows: object[]
}

const FORMATS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    name: name.replace('.json', ''),
    expected: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Expected,
  }))

/** Reads a file as an import does, without a database. */
async function read(name: string, kind: ImportKind) {
  const { columns, rows } = await readFile(join(FOLDER, `${name}.csv`), knownHeadings(kind))
  const { maker, read: readAsMeant, map } = understand(kind, columns)
  const all: string[][] = []
  for await (const piece of rows)
    for (const row of piece) {
      expect(row.fault).toBeNull()
      all.push(readAsMeant(row).cells)
    }
  const { fields } = map(all)
  return {
    maker,
    columns: Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? null])),
    rows: all.map((cells) =>
      kind === 'contacts'
        ? told(readRow(cells, fields as (ImportField | null)[]))
        : readInvoiceRow(cells, fields, { dateOrder: null, decimalSign: null }),
    ),
  }
}

/** Who is in a row, in the words of the expectations. */
function told({
  content: { customer, others, ...first },
  faults,
}: {
  content: RowContent
  faults: string[]
}) {
  const contacts = [first, ...others].map(
    ({ email, person: { firstName, lastName, ...person }, contact }) => ({
      ...((firstName || lastName) && { fullName: [firstName, lastName].filter(Boolean).join(' ') }),
      ...(email && { email: email.address }),
      ...person,
      ...contact,
    }),
  )
  return {
    content: { customer, contacts: contacts.filter((contact) => Object.keys(contact).length > 0) },
    faults,
  }
}

test.for(FORMATS)('a file is understood as it comes: $name', async ({ name, expected }) => {
  const { maker, columns, rows } = await read(name, expected.kind)
  expect({ maker, columns }).toEqual({ maker: expected.maker ?? null, columns: expected.columns })
  expect(rows.map(({ faults }) => faults)).toEqual(rows.map(() => []))
  expect(rows.map(({ content }) => content)).toEqual(expected.rows)
})

test('there is a file of every kind of every maker that is known', () => {
  const known = MAKERS.flatMap(({ name, contacts, invoices }) => [
    ...(contacts ? [`${name}: contacts`] : []),
    ...(invoices ? [`${name}: invoices`] : []),
  ])
  const here = new Set(FORMATS.map(({ expected: { maker, kind } }) => `${maker}: ${kind}`))
  expect(known.filter((one) => !here.has(one))).toEqual([])
  expect(FORMATS.length).toBeGreaterThanOrEqual(60)
})

test('every file of contacts can be imported as it comes: the check refuses nothing, and asks nothing', async () => {
  const { app, owner } = await openWorld()
  const found: Record<string, unknown> = {}
  const formats = FORMATS.filter(({ expected }) => expected.kind === 'contacts')
  for (const { name } of formats) {
    const payload = readFileSync(join(FOLDER, `${name}.csv`))
    const { json } = await owner.send('POST', `/v1/imports?fileName=${name}.csv`, {
      payload,
      type: 'text/csv',
    })
    const params = { importId: (json as CsvImport).id }
    await owner.call(importsApi.plan, { params })
    await app.services.longWork.settled()
    const { state, counts, maker } = await owner.call(importsApi.read, { params })
    found[name] = { maker, state, left: (counts?.refuse ?? 0) + (counts?.ask ?? 0) }
  }
  const expected = formats.map(({ name, expected: { maker = null } }) => [
    name,
    { maker, state: 'planned', left: 0 },
  ])
  expect(found).toEqual(Object.fromEntries(expected))
})

/** What of a customer and its contacts must not be missed, and the share of their columns that is enough. */
const GROUPS: Record<string, RegExp> = {
  'e-mail': /^(?:email|customerEmail)/,
  name: /^(?:fullName|firstName|lastName)/,
  company: /^customerName$/,
  phone: /phone/i,
  street: /Line1$/,
  city: /City$/,
  'postal code': /PostalCode$/,
  country: /Country$/,
}
const ENOUGH = 0.95
const ENOUGH_OF_ALL = 250 / 261

test('of the columns that say something that Portico keeps, nearly all are recognized', async () => {
  const recognized: { field: AnyField; isRight: boolean }[] = []
  const misread: string[] = []
  for (const { name, expected } of FORMATS) {
    const { columns } = await read(name, expected.kind)
    for (const [column, field] of Object.entries(expected.columns)) {
      if (field !== null) recognized.push({ field, isRight: columns[column] === field })
      else if (columns[column]) misread.push(`${name}: ${column} as ${columns[column]}`)
    }
  }
  const shareOf = (some: typeof recognized) => some.filter(({ isRight }) => isRight).length / some.length
  const inWords = (name: string, some: typeof recognized) =>
    `${name} ${some.filter(({ isRight }) => isRight).length} of ${some.length}`
  const groups = Object.entries(GROUPS).map(
    ([name, isOne]) => [name, recognized.filter(({ field }) => isOne.test(field))] as const,
  )
  process.stdout.write(
    `Columns recognized in ${FORMATS.length} formats: ${[['all', recognized] as const, ...groups].map(([name, some]) => inWords(name, some)).join(', ')}.\n`,
  )
  expect(misread).toEqual([])
  expect(shareOf(recognized)).toBeGreaterThanOrEqual(ENOUGH_OF_ALL)
  for (const [name, some] of groups) expect(shareOf(some), name).toBeGreaterThanOrEqual(ENOUGH)
})
