import { describe, expect, test } from 'vitest'
import { contactColumns, customerColumns, personColumns } from '../imports.api.ts'
import { bare } from '../columns/headings.ts'
import { mapColumns } from './map-columns.ts'

const fieldsOf = (columns: string[], rows: string[][]) => mapColumns(columns, rows).fields

const chinook = 'CustomerId,FirstName,LastName,Company,Address,City,State,Country,PostalCode,Phone,Fax,Email'

describe('columns are found by their names', () => {
  test('the customers of Chinook: its id is the account number, the fax is left out', () =>
    expect(fieldsOf(chinook.split(','), [])).toEqual([
      'accountNumber',
      'firstName',
      'lastName',
      'customerName',
      'billingLine1',
      'billingCity',
      'billingRegion',
      'billingCountry',
      'billingPostalCode',
      'phone',
      null,
      'email',
    ]))
  test.each([
    [
      'Firma;Kunden-Nr.;Vorname;Nachname;E-Mail;Straße;PLZ;Ort;Telefon',
      'customerName,accountNumber,firstName,lastName,email,billingLine1,billingPostalCode,billingCity,phone',
    ],
    ['Société;Prénom;NOM;Courriel;Téléphone', 'customerName,firstName,lastName,email,phone'],
    [
      'Customer name;Account #;E-mail address;Job Title;Is primary?',
      'customerName,accountNumber,email,jobTitle,primary',
    ],
    ['Name;Email', 'fullName,email'],
    ['Name;First name;Email', 'customerName,firstName,email'],
    ['Company;Name;Email', 'customerName,fullName,email'],
    ['Phone;Phone;Phone', 'phone,secondPhone,'],
    ['Phone;Mobile;Tel', 'phone,secondPhone,'],
    ['Company;Company', 'customerName,'],
    ['Shoe size;;Constructor;__proto__', ',,,'],
  ])('%s', (header, fields) =>
    expect(fieldsOf(header.split(';'), []).map((field) => field ?? '')).toEqual(fields.split(',')),
  )
})

describe('an e-mail column is found by what is in it', () => {
  const rows = [
    ['Acme', 'anna@example.com', 'x'],
    ['Birch', '', 'y'],
    ['Cedar', 'carl@example.com', 'z'],
  ]
  test('under a name that says nothing', () =>
    expect(fieldsOf(['Company', 'Wer', 'X'], rows)).toEqual(['customerName', 'email', null]))
  test('under a name that says something else', () =>
    expect(fieldsOf(['Company', 'Contact', 'X'], rows)).toEqual(['customerName', 'email', null]))
  test('rather than by a heading above other things', () =>
    expect(fieldsOf(['Company', 'Contact', 'Email'], rows)).toEqual(['customerName', 'email', null]))
  test('and where another column is the e-mail, the addresses are those of further contacts', () =>
    expect(
      fieldsOf(
        ['Company', 'Contact', 'Email'],
        [...rows, ['Dune', '', 'dora@example.com']].map(([company, contact]) => [
          company!,
          contact!,
          'eva@example.com',
        ]),
      ),
    ).toEqual(['customerName', 'email2', 'email']))
})

test('no heading means two fields', () => {
  const columns = Object.entries({ ...customerColumns, ...personColumns, ...contactColumns })
  const fieldOf = new Map<string, string>()
  for (const [field, { heading, knownAs }] of columns)
    for (const name of new Set([heading, ...knownAs.split('|')].map(bare))) {
      expect(fieldOf.get(name), `“${name}” means ${field}, and another`).toBeUndefined()
      fieldOf.set(name, field)
    }
})

describe('the values of a column have a say', () => {
  const mapped = (columns: string, ...rows: string[]) =>
    fieldsOf(
      columns.split(';'),
      rows.map((row) => row.split(';')),
    )
  test('“Name” beside “ContactName” is the company', () =>
    expect(mapped('Name;ContactName;Email', 'Acme;Anna Ash;anna@acme.example')).toEqual([
      'customerName',
      'fullName',
      'email',
    ]))
  test('“Name” over companies is the company, even with nothing beside it', () =>
    expect(mapped('Name;Email', 'Acme Tools Ltd.;a@acme.example', 'Birch;b@birch.example')).toEqual([
      'customerName',
      'email',
    ]))
  test('“Primary Contact” over names is a name, and over yes and no it is yes or no', () => {
    expect(mapped('Company;Primary Contact', 'Acme;Kristy A.')).toEqual(['customerName', 'fullName'])
    expect(mapped('Company;Primary Contact', 'Acme;yes', 'Acme;no')).toEqual(['customerName', 'primary'])
  })
  test('“Title” over salutations is no job title', () => {
    expect(mapped('Company;Title', 'Acme;Mr.', 'Birch;Ms')).toEqual(['customerName', null])
    expect(mapped('Company;Title', 'Acme;Buyer', 'Birch;Head of IT')).toEqual(['customerName', 'jobTitle'])
  })
  test('whether there is an address is no address, and NO is a country', () =>
    expect(mapped('Company;shipping_address;Country', 'Acme;False;NO', 'Birch;True;NO')).toEqual([
      'customerName',
      null,
      'billingCountry',
    ]))
  test('words for nothing are no values', () =>
    expect(mapped('Company;Phone;Telephone', 'Acme;n/a;1 555 0100', 'Birch;-;')).toEqual([
      'customerName',
      'secondPhone',
      'phone',
    ]))
  test('of two columns for one field, the better filled is it', () =>
    expect(mapped('Customer;Client;Email', 'Acme;;', ';Birch;', ';Cedar;c@cedar.example')).toEqual([
      null,
      'customerName',
      'email',
    ]))
  test('what a number is called rather than its id', () =>
    expect(mapped('Customer ID;Customer No;Company', '900;A1;Acme', '901;;Birch')).toEqual([
      null,
      'accountNumber',
      'customerName',
    ]))
  test('phones under a heading that says nothing, but not dates and amounts', () =>
    expect(
      mapped(
        'Company;X;Y;Z',
        'Acme;2026-01-31;1,234.50;+49 711 555-0100',
        'Birch;2026-02-28;200000;0711 5550101',
      ),
    ).toEqual(['customerName', null, null, 'phone']))
  test('who has a mobile phone only has it as the phone', () =>
    expect(mapped('Company;Mobile', 'Acme;+1 555 0100')).toEqual(['customerName', 'phone']))
})

test('what a column could be is said also where it is left out', () => {
  const { fields, couldBe } = mapColumns(
    ['Full name', 'Contact', 'Wer', 'Number of orders', 'Email'],
    [
      ['Anna Ash', '', 'Anna Ash', '3', 'anna@acme.example'],
      ['Bo Berg', 'Bo Berg', 'Bo Berg', '5', 'bo@birch.example'],
    ],
  )
  expect(fields).toEqual(['fullName', null, null, null, 'email'])
  expect(couldBe).toEqual(['fullName', 'fullName', 'fullName', null, 'email'])
})

test('a file that somebody has shortened is understood as its maker means it', () =>
  expect(fieldsOf(['E-mail 1 - Value', 'Address 1 - City', 'Business Street'], [])).toEqual([
    'email',
    'billingCity',
    'billingLine1',
  ]))
