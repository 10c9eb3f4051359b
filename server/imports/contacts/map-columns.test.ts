import { describe, expect, test } from 'vitest'
import { contactColumns, customerColumns, personColumns } from '../imports.api.ts'
import { bare } from '../headings.ts'
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
