import { describe, expect, test } from 'vitest'
import type { ImportField } from '../imports.api.ts'
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
    expect(read({ email2: 'nobody' }).faults[0]).toMatch(/^E-mail of contact 2: /)
  })
  test.each([
    ['Anna van der Berg', 'Anna', 'van der Berg'],
    ['van der Berg, Anna', 'Anna', 'van der Berg'],
    ['Cher', 'Cher', ''],
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
    expect(read({ receives }).faults).toHaveLength(1),
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

test('every cell that cannot be taken is reported, by the name of its field', () => {
  const { faults } = read({
    customerName: 'x'.repeat(201),
    email: 'a@b@c',
    currency: 'XXY',
    paymentTermsDays: '366',
    timeZone: 'Mars/Olympus',
    primary: 'perhaps',
    jobTitle: 'bell\u0007',
  })
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'Customer name',
    'E-mail',
    'Currency',
    'Payment terms (days)',
    'Time zone',
    'Primary contact',
    'Job title',
  ])
})
