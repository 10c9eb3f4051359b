import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { contactsApi } from '../../contacts/contacts.api.ts'
import { customersApi } from '../../customers/customers.api.ts'
import { invoicesApi } from '../../invoices/invoices.api.ts'
import { journalApi } from '../../journal/journal.api.ts'
import { paymentsApi } from '../../payments/payments.api.ts'
import { staffSessionApi } from '../../staff/staff.api.ts'
import { refused } from '../../../test/client.ts'
import { openWorld, OWNER, type SetUpWorld } from '../../../test/world.ts'
import { importsApi, type CsvImport, type ImportKind } from '../imports.api.ts'

function undoing({ app, owner }: SetUpWorld) {
  const read = (importId: string) => owner.call(importsApi.read, { params: { importId } })
  const rows = async (importId: string) =>
    (await owner.call(importsApi.rows, { params: { importId }, query: { limit: 100 } })).data
  const run = async (content: string, kind: ImportKind = 'contacts', options = {}) => {
    const { json } = await owner.send('POST', `/v1/imports?kind=${kind}`, {
      payload: content,
      type: 'text/csv',
    })
    const { id, columns } = json as CsvImport
    const params = { importId: id }
    await owner.call(importsApi.map, {
      params,
      body: { fields: columns.map(({ field }) => field), ...options },
    })
    await owner.call(importsApi.plan, { params })
    await app.services.longWork.settled()
    await owner.call(importsApi.run, { params })
    await app.services.longWork.settled()
    return id
  }
  const undo = async (importId: string) => {
    await owner.call(importsApi.undo, { params: { importId } })
    await app.services.longWork.settled()
    const undone = await read(importId)
    expect(undone.state).toBe('undone')
    return { ...undone, rows: await rows(importId) }
  }
  const customers = async () =>
    (await owner.call(customersApi.list, { query: { limit: 100, status: 'all' } })).data
  const customer = async (name: string) => (await customers()).find((one) => one.name === name)!
  const contactsOf = async (name: string) => {
    const { data } = await owner.call(contactsApi.list, { params: { customerId: (await customer(name)).id } })
    return data
  }
  return { read, rows, run, undo, customers, customer, contactsOf }
}

const FILE = `Company,Account number,Contact name,Email,Phone
Acme,100,Anna Berg,anna@acme.example,1
Acme,100,Ben Burr,ben@acme.example,2
Birch,200,Rita Rowe,rita@birch.example,3
`

describe('an import is undone', () => {
  test('as if it had never been: the same file can be imported again', async () => {
    const world = await openWorld()
    const { run, undo, customers, contactsOf } = undoing(world)
    const { undone, rows, undoneAt } = await undo(await run(FILE))
    expect(await customers()).toEqual([])
    expect({ undone, isDated: undoneAt !== null }).toEqual({ undone: { rows: 3, staying: 0 }, isDated: true })
    expect(rows.map(({ outcome, says }) => ({ outcome, says }))).toEqual([
      { outcome: 'undone', says: ['Customer Acme was removed.', 'Contact Anna Berg was removed.'] },
      { outcome: 'undone', says: ['Contact Ben Burr was removed.'] },
      { outcome: 'undone', says: ['Customer Birch was removed.', 'Contact Rita Rowe was removed.'] },
    ])
    await run(FILE)
    expect((await contactsOf('Acme')).map(({ email }) => email)).toEqual([
      'anna@acme.example',
      'ben@acme.example',
    ])
    expect((await world.owner.call(customersApi.list, { query: { search: 'berg' } })).data).toHaveLength(1)
  })

  test('where something was built on it, that stays, and its row says what that was', async () => {
    const world = await openWorld()
    const { run, undo, customers, contactsOf } = undoing(world)
    const importId = await run(FILE)
    const [anna] = await contactsOf('Acme')
    await world.owner.call(contactsApi.change, {
      params: { contactId: anna!.id },
      version: (await world.owner.call(contactsApi.read, { params: { contactId: anna!.id } })).version,
      body: { jobTitle: 'Accounts' },
    })
    const { undone, rows } = await undo(importId)
    expect((await customers()).map(({ name }) => name)).toEqual(['Acme'])
    expect((await contactsOf('Acme')).map(({ email }) => email)).toEqual([
      'anna@acme.example',
      'ben@acme.example',
    ])
    const why = 'Olga Owner updated the contact since'
    expect(undone).toEqual({ rows: 1, staying: 2 })
    expect(rows[0]).toMatchObject({
      outcome: 'stays',
      says: [`Acme stays: ${why}.`, `Anna Berg stays: ${why}.`],
    })
    expect(rows[2]).toMatchObject({ outcome: 'undone' })
    const staying = await world.owner.call(importsApi.rows, {
      params: { importId },
      query: { outcome: 'stays' },
    })
    expect(staying.data.map(({ line }) => line)).toEqual([2, 3])
  })

  test('who was mailed a password stays', async () => {
    const world = await openWorld()
    const { run, undo, contactsOf } = undoing(world)
    const { rows } = await undo(await run(FILE, 'contacts', { issuePasswords: true }))
    expect(rows[1]).toMatchObject({ outcome: 'stays', says: ['Ben Burr stays: e-mail was sent.'] })
    expect(await contactsOf('Acme')).toHaveLength(2)
  })

  test('what it changed becomes as it was, unless somebody has changed the same since', async () => {
    const world = await openWorld()
    const { run, undo, customer, contactsOf } = undoing(world)
    await run(FILE)
    const importId = await run(
      `Company,Account number,Contact name,Email,Phone,Primary,Customer phone,Payment terms
Acme,100,Anna Berg,anna@acme.example,11,,5,30
Acme,100,Carla Cole,carla@acme.example,4,yes,,
Birch,200,Rita Rowe,rita@birch.example,33,,6,
`,
      'contacts',
      { updatePeople: true },
    )
    const birch = await customer('Birch')
    await world.owner.call(customersApi.change, {
      params: { customerId: birch.id },
      version: 2,
      body: { phone: '7' },
    })
    expect((await contactsOf('Acme')).map(({ email, primary }) => ({ email, primary }))[0]).toEqual({
      email: 'carla@acme.example',
      primary: true,
    })
    const { rows, undone } = await undo(importId)
    expect(undone).toEqual({ rows: 2, staying: 1 })
    expect((await customer('Acme')).phone).toBe(null)
    expect((await customer('Birch')).phone).toBe('7')
    expect(
      (await contactsOf('Acme')).map(({ email, primary, phone }) => ({ email, primary, phone })),
    ).toEqual([
      { email: 'anna@acme.example', primary: true, phone: '1' },
      { email: 'ben@acme.example', primary: false, phone: '2' },
    ])
    expect(rows[2]!.says.join(' ')).toContain(
      'Phone of Birch stays as it is: Olga Owner updated the customer since.',
    )
  })

  test('imports are undone one after the other: what another one did stands in the way until that is undone', async () => {
    const world = await openWorld()
    const { run, undo, customers } = undoing(world)
    const first = await run(FILE)
    const second = await run('Company,Account number,Customer phone\nBirch,200,9\n')
    expect((await undo(second)).undone).toEqual({ rows: 1, staying: 0 })
    expect((await undo(first)).undone).toEqual({ rows: 3, staying: 0 })
    expect(await customers()).toEqual([])
  })

  test('again, where what stood in the way is undone by now', async () => {
    const world = await openWorld()
    const { run, undo, customers } = undoing(world)
    const first = await run(FILE)
    const second = await run('Company,Account number,Customer phone\nBirch,200,9\n')
    expect((await undo(first)).undone).toEqual({ rows: 2, staying: 1 })
    await undo(second)
    const { undone, rows } = await undo(first)
    expect(undone).toEqual({ rows: 3, staying: 0 })
    expect(rows[2]).toMatchObject({
      outcome: 'undone',
      says: ['Customer Birch was removed.', 'Contact Rita Rowe was removed.'],
    })
    expect(await customers()).toEqual([])
  })

  test('with its invoices, and what the file said was paid of them; not those that were paid or sent since', async () => {
    const world = await openWorld()
    const { run, undo, customer } = undoing(world)
    await run(FILE)
    const importId = await run(
      `Invoice number,Account number,Issue date,Currency,Total,Amount paid
R-1,100,2026-01-31,EUR,100.00,40.00
R-2,100,2026-01-31,EUR,50.00,
R-3,200,2026-01-31,EUR,70.00,
`,
      'invoices',
    )
    const { id: customerId } = await customer('Acme')
    const { data } = await world.owner.call(invoicesApi.list, { query: { search: 'R-2' } })
    await world.owner.call(paymentsApi.add, {
      body: {
        customerId,
        currency: 'EUR',
        amountMinor: 1000,
        receivedOn: '2026-02-01',
        method: 'transfer',
        allocations: [{ invoiceId: data[0]!.id, amountMinor: 1000 }],
      },
    })
    const { undone, rows } = await undo(importId)
    expect(undone).toEqual({ rows: 2, staying: 1 })
    expect(rows.map(({ says }) => says)).toEqual([
      ['Invoice R-1 was removed.'],
      [expect.stringMatching(/^Invoice R-2 stays: /)],
      ['Invoice R-3 was removed.'],
    ])
    const left = await world.owner.call(invoicesApi.list, { query: {} })
    expect(left.data.map(({ number }) => number)).toEqual(['R-2'])
    const payments = await world.owner.call(paymentsApi.list, { query: { customerId } })
    expect(payments.data).toHaveLength(1)
  })
})

test('nothing but what an import made can be removed, whatever the code does', async () => {
  const world = await openWorld()
  const { run } = undoing(world)
  await world.owner.call(customersApi.add, { body: { name: 'Cedar', email: 'cy@cedar.example' } })
  await run('Company,Email\nAcme,anna@acme.example\n')
  const db = world.app.services.database.of(world.organization.id)
  for (const table of ['contacts', 'people', 'customers']) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)}`.execute(db)
    expect(numAffectedRows, table).toBe(1n)
  }
  const { data } = await world.owner.call(customersApi.list, {})
  expect(data.map(({ name, primaryContact }) => [name, primaryContact?.email])).toEqual([
    ['Cedar', 'cy@cedar.example'],
  ])
})

test('an import can be undone once, and for thirty days', async () => {
  const world = await openWorld()
  const { run, undo } = undoing(world)
  const importId = await run(FILE)
  await undo(importId)
  const again = await refused(world.owner.call(importsApi.undo, { params: { importId } }))
  expect(again.status).toBe(409)
  const late = await run(FILE)
  world.clock.advance({ days: 31 })
  await world.owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const tooLate = await refused(world.owner.call(importsApi.undo, { params: { importId: late } }))
  expect(tooLate.problem.detail).toContain('An import can be undone for 30 days.')
})

test('what an import does is in the journal under it, and so is that it was undone', async () => {
  const world = await openWorld()
  const { run, undo } = undoing(world)
  const importId = await run(FILE, 'contacts', { issuePasswords: true })
  const entries = async () =>
    (await world.owner.call(journalApi.list, { query: { importId, limit: 100 } })).data.map(
      ({ action }) => action,
    )
  const done = await entries()
  expect(done.toSorted()).toEqual([
    ...Array<string>(3).fill('contact.added'),
    ...Array<string>(2).fill('customer.added'),
    'import.run',
    ...Array<string>(3).fill('portal-access.password-issued'),
  ])
  await undo(importId)
  expect(await entries()).toEqual(['import.undone', ...done])
})
