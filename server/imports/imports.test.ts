import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { contactsApi } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { openCast } from '../../test/cast.ts'
import { refused, type Client } from '../../test/client.ts'
import { failWriting } from '../../test/fail-writing.ts'
import { openWorld, type SetUpWorld } from '../../test/world.ts'
import { inOrganization } from '../scope/scope.ts'
import { createLongWork } from '../work/long-work.ts'
import { interrupt, leasePlanning, leaseRunning } from './lease.ts'
import { takeUpImports } from './take-up-imports.ts'
import { importsApi, type CsvImport, type Mapping } from './imports.api.ts'
import { exportsApi } from '../exports/exports.api.ts'

async function upload(by: Client, content: string | Buffer, fileName = 'file.csv'): Promise<CsvImport> {
  const { json } = await by.send('POST', `/v1/imports?fileName=${encodeURIComponent(fileName)}`, {
    payload: content,
    type: 'text/csv',
  })
  return json as CsvImport
}

function importing({ app, owner }: SetUpWorld) {
  const read = (importId: string) => owner.call(importsApi.read, { params: { importId } })
  const rows = async (importId: string) =>
    (await owner.call(importsApi.rows, { params: { importId }, query: { limit: 100 } })).data
  const plan = async (content: string | Buffer, mapping?: Partial<Mapping>) => {
    const uploaded = await upload(owner, content)
    const params = { importId: uploaded.id }
    if (mapping)
      await owner.call(importsApi.map, {
        params,
        body: { fields: uploaded.columns.map((column) => column.field), ...mapping },
      })
    await owner.call(importsApi.plan, { params })
    await app.services.longWork.settled()
    return read(uploaded.id)
  }
  const run = async (content: string | Buffer, mapping?: Partial<Mapping>) => {
    const planned = await plan(content, mapping)
    await owner.call(importsApi.run, { params: { importId: planned.id } })
    await app.services.longWork.settled()
    const done = await read(planned.id)
    expect(done).toMatchObject({ state: 'done', counts: planned.counts, doneCount: planned.rowCount })
    return { ...done, rows: await rows(planned.id) }
  }
  /** Every customer by name, with its contacts' addresses, the primary one first. */
  const book = async () => {
    const { data } = await owner.call(customersApi.list, { query: { limit: 100, status: 'all' } })
    return Object.fromEntries(
      await Promise.all(
        data.map(async ({ id, name }) => {
          const contacts = await owner.call(contactsApi.list, { params: { customerId: id } })
          return [name, contacts.data.map(({ email, primary }) => `${email}${primary ? ' *' : ''}`)] as const
        }),
      ),
    )
  }
  return { read, rows, plan, run, book }
}

const outcomes = (rows: { outcome: string | null }[]) => rows.map((row) => row.outcome)

const PEOPLE = `CustomerId,FirstName,LastName,Company,Address,City,Phone,Fax,Email
1,Luís,Gonçalves,Embraer S.A.,"Av. Faria Lima, 2170",São José,+55 (12) 3923,+55,luisg@embraer.example
2,Leonie,Köhler,,Theodor-Heuss 34,Stuttgart,+49 0711,,leonie@surf.example
`

describe('customers and their contacts', () => {
  test('a company gets its contact; a person without one is their own customer', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    const done = await run(PEOPLE)
    expect(done.counts).toEqual({ create: 2, link: 0, change: 0, unchanged: 0, ask: 0, refuse: 0 })
    expect(done.rows[0]!.says).toEqual(['New customer Embraer S.A.', 'New contact Luís Gonçalves, primary.'])
    expect(await book()).toEqual({
      'Embraer S.A.': ['luisg@embraer.example *'],
      'Leonie Köhler': ['leonie@surf.example *'],
    })
    const { data } = await world.owner.call(customersApi.list, { query: { search: 'embraer' } })
    const embraer = await world.owner.call(customersApi.read, { params: { customerId: data[0]!.id } })
    expect(embraer).toMatchObject({
      accountNumber: '1',
      phone: null,
      billingAddress: { line1: 'Av. Faria Lima, 2170', city: 'São José', country: '' },
    })
  })

  test('a row that says nothing of them gives what the customer says for new contacts, or else every kind; and the organization’s language', async () => {
    const world = await openWorld()
    await world.owner.call(customersApi.add, { body: { name: 'Acme', defaultReceives: { receipts: 'cc' } } })
    await importing(world).run('Company,Email\nAcme,a@acme.example\nBirch,b@birch.example\n')
    const received = async (search: string) => {
      const { data } = await world.owner.call(customersApi.list, { query: { search } })
      const contacts = await world.owner.call(contactsApi.list, { params: { customerId: data[0]!.id } })
      const contactId = contacts.data[0]!.id
      expect(await world.owner.call(contactsApi.read, { params: { contactId } })).toMatchObject({
        language: null,
      })
      return contacts.data.map(({ receives }) => receives)
    }
    expect(await received('Acme')).toEqual([{ receipts: 'cc' }])
    expect(await received('Birch')).toEqual([
      { invoices: 'to', reminders: 'to', receipts: 'to', statements: 'to', notices: 'to' },
    ])
  })

  test('one row brings several contacts of its customer, each of whom is judged by themselves', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    const fields: Mapping['fields'] = [
      'customerName',
      'fullName',
      'email',
      'fullName2',
      'email2',
      'fullName3',
      'email3',
    ]
    const people = `Company,Who,Mail,Second,Second mail,Third,Third mail
Acme,Anna Berg,anna@acme.example,Ben Burr,ben@acme.example,Cleo Cole,
Birch,,,Rita Rowe,rita@birch.example,Anna Berg,anna@acme.example
`
    const done = await run(people, { fields })
    expect(done.rows.map(({ outcome, says }) => ({ outcome, says }))).toEqual([
      {
        outcome: 'create',
        says: [
          'New customer Acme.',
          'New contact Anna Berg, primary.',
          'New contact Ben Burr.',
          'Cleo Cole is not made a contact: there is no e-mail address.',
        ],
      },
      {
        outcome: 'link',
        says: [
          'New customer Birch.',
          'New contact Rita Rowe, primary.',
          'Anna Berg is known by this address from line 2: linked as a contact of Birch.',
        ],
      },
    ])
    const contacts = {
      Acme: ['anna@acme.example *', 'ben@acme.example'],
      Birch: ['rita@birch.example *', 'anna@acme.example'],
    }
    expect(await book()).toEqual(contacts)

    const { id: customerId } = (await world.owner.call(customersApi.list, { query: { search: 'acme' } }))
      .data[0]!
    const { data } = await world.owner.call(contactsApi.list, { params: { customerId } })
    await world.owner.call(contactsApi.delete, { params: { contactId: data[1]!.id } })
    const again = await run(people, { fields })
    expect(again.counts).toMatchObject({ unchanged: 2 })
    expect(again.rows[0]!.says[0]).toBe(
      'Ben Burr is an inactive contact of Acme, and stays so. Undelete the contact to change that.',
    )
    expect(await book()).toEqual({ ...contacts, Acme: ['anna@acme.example *'] })
  })

  test('companies that share an account number are not made one: the others wait for somebody to look', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    const done = await run(`Company,Account number,Email
Acme Ltd.,100,anna@acme.example
ACME Ltd,100,bo@acme.example
Birch,100,rita@birch.example
Cedar,100,cy@cedar.example
,100,dan@acme.example
`)
    expect(done.counts).toEqual({ create: 3, link: 0, change: 0, unchanged: 0, ask: 2, refuse: 0 })
    expect(done.rows[2]!.says).toEqual([
      'Not imported: Birch has the account number 100, which is Acme Ltd. in line 2. As one customer, the contacts of each would receive the other’s invoices. Give each company its own number, or the same name if they are one.',
    ])
    expect(await book()).toEqual({
      'Acme Ltd.': ['anna@acme.example *', 'bo@acme.example', 'dan@acme.example'],
    })
    const left = await world.owner.send('GET', `/v1/imports/${done.id}/refused.csv`)
    expect(left.text).toContain('Birch,100,rita@birch.example')
  })

  test('a company with the number of a customer of quite another name, and a new contact, waits for somebody to look', async () => {
    const { run, book } = importing(await openWorld())
    await run('Company,Account number,Email\nZeta Tools,100,zoe@zeta.example\n')
    const { rows } = await run(`Company,Account number,Email
Birch,100,rita@birch.example
Zeta Machines,100,yan@zeta.example
`)
    expect(rows.map(({ outcome }) => outcome)).toEqual(['ask', 'create'])
    expect(rows[0]!.says[0]).toMatch(
      /^Not imported: Birch has the account number 100, which is Zeta Tools\. /,
    )
    expect(await book()).toEqual({ 'Zeta Machines': ['zoe@zeta.example *', 'yan@zeta.example'] })
  })

  test('names that differ by vowels of other scripts, or by signs alone, are those of other companies', async () => {
    const { run } = importing(await openWorld())
    const done = await run(`Company,Account number,Email
मिल,7,anna@mil.example
मेल,7,bo@mel.example
★★,8,cy@stars.example
☆☆,8,dan@rings.example
Café Æble,9,eva@able.example
CAFE ÆBLE,9,finn@able.example
`)
    expect(done.rows.map(({ outcome }) => outcome)).toEqual([
      'create',
      'ask',
      'create',
      'ask',
      'create',
      'create',
    ])
  })

  test('a file without a row that can be imported is not imported', async () => {
    const world = await openWorld()
    const { plan } = importing(world)
    const planned = await plan('Company,Email\nAcme,not an address\n')
    expect(planned.counts).toMatchObject({ create: 0, refuse: 1 })
    const refusal = await refused(world.owner.call(importsApi.run, { params: { importId: planned.id } }))
    expect(refusal.problem.detail).toBe(
      'No row of the file can be imported. Correct the file, and upload it again.',
    )
  })

  test('running it twice changes nothing the second time, and mails nobody either time', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    const many = `Company,Email,First name,Last name,Job title,Primary,Receives,Phone,City
Acme,a@acme.example,Ann,Ames,Buyer,,invoices,1,Oslo
Acme,b@acme.example,Bo,Berg,Boss,yes,all,2,Bergen
acme,a@acme.example,Annie,Ames,Seller,yes,none,3,
Birch,a@acme.example,Anne,Ames,,,,4,Rome
Birch,c@birch.example,Cy,Cole,,no,,5,
,d@x.example,Di,Dahl,,,,6,
,d2@x.example,Di,Dahl,,,,7,
Cedar,,,,,,,8,
`
    const first = await run(many)
    expect(outcomes(first.rows)).toEqual([
      'create',
      'create',
      'unchanged',
      'link',
      'create',
      'create',
      'create',
      'create',
    ])
    const before = await book()
    expect(before).toEqual({
      Acme: ['b@acme.example *', 'a@acme.example'],
      Birch: ['a@acme.example *', 'c@birch.example'],
      'Di Dahl': expect.any(Array),
      Cedar: [],
    })
    const second = await run(many)
    expect(outcomes(second.rows)).toEqual(Array.from({ length: 8 }, () => 'unchanged'))
    expect(await book()).toEqual(before)
    expect(await world.deliverMail()).toEqual([])
    const { data } = await world.owner.call(journalApi.list, { query: { limit: 2 } })
    expect(data.map((entry) => entry.action)).toEqual(['import.run', 'import.run'])
  })

  test('an address that is already somebody’s is linked, and their details stay unless asked', async () => {
    const world = await openCast()
    const { run, book } = importing(world)
    const file =
      'Company,Email,First name,Phone\nCedar,ANNA@ash.example,Anita,123\nAcme,anna@ash.example,Anita,123\n'
    const linked = await run(file)
    expect(linked.rows.map((row) => [row.outcome, row.says])).toEqual([
      [
        'link',
        [
          'New customer Cedar.',
          'Anna Ash is known by this address: linked as a contact of Cedar, primary.',
          'First name and phone of Anna Ash stay as they are: they are already here.',
        ],
      ],
      ['unchanged', ['First name and phone of Anna Ash stay as they are: line 2 comes first.']],
    ])
    expect(await world.read(world.anna.atAcme.id)).toMatchObject({ firstName: 'Anna', phone: null })
    expect((await book())['Cedar']).toEqual(['anna@ash.example *'])

    const changed = await run(file, { updatePeople: true })
    expect(changed.rows[0]).toMatchObject({
      outcome: 'change',
      says: ['Anna Ash, at all their customers: first name Anita instead of Anna; phone 123.'],
    })
    expect(await world.read(world.anna.atBirch.id)).toMatchObject({ firstName: 'Anita', phone: '123' })
  })

  test('an account number finds a customer whatever its name; a number is given to one who had none', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    await run('Account number,Company,Currency\nA1,Acme,EUR\n')
    await run('Company\nBirch\n')
    const { rows } = await run('Account number,Company,Currency\na1,Acme Ltd,usd\nB2,birch,\nB3,Birch,\n')
    expect(rows.map((row) => [row.outcome, row.says[0]])).toEqual([
      ['change', 'Acme: currency USD instead of EUR; name Acme Ltd instead of Acme.'],
      ['change', 'Birch: account number B2.'],
      ['create', 'New customer Birch.'],
    ])
    expect(Object.keys(await book())).toEqual(['Acme Ltd', 'Birch'])
    const { data } = await world.owner.call(customersApi.list, { query: { search: 'birch' } })
    expect(new Set(data.map((customer) => customer.accountNumber))).toEqual(new Set(['B2', 'B3']))
  })

  test('a row takes the primary contact over; the one of until now steps back', async () => {
    const world = await openCast()
    const { run, book } = importing(world)
    await run('Company,Email,Primary\nAcme,first@acme.example,yes\n')
    await run('Company,Email,Primary\nAcme,second@acme.example,yes\n')
    expect((await book())['Acme']![0]).toBe('second@acme.example *')
    await run('Company,Email,Primary\nAcme,first@acme.example,yes\nAcme,second@acme.example,\n')
    expect((await book())['Acme']).toEqual([
      'first@acme.example *',
      'anna@ash.example',
      'second@acme.example',
    ])
    const acme = (await world.owner.call(contactsApi.list, { params: { customerId: world.acme.id } })).data
    const second = acme.find(({ email }) => email === 'second@acme.example')!
    const { data } = await world.owner.call(journalApi.list, { query: { contactId: second.id } })
    expect(
      data.map(({ action, changes }) => [action, changes.map((one) => Object.values(one).join(' '))]),
    ).toEqual([
      ['contact.changed', ['primary true false']],
      ['contact.added', [expect.stringContaining('second@acme.example')]],
    ])
  })
})

test('of hundreds of contacts of one customer the last row that says so names the primary one, and each is made once', async () => {
  const world = await openWorld()
  const { run, book } = importing(world)
  const company = (i: number) => (i < 150 ? 'Acme' : 'Birch')
  const isPrimary = (i: number) => (i === 149 || i === 500 ? 'yes' : '')
  const lines = Array.from({ length: 600 }, (_, i) => `${company(i)},p${i}@example.com,${isPrimary(i)}`)
  const done = await run(`Company,Email,Primary\n${lines.join('\n')}\n`)
  expect(done.counts).toMatchObject({ create: 600 })
  const { Acme: acme, Birch: birch } = await book()
  const primaries = [...acme!, ...birch!].filter((contact) => contact.endsWith('*'))
  expect(primaries).toEqual(['p149@example.com *', 'p500@example.com *'])
})

test('rows with long cells are imported in several batches, each once', async () => {
  const world = await openWorld()
  const { run, book } = importing(world)
  const notes = 'Calls on Mondays. '.repeat(500)
  const lines = Array.from({ length: 70 }, (_, i) => `Company ${i},p${i}@example.com,${notes}`)
  const done = await run(`Company,Email,Notes\n${lines.join('\n')}\n`)
  expect(done.counts).toMatchObject({ create: 70 })
  expect(Object.keys(await book())).toHaveLength(70)
})

test('what cannot be imported is refused with its line and the reason, and can be downloaded', async () => {
  const world = await openCast()
  const { owner } = world
  await owner.call(contactsApi.delete, { params: { contactId: world.anna.atAcme.id } })
  await owner.call(customersApi.delete, { params: { customerId: world.birch.id } })
  await world.addCustomer('Twin')
  await world.addCustomer('Twin')
  const { run, book } = importing(world)
  const done = await run(
    [
      'Company,Account,Email,First name,Receives,Notes',
      'Good,,good@example.com,,,',
      '=Formula(),,łódź☺@example.com,,newspapers,',
      'Ragged,1',
      'Nobody,,,Nora,,',
      ',99,,,,',
      ',,,,,only a note',
      'Acme,,anna@ash.example,,,',
      'Birch,,new@example.com,,,',
      'Twin,,twin@example.com,,,',
    ].join('\n'),
  )
  expect(done.rows.map(({ line, says }) => `${line} ${says.join(' ')}`)).toEqual([
    '2 New customer Good. New contact good@example.com, primary.',
    expect.stringMatching(/^3 E-mail: Use only letters.* Receives: “.*” is left out. Use invoices,/),
    '4 This row has 2 cells, but the header has 6. Check its separators and quotation marks.',
    '5 New customer Nobody. Nora is not made a contact: there is no e-mail address.',
    '6 There is no customer with the account number 99, and the row has no name to add one. Fill it in, or correct the number.',
    '7 The row names neither a customer nor a person. Fill in one of them.',
    '8 Anna Ash is an inactive contact of Acme. Undelete the contact, and import this row again.',
    '9 Birch is inactive. Make it active again, and import this row again.',
    '10 Several customers are called Twin. Fill in the account number of the one you mean.',
  ])
  expect(await book()).toMatchObject({ Acme: [], Good: ['good@example.com *'] })
  const { text } = await owner.send('GET', `/v1/imports/${done.id}/refused.csv`)
  const lines = text.split('\r\n')
  expect(lines[0]).toBe('\ufeffCompany,Account,Email,First name,Receives,Notes,Line,Reason')
  expect(lines[1]).toMatch(/^'=Formula\(\),,łódź☺@example\.com,,newspapers,,3,"?E-mail: /)
  expect(lines).toHaveLength(9)
})

test('an export reads back: the same organization is unchanged, another one gets the same customers', async () => {
  const world = await openWorld()
  const { run } = importing(world)
  await run(
    `Company,Account number,Customer email,Address,Address 2,City,Shipping city,Currency,Terms,Notes,Email,First name,Last name,Phone,Mobile,Job title,Language,Time zone,Receives,Primary
=cmd|'/C calc'!A0,'=1,office@acme.example,"1 Main St
Suite 5",2nd,Oslo,Bergen,EUR,30,"two
lines",a@acme.example,@Ann,"O""Neil; Jr",+1 5,-2,'tis,de,Europe/Oslo,"invoices, receipts",yes
=cmd|'/C calc'!A0,,,,,,,,,,b@acme.example,=1+1,,,,,,,none,no
شركة 😀,,,,,,,,,,,,,,,,,,,
`,
  )
  const { text } = await world.owner.send('GET', exportsApi.customersCsv.path)
  expect(text).not.toMatch(/(^|,)"?[=+\-@]/m)
  const again = await run(text)
  expect(outcomes(again.rows)).toEqual(['unchanged', 'unchanged', 'unchanged'])

  const other = await openWorld()
  const elsewhere = importing(other)
  await elsewhere.run(text)
  const copied = await other.owner.send('GET', exportsApi.customersCsv.path)
  expect(copied.text).toBe(text)
  expect(copied.text).toContain('"1 Main St, Suite 5"')
})

describe('step by step', () => {
  test('a mapping can be changed until the run, and voids the dry run', async () => {
    const { owner, ...world } = await openWorld()
    const { plan } = importing({ owner, ...world })
    const planned = await plan('Firma,Wer\nAcme,Ann\n')
    expect(planned).toMatchObject({ state: 'planned', counts: { create: 1 } })
    expect(planned.columns).toEqual([
      { name: 'Firma', field: 'customerName', couldBe: 'customerName', samples: ['Acme'] },
      { name: 'Wer', field: null, couldBe: null, samples: ['Ann'] },
    ])
    const params = { importId: planned.id }
    const mapped = await owner.call(importsApi.map, {
      params,
      body: { fields: ['customerName', 'fullName'] },
    })
    expect(mapped).toMatchObject({ state: 'mapping', counts: null })
    expect((await refused(owner.call(importsApi.run, { params }))).status).toBe(409)
    for (const fields of [['customerName'], ['email', 'email'], ['notes', null]] as const)
      expect(
        (await refused(owner.call(importsApi.map, { params, body: { fields: [...fields] } }))).status,
      ).toBe(400)
    await owner.call(importsApi.delete, { params })
    expect((await refused(owner.call(importsApi.read, { params }))).status).toBe(404)
  })

  test('rows are listed by outcome, page by page', async () => {
    const { owner, ...world } = await openWorld()
    const { plan } = importing({ owner, ...world })
    const file = `Company,Account number\n${Array.from({ length: 5 }, (_, i) => `C${i},${i}\n,x${i}`).join('\n')}\n`
    const { id } = await plan(file)
    const found = []
    for (let cursor: string | undefined; ;) {
      const page = await owner.call(importsApi.rows, {
        params: { importId: id },
        query: { outcome: 'refuse', limit: 2, ...(cursor && { cursor }) },
      })
      found.push(page.data.map((row) => row.line))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(found).toEqual([[3, 5], [7, 9], [11]])
  })

  test('another organization sees nothing of it, and a viewer may only export', async () => {
    const world = await openCast()
    const { id } = await upload(world.owner, 'Company\nAcme\n')
    const viewer = await world.hire('viewer')
    expect((await refused(viewer.call(importsApi.read, { params: { importId: id } }))).status).toBe(403)
    const { text } = await viewer.send('GET', exportsApi.customersCsv.path)
    expect(text.split('\r\n').filter((row) => row.includes('anna@ash.example'))).toHaveLength(2)
  })

  test('a file that cannot be read leaves nothing behind', async () => {
    const { owner } = await openWorld()
    for (const content of ['', 'Company,Email\n', 'PK\u0003\u0004', 'Company\nAcme\n"Birch\n'])
      expect((await refused(upload(owner, content))).status).toBe(422)
    expect((await owner.call(importsApi.list, {})).data).toEqual([])
  })
})

describe('passwords', () => {
  test('are issued only when asked for, and never to somebody who has one', async () => {
    const world = await openCast()
    await world.settle(world.anna.atAcme)
    const { run } = importing(world)
    const file =
      'Company,Email,First name\nAcme,anna@ash.example,Anna\nAcme,new@acme.example,Nell\nBirch,new@acme.example,Nell\n'
    await run(file)
    expect(await world.deliverMail()).toEqual([])
    const done = await run(file, { issuePasswords: true })
    expect(done).toMatchObject({ toMail: 1, passwordCount: 1 })
    const letters = await world.deliverMail()
    expect(letters.map((letter) => letter.to)).toEqual(['new@acme.example'])
    await run(file, { issuePasswords: true })
    expect(await world.deliverMail()).toEqual([])
    const ofInactive = await run(
      'Company,Email,Active\nCedar,cy@cedar.example,no\nDogwood,dee@dogwood.example,yes\n',
      {
        issuePasswords: true,
      },
    )
    expect(ofInactive).toMatchObject({ toMail: 1, passwordCount: 1 })
  })
})

describe('interruptions', () => {
  const LINES = 1500
  const file = `Company,Email\n${Array.from({ length: LINES }, (_, i) => `Company ${i % 500},p${i}@example.com`).join('\n')}\n`

  test('a run that is stopped goes on where it was', async () => {
    const world = await openWorld()
    const { plan, read, book } = importing(world)
    const { id } = await plan(file)
    const params = { importId: id }
    await world.owner.call(importsApi.run, { params })
    await world.app.services.longWork.stop()
    const stopped = await read(id)
    expect(stopped).toMatchObject({ state: 'interrupted', trouble: null })
    expect(stopped.doneCount).toBeLessThan(LINES)

    const { services } = world.app
    const longWork = createLongWork(services.log)
    await takeUpImports({ ...services, longWork })
    await longWork.settled()
    expect(await read(id)).toMatchObject({
      state: 'done',
      counts: stopped.counts,
      doneCount: LINES,
      startedBy: stopped.startedBy,
    })
    expect(Object.values(await book()).flat()).toHaveLength(100 * 3)
    const { data } = await world.owner.call(journalApi.list, { query: { limit: 1 } })
    expect(data).toMatchObject([{ action: 'import.run', actor: { kind: 'staff', name: stopped.startedBy } }])
  })

  test('a run that staff stop keeps its record and its refused rows, and can be continued or undone', async () => {
    const world = await openWorld()
    const { plan, read, book } = importing(world)
    const { services } = world.app
    const { id } = await plan(`${file}Birch,nobody\n`)
    const params = { importId: id }
    await world.owner.call(importsApi.run, { params })
    const stopped = await world.owner.call(importsApi.stop, { params })
    await services.longWork.settled()
    await takeUpImports(services)
    await services.longWork.settled()
    expect(await read(id)).toEqual(stopped)
    const resumed = await world.owner.call(importsApi.run, { params })
    expect(resumed.state).toBe('running')
    expect((await refused(world.owner.call(importsApi.delete, { params }))).status).toBe(409)
    await world.owner.call(importsApi.stop, { params })
    await services.longWork.settled()
    expect(stopped).toMatchObject({ state: 'interrupted', trouble: 'Olga Owner stopped it.' })
    expect(stopped.doneCount).toBeLessThan(LINES)
    const { text: body } = await world.owner.send('GET', `/v1/imports/${id}/refused.csv`)
    expect(body).toContain('Birch,nobody,1502,')
    expect((await refused(world.owner.call(importsApi.stop, { params }))).status).toBe(409)

    await world.owner.call(importsApi.undo, { params })
    await services.longWork.settled()
    expect(await read(id)).toMatchObject({ state: 'undone', undone: { staying: 0 } })
    expect(await book()).toEqual({})
  })

  test('a run that loses the database goes on by itself once it is back', async () => {
    const world = await openWorld()
    const { plan, read, book } = importing(world)
    const { services } = world.app
    const { id } = await plan('Company,Email\nAcme,anna@acme.example\n')
    const comeBack = await failWriting(world.ownerUrl, 'customers', 'true', 'connection ends')
    await world.owner.call(importsApi.run, { params: { importId: id } })
    await services.longWork.settled()
    expect(await read(id)).toMatchObject({ state: 'interrupted', trouble: null })
    await comeBack()
    await takeUpImports(services)
    await services.longWork.settled()
    expect(await read(id)).toMatchObject({ state: 'done' })
    expect(await book()).toEqual({ Acme: ['anna@acme.example *'] })
  })

  test('a check that was stopped is made again; what failed waits for somebody', async () => {
    const world = await openWorld()
    const { read } = importing(world)
    const { services } = world.app
    const another = createLongWork(services.log)
    const takeUp = async () => {
      await takeUpImports({ ...services, longWork: another })
      await another.settled()
    }
    const scope = inOrganization(services, world.organization.id)
    const { id } = await upload(world.owner, 'Company,Email\nAcme,anna@acme.example\n')
    await leasePlanning(scope, id)
    await takeUp()
    expect((await read(id)).state).toBe('planning')
    await world.letLeasesRunOut()
    await takeUp()
    expect((await read(id)).state).toBe('planned')

    const running = await leaseRunning(scope, id)
    await interrupt(
      { ...scope, lease: running, signal: new AbortController().signal },
      'Something went wrong.',
    )
    await takeUp()
    expect(await read(id)).toMatchObject({ state: 'interrupted', trouble: 'Something went wrong.' })
  })

  test('one that was begun at the command line and stopped there does not go on by itself, and says so', async () => {
    const world = await openWorld()
    const { plan, read } = importing(world)
    const { id } = await plan('Company\nAcme\n')
    const scope = inOrganization(world.app.services, world.organization.id)
    await sql`update imports set actor_id = null where id = ${id}`.execute(scope.db)
    await leaseRunning(scope, id)
    expect(await read(id)).toMatchObject({ state: 'running', trouble: null })
    await world.letLeasesRunOut()
    await takeUpImports(world.app.services)
    await world.app.services.longWork.settled()
    expect(await read(id)).toMatchObject({
      state: 'interrupted',
      trouble: 'It was stopped at the command line.',
    })
  })

  test('a run whose server vanished counts as interrupted once its lease has run out, and only then', async () => {
    const world = await openWorld()
    const { plan, read } = importing(world)
    const { id } = await plan('Company\nAcme\n')
    await leaseRunning(inOrganization(world.app.services, world.organization.id), id)
    // A process whose clock is ahead does not take it for interrupted.
    world.clock.advance({ minutes: 6 })
    expect((await read(id)).state).toBe('running')
    expect((await refused(world.owner.call(importsApi.run, { params: { importId: id } }))).status).toBe(409)
    await world.letLeasesRunOut()
    expect((await read(id)).state).toBe('interrupted')
    await world.owner.call(importsApi.run, { params: { importId: id } })
    await world.app.services.longWork.settled()
    expect((await read(id)).state).toBe('done')
  })

  test('two imports of the same file at once make everything once', async () => {
    const world = await openWorld()
    const { plan, read, rows } = importing(world)
    const planned = [await plan(file), await plan(file)]
    await Promise.all(planned.map(({ id }) => world.owner.call(importsApi.run, { params: { importId: id } })))
    await world.app.services.longWork.settled()
    const [one, two] = await Promise.all(planned.map(({ id }) => read(id)))
    expect([one!.state, two!.state]).toEqual(['done', 'done'])
    expect(one!.counts!.create + two!.counts!.create).toBe(LINES)
    expect(one!.counts!.unchanged + two!.counts!.unchanged).toBe(LINES)
    const { data } = await world.owner.call(customersApi.list, { query: { search: 'Company 7', limit: 100 } })
    expect(new Set(data.map((customer) => customer.name)).size).toBe(data.length)
    expect((await rows(one!.id))[0]!.outcome).toMatch(/create|unchanged/)
  })
})

describe('who is who', () => {
  test('one company, however its name was typed, is one customer', async () => {
    const { run, book } = importing(await openWorld())
    const done = await run(
      [
        'Company,Email',
        'Café Müller,a@x.example',
        'Cafe\u0301 Mu\u0308ller,b@x.example',
        'Café\u00a0Müller,c@x.example',
        'CAFÉ  MÜLLER,d@x.example',
      ].join('\n'),
    )
    expect(outcomes(done.rows)).toEqual(['create', 'create', 'create', 'create'])
    expect(await book()).toEqual({
      'Café Müller': ['a@x.example *', 'b@x.example', 'c@x.example', 'd@x.example'],
    })
    const again = await run('Company,Email\nCafe\u0301  Mu\u0308ller,e@x.example\n')
    expect(again.rows[0]!.says).toEqual(['New contact e@x.example.'])
  })

  test('a row that names no company is about the contact whose address it has, and changes nothing of the customer', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    await run('Company,Email,First name,City\nAcme,anna@x.example,Anna,Oslo\n')
    const { rows } = await run(`Email,First name,Job title,City
anna@x.example,Anna,Buyer,Rome
bo@x.example,Bo,,
bo@x.example,Bo,Boss,
`)
    expect(rows.map(({ says }) => says)).toEqual([
      ['The row names no customer: the details of Acme stay as they are.', 'Anna at Acme: job title Buyer.'],
      ['New customer Bo.', 'New contact Bo, primary.'],
      ['Job title of Bo stays as it is: line 3 has the same contact.'],
    ])
    expect(await book()).toEqual({ Acme: ['anna@x.example *'], Bo: ['bo@x.example *'] })
    await run('Company,Email\nBirch,anna@x.example\n')
    const several = await run('Email,First name\nanna@x.example,Anna\nbo@x.example,Bo\n')
    expect(several.rows[0]).toMatchObject({
      outcome: 'refuse',
      says: [
        expect.stringMatching(
          /^Anna is a contact of several customers, such as \w+ and \w+, and the row names none of them\./,
        ),
      ],
    })
  })

  test('numbers that differ by zeros at the front are asked about, here and in the file', async () => {
    const { run, book } = importing(await openWorld())
    await run('Company,Account number\nAcme,00123\n')
    const { rows } = await run(`Company,Account number
Acme Ltd,123
,0123
Birch,0123
Cedar,77
Cedar,0077
Dune,A1
Dune,0A1
`)
    expect(
      rows.map(({ outcome, says }) => `${outcome}: ${says.join(' ').replace(/ A spread.*/, '')}`),
    ).toEqual([
      'ask: Not imported: Acme Ltd has the account number 123, and Acme has 00123.',
      'ask: Not imported: this row has the account number 0123, and Acme has 00123.',
      'create: New customer Birch. Acme has the account number 00123, and is another customer.',
      'create: New customer Cedar.',
      'ask: Not imported: Cedar has the account number 0077, and Cedar in line 5 has 77.',
      'create: New customer Dune.',
      'create: New customer Dune.',
    ])
    expect(Object.keys(await book())).toEqual(['Acme', 'Birch', 'Cedar', 'Dune'])
  })
})

test('without an e-mail address there is a customer without contacts, which the row says; a phone is the customer’s', async () => {
  const world = await openWorld()
  const { run, book } = importing(world)
  const file = 'Company,First name,Last name,Phone,City\nAcme,Anna,Berg,123,Oslo\nBirch,,,,\n,Cy,Cole,9,\n'
  const done = await run(file)
  expect(done.rows.map(({ says }) => says)).toEqual([
    ['New customer Acme.', 'Anna Berg is not made a contact: there is no e-mail address.'],
    ['New customer Birch.'],
    ['New customer Cy Cole.', 'Cy Cole is not made a contact: there is no e-mail address.'],
  ])
  expect(await book()).toEqual({ Acme: [], Birch: [], 'Cy Cole': [] })
  const { data } = await world.owner.call(customersApi.list, { query: { search: 'acme' } })
  const acme = await world.owner.call(customersApi.read, { params: { customerId: data[0]!.id } })
  expect(acme).toMatchObject({ phone: '123', billingAddress: { city: 'Oslo' } })
  expect(outcomes((await run(file)).rows)).toEqual(['unchanged', 'unchanged', 'unchanged'])
})

test('a cell that cannot be read is left out, and the row says so', async () => {
  const { run } = importing(await openWorld())
  const { rows } = await run(
    'Company,Email,Currency,Payment terms,Phone\nAcme,"Anna Berg <anna@x.example>; bo@x.example; see notes",$,soon,4.9E+11\n',
  )
  expect(rows[0]).toMatchObject({
    outcome: 'create',
    says: [
      'New customer Acme.',
      'New contact Anna Berg, primary.',
      'New contact bo@x.example.',
      expect.stringMatching(/^E-mail: “see notes” is left out\./),
      expect.stringMatching(/^Currency: “\$” is left out\./),
      expect.stringMatching(/^Payment terms \(days\): “soon” is left out\./),
      expect.stringMatching(/^Phone: “4\.9E\+11” is left out\. This is what a spreadsheet leaves/),
    ],
  })
})

describe('customers that the file says are inactive', () => {
  const file = `Company,Email,Status
Acme,anna@x.example,Active
Birch,rita@x.example,Archived
Birch,bo@x.example,Archived
`
  const active = async ({ owner }: SetUpWorld) =>
    (await owner.call(customersApi.list, { query: { status: 'active' } })).data.map(({ name }) => name)

  test('become inactive customers, to whom nothing goes; a second time nothing changes', async () => {
    const world = await openWorld()
    const { run, book } = importing(world)
    const done = await run(file, { issuePasswords: true })
    expect(done.rows.map(({ says }) => says[0])).toEqual([
      'New customer Acme.',
      'New customer Birch, inactive.',
      'New contact bo@x.example.',
    ])
    expect(await active(world)).toEqual(['Acme'])
    expect(await book()).toEqual({ Acme: ['anna@x.example *'], Birch: ['rita@x.example *', 'bo@x.example'] })
    expect(done.passwordCount).toBe(1)
    expect(outcomes((await run(file)).rows)).toEqual(['unchanged', 'unchanged', 'unchanged'])
  })

  test('or are left out; who is active here stays so either way, which is said', async () => {
    const world = await openWorld()
    const { run } = importing(world)
    await run('Company,Email\nBirch,rita@x.example\n')
    const left = await run(`${file}Cedar,cy@x.example,no\n`, { inactive: 'leaveOut' })
    expect(left.rows.map(({ outcome, says }) => [outcome, says])).toEqual([
      ['create', ['New customer Acme.', 'New contact anna@x.example, primary.']],
      ...[3, 4].map(() => [
        'unchanged',
        ['The file says that Birch is inactive, and this row is left out. Here it is active, and stays so.'],
      ]),
      ['unchanged', ['Left out: the file says that Cedar is inactive.']],
    ])
    const imported = await run(file)
    expect(imported.rows[1]!.says).toEqual([
      'The file says that Birch is inactive. Here it is active, and stays so.',
    ])
    expect(await active(world)).toEqual(['Acme', 'Birch'])
  })
})

test('what columns were is remembered for the next file with the same headings, and can be taken back', async () => {
  const world = await openWorld()
  const { run } = importing(world)
  const file = (company: string) =>
    `Firm X,Who,Mail\n${company},Anna Berg,anna@${company.toLowerCase()}.example\n`
  const fields: Mapping['fields'] = ['customerName', 'lastName', 'email']
  const recognized = (await upload(world.owner, file('Acme'))).columns.map(({ field }) => field)
  expect(recognized).not.toEqual(fields)
  await run(file('Acme'), { fields })

  const again = await upload(world.owner, file('Birch'))
  expect(again.columns.map(({ field }) => field)).toEqual(fields)
  expect(again.recognized).toEqual(recognized)
  const other = await upload(world.owner, file('Birch').replace('Firm X', 'Firm Y'))
  expect(other).toMatchObject({ columns: recognized.map((field) => ({ field })), recognized: null })
  await run(file('Birch'), { fields: recognized })
  expect(await upload(world.owner, file('Cedar'))).toMatchObject({
    columns: recognized.map((field) => ({ field })),
    recognized: null,
  })
})

test('external IDs go to what has none yet: another one stays, one that is taken is left out, and the row says so', async () => {
  const world = await openWorld()
  const { run } = importing(world)
  const head = 'Customer name,Customer external ID,E-mail,External ID'
  await run(`${head}\nAcme,c1,anna@acme.example,p1\n`)
  const { rows } = await run(
    [
      head,
      'Acme,c9,anna@acme.example,p9',
      'Birch,c1,bob@birch.example,p1',
      'Cedar,c2,cleo@cedar.example,p2',
      'Dune,c2,dora@dune.example,p2',
    ].join('\n'),
  )
  const left = (id: string, why: string) => `External ID: “${id}” is left out. ${why}`
  expect(rows.map(({ says }) => says?.filter((sentence) => sentence.startsWith('External')))).toEqual([
    [left('c9', 'It stays c1.'), left('p9', 'It stays p1.')],
    [left('c1', 'It belongs to Acme.'), left('p1', 'It belongs to anna@acme.example at Acme.')],
    [],
    [left('c2', 'It belongs to Cedar.'), left('p2', 'It belongs to cleo@cedar.example at Cedar.')],
  ])
  const { data } = await world.owner.call(customersApi.list)
  const ids = data.map(async ({ id }) => {
    const { externalId } = await world.owner.call(customersApi.read, { params: { customerId: id } })
    const contacts = await world.owner.call(contactsApi.list, { params: { customerId: id } })
    return [externalId, contacts.data[0]!.externalId]
  })
  expect(await Promise.all(ids)).toEqual([
    ['c1', 'p1'],
    [null, null],
    ['c2', 'p2'],
    [null, null],
  ])
})
