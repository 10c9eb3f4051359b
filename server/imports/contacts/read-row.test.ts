import { describe, expect, test } from 'vitest'
import { importFields, type ImportField } from '../imports.api.ts'
import { readRow } from './read-row.ts'

const read = (row: Partial<Record<ImportField, string>>) =>
  readRow(Object.values(row), Object.keys(row) as ImportField[])

describe('a row says', () => {
  test('what its cells hold, trimmed and on one line; blank cells say nothing', () => {
    const { content, faults } = read({
      customerName: '  Acme\r\nTools ',
      billingLine1: '1 Main St\nSuite 5',
      billingCity: 'Oslo',
      phone: ' ',
      notes: 'two\nlines',
      email: ' Anna@Example.COM ',
    })
    expect(faults).toEqual([])
    expect(content).toEqual({
      customer: {
        name: 'Acme Tools',
        billingAddress: { line1: '1 Main St, Suite 5', city: 'Oslo' },
        notes: 'two\nlines',
      },
      email: { address: 'Anna@example.com', identity: 'anna@example.com' },
      person: {},
      contact: {},
      others: [],
    })
  })

  test('several contacts: whoever is named first comes first, whichever columns that is, and one address is one', () => {
    const { content } = read({
      jobTitle: 'Accounts',
      email2: 'Ben@acme.example',
      fullName3: 'Cleo Cole',
      email4: 'dora@acme.example',
      email5: 'BEN@acme.example',
    })
    const addressOf = (address: string) => ({ address, identity: address.toLowerCase() })
    expect(content).toEqual({
      customer: {},
      email: addressOf('Ben@acme.example'),
      person: {},
      contact: { jobTitle: 'Accounts' },
      others: [
        { person: { firstName: 'Cleo', lastName: 'Cole' }, contact: {} },
        { email: addressOf('dora@acme.example'), person: {}, contact: {} },
      ],
    })
    expect(read({ email2: 'nobody' }).notes[0]).toMatch(/^E-mail of contact 2: /)
  })
  test.each([
    ['Anna van der Berg', 'Anna', 'van der Berg'],
    ['van der Berg, Anna', 'Anna', 'van der Berg'],
    ['Cher', 'Cher', undefined],
    ['Dr. Michaela Quinn', 'Michaela', 'Quinn'],
    ['山田 太郎', '山田 太郎', undefined],
  ])('a whole name: %s', (fullName, firstName, lastName) =>
    expect(read({ fullName }).content.person).toEqual({ firstName, lastName }),
  )
  test('first and last names win over the whole one, in whichever order they come', () => {
    const person = { firstName: 'Anna', lastName: 'Berg' }
    expect(read({ fullName: 'X Y', firstName: 'Anna', lastName: 'Berg' }).content.person).toEqual(person)
    expect(read({ lastName: 'Berg', firstName: 'Anna', fullName: 'X Y' }).content.person).toEqual(person)
  })
  test.each([
    ['Invoices; receipt', { invoices: 'to', receipts: 'to' }],
    ['reminders (Cc), invoices', { invoices: 'to', reminders: 'cc' }],
    ['Statements cc & account notices to', { statements: 'cc', notices: 'to' }],
    ['all', { invoices: 'to', reminders: 'to', receipts: 'to', statements: 'to', notices: 'to' }],
    ['all (cc)', { invoices: 'cc', reminders: 'cc', receipts: 'cc', statements: 'cc', notices: 'cc' }],
    [
      'all cc, invoices',
      { invoices: 'to', reminders: 'cc', receipts: 'cc', statements: 'cc', notices: 'cc' },
    ],
    ['None', {}],
  ])('documents: %s', (receives, roles) => expect(read({ receives }).content.contact.receives).toEqual(roles))
  test.each(['bills', 'cc', '(cc) invoices', 'invoices cc to'])('no documents: %s', (receives) =>
    expect(read({ receives })).toMatchObject({ content: { contact: {} }, faults: [], notes: [/left out/] }),
  )
  test.each([
    ['30', 30],
    ['net 14', 14],
    ['60 days', 60],
  ])('payment terms: %s', (paymentTermsDays, days) =>
    expect(read({ paymentTermsDays }).content.customer.paymentTermsDays).toBe(days),
  )
  test.each([
    ['Yes', true],
    ['x', true],
    ['0', false],
    ['nein', false],
  ])('primary: %s', (primary, answer) => expect(read({ primary }).content.contact.primary).toBe(answer))
})

test('a cell that cannot be read is left out, with a note; only who it is about must be readable', () => {
  const { content, faults, notes } = read({
    customerName: 'x'.repeat(201),
    email: 'a@b@c',
    currency: 'XXY',
    paymentTermsDays: '366',
    timeZone: 'Mars/Olympus',
    primary: 'perhaps',
    jobTitle: 'bell\u0007',
    active: 'Lead',
    language: 'Klingon?',
  })
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(['Customer name', 'E-mail'])
  expect(notes).toEqual([
    'Currency: “XXY” is left out. There is no such currency. Use a code of ISO 4217, such as EUR.',
    'Payment terms (days): “366” is left out. Use a number of days from 0 to 365.',
    'Time zone: “Mars/Olympus” is left out. Use a time zone such as Europe/Lisbon.',
    'Primary contact: “perhaps” is left out. Use yes or no.',
    'Job title: “bell\u0007” is left out. Remove the characters that are not text.',
    'Active: “Lead” is left out. Use active or inactive.',
    'Language: “Klingon?” is left out. Use the short name of a language, such as en or pt-BR.',
  ])
  expect(content).toEqual({ customer: {}, person: {}, contact: {}, others: [] })
})

describe('optional cells are read as people write them', () => {
  test.each([
    ['paymentTermsDays', 'Due on receipt', 0],
    ['paymentTermsDays', 'Due upon receipt', 0],
    ['paymentTermsDays', 'sofort fällig', 0],
    ['paymentTermsDays', '14 Tage', 14],
    ['paymentTermsDays', '14 Tage netto', 14],
    ['paymentTermsDays', 'netto 14 Tage', 14],
    ['paymentTermsDays', 'zahlbar innerhalb von 14 Tagen', 14],
    ['paymentTermsDays', 'Net 30', 30],
    ['paymentTermsDays', 'NET30', 30],
    ['paymentTermsDays', 'Net-30', 30],
    ['paymentTermsDays', 'n/30', 30],
    ['paymentTermsDays', '30.0', 30],
    ['paymentTermsDays', '30,00', 30],
    ['paymentTermsDays', '30 jours', 30],
    ['paymentTermsDays', '2/10 net 30', 30],
    ['paymentTermsDays', '2% 10, net 30', 30],
    ['paymentTermsDays', '2% 10 Net 30', 30],
    ['currency', '€', 'EUR'],
    ['currency', 'US Dollar', 'USD'],
    ['currency', 'eur', 'EUR'],
  ] as const)('%s: %s', (field, cell, value) => {
    const { content, notes } = read({ [field]: cell })
    expect([content.customer[field], notes]).toEqual([value, []])
  })
  test.each(['15th of next month', '30 days EOM', '10/10/2021', 'soon', `${'net '.repeat(1_000_000)}30`])(
    'payment terms that are no number of days: %.20s',
    (paymentTermsDays) =>
      expect(read({ paymentTermsDays })).toMatchObject({
        content: { customer: {} },
        faults: [],
        notes: [/left out/],
      }),
  )
  test.each([
    ['English', 'en'],
    ['German', 'de'],
    ['Deutsch', 'de'],
    ['en_GB', 'en-GB'],
  ])('language: %s', (language, tag) => expect(read({ language }).content.person.language).toBe(tag))
  test.each([
    ['Vrai', true],
    ['Faux', false],
    ['WAHR', true],
    ['✓', true],
  ])('primary: %s', (primary, answer) => expect(read({ primary }).content.contact.primary).toBe(answer))
})

describe('a word for nothing is nothing', () => {
  test.each([
    'NULL',
    'null',
    '(null)',
    'N/A',
    'n/a',
    '-',
    '--',
    '–',
    'none',
    'None',
    '#N/A',
    'nan',
    'NaN',
    '\\N',
    '#REF!',
    '\u200b',
  ])('%s', (nothing) => {
    const cells = Object.keys(importFields).filter((field) => field !== 'receives')
    const row = readRow(
      cells.map(() => nothing),
      cells as ImportField[],
    )
    expect(row).toEqual({
      content: { customer: {}, person: {}, contact: {}, others: [] },
      faults: [],
      notes: [],
    })
  })
  test('but where documents are chosen, none means none; and somebody may be called Null', () => {
    expect(read({ receives: 'none' }).content.contact).toEqual({ receives: {} })
    expect(read({ receives: '-' }).content.contact).toEqual({ receives: {} })
    expect(read({ receives: 'NULL' }).content.contact).toEqual({})
    expect(read({ firstName: 'Chris', lastName: 'Null' }).content.person.lastName).toBe('Null')
  })
})

describe('addresses', () => {
  const addresses = (email: string) => {
    const { content } = read({ customerName: 'Acme', email })
    return [content, ...content.others].map((named) =>
      [named.email?.address, named.person.firstName ?? ''].join(' '),
    )
  }
  test('with names, and several in one cell, are contacts by themselves', () => {
    expect(addresses('Anna Berg <anna@x.example>; bo@x.example ::: "Cole, Cleo" <cleo@x.example>')).toEqual([
      'anna@x.example Anna',
      'bo@x.example ',
      'cleo@x.example Cleo',
    ])
  })
  test('further ones receive what the row says, and are nobody else of the row', () => {
    const { content } = read({
      customerName: 'Acme',
      email: 'anna@x.example, bo@x.example',
      receives: 'invoices',
      jobTitle: 'Buyer',
      email2: 'cy@x.example',
      firstName2: 'Cy',
    })
    expect(content.others).toEqual([
      {
        email: { address: 'cy@x.example', identity: 'cy@x.example' },
        person: { firstName: 'Cy' },
        contact: {},
      },
      {
        email: { address: 'bo@x.example', identity: 'bo@x.example' },
        person: {},
        contact: { receives: { invoices: 'to' } },
      },
    ])
  })
  test('inside Exchange are skipped, for the next column', () => {
    const { content, faults, notes } = read({
      email: '/o=ExchangeLabs/ou=x/cn=anna',
      email2: 'anna@x.example',
    })
    expect([content.email?.address, faults]).toEqual(['anna@x.example', []])
    expect(notes).toEqual([expect.stringMatching(/^E-mail: “\/o=ExchangeLabs.*inside an Exchange server/)])
  })
  test('that cannot be read are noted beside those that can', () => {
    const { content, faults, notes } = read({ email: 'see notes; anna@x.example' })
    expect([content.email?.address, faults]).toEqual(['anna@x.example', []])
    expect(notes).toEqual([expect.stringMatching(/^E-mail: “see notes” is left out\./)])
  })
})

describe('a name', () => {
  test('a title stays out of the first name, and is said', () => {
    expect(read({ fullName: 'Dr. Michaela Quinn' })).toMatchObject({
      content: { person: { firstName: 'Michaela', lastName: 'Quinn' } },
      notes: ['Contact name: “Dr.” is left out.'],
    })
    expect(read({ firstName: 'Dr. Michaela', lastName: 'Quinn' }).content.person).toEqual({
      firstName: 'Michaela',
      lastName: 'Quinn',
    })
  })
  test.each([
    [
      { fullName: '山田 太郎', lastName: '太郎' },
      { firstName: '山田', lastName: '太郎' },
    ],
    [
      { fullName: 'Anna van der Berg', firstName: 'Anna' },
      { firstName: 'Anna', lastName: 'van der Berg' },
    ],
    [{ fullName: 'Somebody Else', firstName: 'Anna' }, { firstName: 'Anna' }],
  ])('what columns of their own say goes first: %j', (row, person) =>
    expect(read(row).content.person).toEqual(person),
  )
})

test.each(['accountNumber', 'phone', 'billingPostalCode'] as const)(
  'a number that a spreadsheet has shortened is no %s',
  (field) => {
    const { content, faults, notes } = read({ customerName: 'Acme', [field]: '4.9E+11' })
    expect(content.customer).toEqual({ name: 'Acme' })
    expect([...faults, ...notes]).toEqual([
      expect.stringMatching(/what a spreadsheet leaves of a long number/),
    ])
    expect(faults).toHaveLength(field === 'accountNumber' ? 1 : 0)
  },
)

test('an apostrophe before a number is the spreadsheet’s', () =>
  expect(
    read({ accountNumber: "'00123", phone: "'0123", billingPostalCode: "'01067" }).content,
  ).toMatchObject({
    customer: { accountNumber: '00123', billingAddress: { postalCode: '01067' } },
    person: { phone: '0123' },
  }))

test.each([
  [{ active: 'Yes' }, true],
  [{ active: 'Inactive' }, false],
  [{ active: 'F' }, false],
  [{ active: 'Aktiv' }, true],
  [{ active: 'Archived' }, false],
  [{ inactive: 'no' }, true],
  [{ inactive: 'TRUE' }, false],
  [{ inactive: '2021-03-04 10:00' }, false],
  [{ active: 'yes', inactive: 'yes' }, false],
  [{ active: '' }, undefined],
])('whether the customer is one still: %j', (row, active) => expect(read(row).content.active).toBe(active))

test('names are the same, however their letters and blanks were typed', () => {
  const typed = [
    'Café Müller',
    'Cafe\u0301 Mu\u0308ller',
    'Café\u00a0Müller',
    'Café  Müller',
    ' Caf\u00e9\u200b \u3000Mü\u00adller ',
  ]
  expect(new Set(typed.map((customerName) => read({ customerName }).content.customer.name))).toEqual(
    new Set(['Café Müller']),
  )
})
