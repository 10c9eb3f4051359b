import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { refused, type Client } from '../../test/client.ts'
import { xlsx } from '../../test/workbooks.ts'
import { openWorld } from '../../test/world.ts'
import { importsApi, type CsvImport, type Rereading } from './imports.api.ts'

async function upload(by: Client, content: string | Buffer, path = '/v1/imports?fileName=file.csv') {
  const { json } = await by.send('POST', path, { payload: content, type: 'application/octet-stream' })
  return json as CsvImport
}

async function openImports() {
  const world = await openWorld()
  const { owner, app, database, organization } = world
  const reread = (importId: string, body: Partial<Rereading>) =>
    owner.call(importsApi.reread, { params: { importId }, body: { file: 'first', ...body } })
  const rows = async (importId: string) =>
    (await owner.call(importsApi.rows, { params: { importId }, query: { limit: 100 } })).data.map(
      ({ line, cells }) => [line, ...cells],
    )
  const plan = async (importId: string) => {
    await owner.call(importsApi.plan, { params: { importId } })
    await app.services.longWork.settled()
  }
  const piecesKept = async () => {
    const { rows: found } = await sql<{ count: number }>`
      select count(*)::integer as count from import_files`.execute(database.of(organization.id))
    return found[0]!.count
  }
  return { ...world, reread, rows, plan, piecesKept }
}

const TURKISH = Buffer.from('Company,Email\nErdo\xf0an,e@erdogan.example\n', 'latin1')

test('letters that can be read in two ways are asked about, and nothing is checked before somebody says', async () => {
  const { owner, reread, rows, plan } = await openImports()
  const uploaded = await upload(owner, TURKISH)
  expect(uploaded.reading).toMatchObject({ encodingIsAsked: true, format: 'csv', headerLine: 1 })
  expect(uploaded.reading.encodings).toContainEqual({ encoding: 'windows-1254', samples: ['Erdoğan'] })
  const { problem } = await refused(owner.call(importsApi.plan, { params: { importId: uploaded.id } }))
  expect(problem.detail).toContain('can be read in more than one way. Choose first which of them is right')

  const said = await reread(uploaded.id, { encoding: 'windows-1250' })
  expect(said.reading).toMatchObject({ encoding: 'windows-1250', encodingIsAsked: false })
  expect(await rows(uploaded.id)).toEqual([[2, 'Erdođan', 'e@erdogan.example']])
  await reread(uploaded.id, { encoding: 'windows-1254' })
  expect(await rows(uploaded.id)).toEqual([[2, 'Erdoğan', 'e@erdogan.example']])
  await plan(uploaded.id)
  expect(await owner.call(importsApi.read, { params: { importId: uploaded.id } })).toMatchObject({
    state: 'planned',
    counts: { create: 1 },
  })
})

test('another header line can be chosen, also after the check, and what was found is forgotten', async () => {
  const { owner, reread, rows, plan } = await openImports()
  const { id, reading } = await upload(owner, 'Old,Names\nCompany,Email\nAcme,a@a.example\nTotal: 1\n')
  expect(reading).toMatchObject({ headerLine: 2, notes: ['Line 4 is left out: “Total: 1” is a total.'] })
  await plan(id)
  const first = await reread(id, { headerLine: 1 })
  expect(first).toMatchObject({ state: 'mapping', counts: null, rowCount: 2 })
  expect(first.columns.map(({ name }) => name)).toEqual(['Old', 'Names'])
  expect(await rows(id)).toEqual([
    [2, 'Company', 'Email'],
    [3, 'Acme', 'a@a.example'],
  ])
  // What was said before still holds, until it is taken back.
  expect((await reread(id, { delimiter: ';' })).reading.chosen).toEqual({ headerLine: 1, delimiter: ';' })
  expect(await reread(id, { headerLine: null, delimiter: null })).toMatchObject({
    rowCount: 1,
    reading: { headerLine: 2, chosen: {} },
  })
  const { problem } = await refused(reread(id, { headerLine: 77 }))
  expect(problem.errors).toEqual([
    { pointer: '/headerLine', detail: 'No row of the file begins in line 77, or it is too far down.' },
  ])
  expect(await rows(id), 'as before').toEqual([[3, 'Acme', 'a@a.example']])
})

test('a workbook is uploaded as it is, and another of its sheets can be chosen', async () => {
  const { owner, reread, rows } = await openImports()
  const workbook = xlsx([
    {
      name: 'Customers',
      rows: [
        ['Company', 'Email'],
        ['Müller', 'm@m.example'],
      ],
    },
    {
      name: 'Old ones',
      rows: [['List'], [], ['Company', 'Email', 'City'], ['Birch', 'b@b.example', 'Oslo']],
    },
  ])
  const { id, reading } = await upload(owner, workbook)
  expect(reading).toMatchObject({ format: 'xlsx', sheet: 'Customers', sheets: ['Customers', 'Old ones'] })
  const other = await reread(id, { sheet: 'Old ones' })
  expect(other.reading).toMatchObject({ sheet: 'Old ones', headerLine: 3 })
  expect(other.columns.map(({ field }) => field)).toEqual(['customerName', 'email', 'billingCity'])
  expect(await rows(id)).toEqual([[4, 'Birch', 'b@b.example', 'Oslo']])
})

test('of invoices in two files each is read again by itself', async () => {
  const { owner, reread } = await openImports()
  const { id } = await upload(
    owner,
    'Foo,Bar\nInvoice number,Issue date,Customer name\n1,2021-01-31,Acme\n',
    '/v1/imports?kind=invoices',
  )
  const lines = await upload(
    owner,
    'Lines of 2021\n\nInvoice number,Description,Unit price\n1,Work,5\n1,More,6\n',
    `/v1/imports/${id}/lines`,
  )
  expect(lines).toMatchObject({ rowCount: 3, lines: { rowCount: 2, reading: { headerLine: 3 } } })
  const more = await reread(id, { headerLine: 1 })
  expect(more).toMatchObject({ rowCount: 4, lines: { rowCount: 2 } })
  expect(more.lines!.columns[1]!.samples).toEqual(['Work', 'More'])
  const fewer = await reread(id, { headerLine: null })
  expect(fewer).toMatchObject({ rowCount: 3, reading: { headerLine: 2 } })
  expect(fewer.lines!.columns[1]!.samples).toEqual(['Work', 'More'])
  const again = await reread(id, { file: 'lines', headerLine: 4 })
  expect(again).toMatchObject({ rowCount: 2, lines: { rowCount: 1 } })
  expect(again.lines!.columns.map(({ name }) => name)).toEqual(['1', 'Work', '5'])
})

test('once the import runs the bytes are gone, and nothing is read in another way', async () => {
  const { owner, app, reread, plan, piecesKept } = await openImports()
  const { id } = await upload(owner, 'Company,Email\nAcme,a@a.example\n')
  expect(await piecesKept()).toBe(1)
  await plan(id)
  await owner.call(importsApi.run, { params: { importId: id } })
  await app.services.longWork.settled()
  expect(await piecesKept()).toBe(0)
  const { status, problem } = await refused(reread(id, { headerLine: 0 }))
  expect([status, problem.detail]).toEqual([
    409,
    'The import has begun: its file can no longer be read in another way. Upload it again instead.',
  ])
})
