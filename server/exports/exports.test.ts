import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contactFields } from '../contacts/contact-fields.ts'
import { contactsApi, type NewContact } from '../contacts/contacts.api.ts'
import { plainCell } from '../csv/csv-cell.ts'
import { customerFields } from '../customers/customer-fields.ts'
import { customersApi } from '../customers/customers.api.ts'
import { emptyRow } from '../fields/field.ts'
import type { BodyFor, Endpoint } from '../http/endpoint.ts'
import { importsApi, type CsvImport } from '../imports/imports.api.ts'
import { readFile } from '../imports/reading/read-file.ts'
import { knownHeadings } from '../imports/columns/understand.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { personFields } from '../people/person-fields.ts'
import { openWorld, type SetUpWorld } from '../../test/world.ts'
import { exportsApi } from './exports.api.ts'
import { cardOf } from './write-vcards.ts'
import { writeXlsx } from './write-xlsx.ts'

const FILES = {
  csv: { endpoint: exportsApi.customersCsv, name: 'customers.csv' },
  xlsx: { endpoint: exportsApi.customersXlsx, name: 'customers.xlsx' },
  vcard: { endpoint: exportsApi.contactsVcard, name: 'contacts.vcf' },
}

const taken = async ({ owner }: SetUpWorld, endpoint: Endpoint) =>
  (await owner.download(endpoint, { query: { status: 'all' } } as never)).content

async function imported({ app, owner }: SetUpWorld, name: string, content: Buffer) {
  const { json } = await owner.send('POST', `/v1/imports?fileName=${name}`, {
    payload: content,
    type: 'application/octet-stream',
  })
  const { id, columns } = json as CsvImport
  const params = { importId: id }
  expect(columns.filter(({ field }) => field === null)).toEqual([])
  for (const step of [importsApi.plan, importsApi.run]) {
    await owner.call(step, { params })
    await app.services.longWork.settled()
  }
  const { counts, reading } = await owner.call(importsApi.read, { params })
  const { data } = await owner.call(importsApi.rows, { params, query: { limit: 100 } })
  return { counts, reading, rows: data.map(({ outcome, says }) => [outcome, ...says]) }
}

/** What people write into their books, so that each format is tried by what it is worst at. */
async function openAwkwardWorld(): Promise<SetUpWorld> {
  const world = await openWorld()
  const { owner } = world
  const add = async (
    customer: BodyFor<typeof customersApi.add>,
    ...contacts: (Partial<NewContact> & { email: string })[]
  ) => {
    const { id: customerId } = await owner.call(customersApi.add, { body: customer })
    for (const contact of contacts)
      await owner.call(contactsApi.add, {
        params: { customerId },
        body: { portalPassword: null, ...contact },
      })
    return customerId
  }
  const anna = { email: 'anna@ash.example', firstName: 'Anna', lastName: 'Ash' }
  await add(
    {
      name: '=1+1 "Quoted", Ltd; & <Sons>',
      accountNumber: '00123',
      email: 'office@quoted.example',
      phone: '+44 20 7946 0000',
      secondPhone: '-2',
      billingAddress: { line1: '1, Main St; rear', line2: '2nd floor', city: 'Oslo', postalCode: '0010' },
      shippingAddress: { line1: 'Dock _x0041_ \\n 5', country: 'Norway' },
      currency: 'EUR',
      paymentTermsDays: 14,
      notes: "=SUM(A1:A9)\n\n'quoted', \\n and; more\n  indented\tline",
    },
    {
      ...anna,
      phone: '+47 22 00 00 00',
      secondPhone: '0047 900',
      jobTitle: '\'tis; the, "boss"',
      department: '@home; and, away',
      language: 'de',
      timeZone: 'UTC',
      receives: { invoices: 'to', reminders: 'cc' },
      primary: true,
    },
    { email: 'b@quoted.example', firstName: "'=1+1", lastName: "O'Neil; Jr", receives: {}, phone: '007' },
    { email: 'nameless@quoted.example', receives: { statements: 'cc' } },
  )
  await add(
    { name: 'Birch', shippingAddress: { line1: 'Quay 7', city: 'Bergen' } },
    { ...anna, primary: false },
  )
  await add(
    { name: '株式会社 山田', accountNumber: 'Ж-1', notes: 'שלום\nعالم 😀' },
    { email: 'taro@yamada.example', firstName: '山田 太郎', language: 'ja' },
    { email: 'an@yamada.example', lastName: 'Nguyễn Văn An', secondPhone: '+84 1' },
  )
  await add({ name: 'Without anybody', notes: 'N/A so far' })
  const gone = await add(
    { name: 'Was Here AG', accountNumber: '0099' },
    { email: 'old@was.example', firstName: 'Łucja', receives: { invoices: 'cc' } },
  )
  await owner.call(customersApi.delete, { params: { customerId: gone } })
  const deleted = await add({ name: 'Zeta' }, { email: 'z@zeta.example' }, { email: 'gone@zeta.example' })
  const { data } = await owner.call(contactsApi.list, { params: { customerId: deleted } })
  const contactId = data.find(({ email }) => email === 'gone@zeta.example')!.id
  await owner.call(contactsApi.delete, { params: { contactId } })
  return world
}

test.each(Object.entries(FILES))(
  'customers and contacts leave as %s, come into another organization, and leave it the same',
  async (format, { endpoint, name }) => {
    const here = await openAwkwardWorld()
    const file = await taken(here, endpoint)
    const elsewhere = await openWorld()
    const came = await imported(elsewhere, name, file)
    expect(came.reading).toMatchObject({ format, notes: [], encodingIsAsked: false })
    expect(came.rows.filter(([outcome]) => !['create', 'link'].includes(outcome!))).toEqual([])

    const [before, after] = [await rowsOf(here), await rowsOf(elsewhere)]
    // A customer without contacts is in no address book.
    expect(after).toEqual(
      format === 'vcard' ? before.filter((row) => !row.startsWith('Without anybody')) : before,
    )
    expect(before.filter((row) => row.startsWith('Was Here AG')).join()).toMatch(
      /^Was Here AG,0099,.*,no,Łucja,/,
    )
    expect(before.join()).not.toContain('gone@zeta.example')
    expect(withoutIds(await taken(elsewhere, endpoint))).toEqual(withoutIds(file))

    const again = await imported(here, name, file)
    expect(again.rows.filter(([outcome, ...says]) => outcome !== 'unchanged' || says.length > 1)).toEqual([])
    expect(await rowsOf(here)).toEqual(before)
  },
)

const rowsOf = async (world: SetUpWorld) =>
  (await taken(world, exportsApi.customersCsv)).toString().split('\r\n')

/** A card has the id of its contact, by which address books know it again. */
const withoutIds = (file: Buffer) =>
  file.subarray(0, 2).toString() === 'PK' ? file : file.toString().replaceAll(/^UID:.*$/gm, 'UID:')

test('invoices, their lines and payments leave for Excel as they do as CSV', async () => {
  const { owner } = await openWorld()
  const { id: customerId } = await owner.call(customersApi.add, { body: { name: '=Acme' } })
  const lines = [{ description: '=1+1\nsecond', unitPriceMinor: 120_050, quantity: '2.5', taxRate: '0' }]
  await owner.call(invoicesApi.add, { body: { customerId, currency: 'EUR', lines } })
  for (const [csv, xlsx] of [
    [exportsApi.invoicesCsv, exportsApi.invoicesXlsx],
    [exportsApi.invoiceLinesCsv, exportsApi.invoiceLinesXlsx],
    [exportsApi.paymentsCsv, exportsApi.paymentsXlsx],
    [exportsApi.deliveriesCsv, exportsApi.deliveriesXlsx],
  ] as const) {
    const [text, workbook] = [await owner.download(csv), await owner.download(xlsx)]
    expect(workbook.headers['content-type']).toBe(xlsx.download)
    const [asText, asCells] = [await read(text.content), await read(workbook.content)]
    expect(asCells.columns).toEqual(asText.columns)
    expect(asCells.rows.map(withoutZeros)).toEqual(asText.rows.map(withoutZeros))
  }
})

/** Excel shows an amount with its decimals, and holds a number. */
const withoutZeros = (cells: string[]) =>
  cells.map((cell) => plainCell(cell).replace(/^(-?\d+)\.0+$|^(-?\d+\.\d*[1-9])0+$/, '$1$2'))

describe('a workbook', () => {
  test('holds whatever people write, as text, and the same rows are the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(awkward, awkward, awkward), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const cells = rows.map((row) => ['x', ...row])
          const file = await buffer(writeXlsx(table(cells)))
          expect(await buffer(writeXlsx(table(cells)))).toEqual(file)
          expect(entryOf(file, 'xl/worksheets/sheet1.xml')).not.toContain('<f>')
          expect(
            (await read(file)).rows.map((row) => HEADINGS.map((_, at) => plainCell(row[at] ?? ''))),
          ).toEqual(cells.map((row) => row.map((cell) => cell.replaceAll('\r\n', '\n'))))
        },
      ),
      { numRuns: 150, examples: [[[['_x0041\u0001', '_x0041_', 'a\r\nb']]]] },
    )
  })

  test('goes on in a further sheet where one is full', async () => {
    const cells = ['1', '2', '3', '4', '5'].map((one) => [one, one, one, one])
    const { reading, rows } = await read(await buffer(writeXlsx(table(cells), 3)))
    expect(reading.sheets).toEqual(['Rows', 'Rows 2', 'Rows 3'])
    expect(rows).toEqual(cells.slice(0, 2))
    expect((await read(await buffer(writeXlsx(table(cells.slice(0, 4)), 3)))).reading.sheets).toHaveLength(2)
  })

  test('breaks off where its rows do; and rows are no longer read once nobody reads it', async () => {
    const broken = { ...table([]), batches: breaking() }
    await expect(buffer(writeXlsx(broken))).rejects.toThrow('no database')
    let batches = 0
    async function* endless() {
      for (;;) {
        batches++
        yield await Promise.resolve(Array.from({ length: 100 }, () => [randomUUID(), randomUUID()]))
      }
    }
    const file = writeXlsx({ ...table([]), batches: endless() })
    for await (const _piece of file) break
    await setImmediate()
    const read = batches
    expect(read).toBeLessThan(100)
    await buffer(writeXlsx(table([])))
    expect(batches).toBe(read)
  })
})

async function* breaking() {
  yield await Promise.resolve([['one']])
  throw new Error('no database')
}

test('a card holds whatever people write of a contact', async () => {
  const words = awkward.map((text) => text.replaceAll(/\s+/g, ' ').trim())
  const maybe = words.map((text) => text || null)
  const place = fc.record({
    ...{ line1: words.filter(Boolean), line2: words, city: words, region: words },
    ...{ postalCode: words, country: words },
  })
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        name: words.filter(Boolean),
        notes: maybe,
        currency: maybe,
        shippingAddress: fc.option(place),
      }),
      fc.option(place),
      fc.record({ firstName: words, lastName: words, jobTitle: maybe, department: maybe, timeZone: maybe }),
      async (customer, billingAddress, contact) => {
        const card = cardOf({ ...NO_CUSTOMER, ...customer, billingAddress }, { ...NO_CONTACT, ...contact })
        for (const line of card.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        const { columns, rows } = await read(Buffer.from(card))
        const said = (heading: string) => plainCell(rows[0]![columns.indexOf(heading)] ?? '') || null
        expect({
          name: said('Company'),
          notes: said('Notes'),
          currency: said('Currency'),
          firstName: said('First name') ?? '',
          lastName: said('Last name') ?? '',
          jobTitle: said('Job title'),
          department: said('Department'),
          timeZone: said('Time zone'),
          street: said('Street'),
          line2: said('Address line 2'),
          shipping: said('Shipping street'),
          country: said('Shipping country'),
        }).toEqual({
          ...{ name: customer.name, notes: customer.notes, currency: customer.currency, ...contact },
          street: billingAddress?.line1 ?? null,
          line2: billingAddress?.line2 || null,
          shipping: customer.shippingAddress?.line1 ?? null,
          country: customer.shippingAddress?.country || null,
        })
      },
    ),
    { numRuns: 150 },
  )
})

const NO_CUSTOMER = { ...emptyRow(customerFields), active: true }
const NO_CONTACT = {
  ...emptyRow(personFields),
  ...emptyRow(contactFields),
  email: 'a@b.example',
  id: randomUUID(),
}

const awkward = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(...`\\\n\r\t;,:="'@+-<>&_x0041 a\u0001\u000b\ufffeé山😀`),
      maxLength: 60,
    }),
  )
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text.isWellFormed() && !text.includes('\0'))

const HEADINGS = ['Customer name', 'Notes', 'Job title', 'Department']
async function* batchesOf(rows: string[][]) {
  for (const row of rows) yield await Promise.resolve([row])
}
const table = (rows: string[][]) => ({ name: 'Rows', headings: HEADINGS, batches: batchesOf(rows) })

const entryOf = (file: Buffer, name: string) => strFromU8(unzipSync(file)[name]!)

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'portico-exports-'))))
afterAll(() => rm(folder, { recursive: true }))

async function read(content: Buffer) {
  const path = join(folder, 'file')
  await writeFile(path, content)
  const { rows, columns, reading } = await readFile(path, knownHeadings('contacts'))
  const all: string[][] = []
  for await (const piece of rows) all.push(...piece.map(({ cells }) => cells))
  return { columns, reading, rows: all }
}
