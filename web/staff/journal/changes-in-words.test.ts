import { expect, test, vi } from 'vitest'
import type { JournalEntry } from '../../../server/journal/journal.api.ts'
import { changesInWords } from './changes-in-words.ts'

vi.stubGlobal('navigator', { language: 'en-US' })

const told = (action: string, ...changes: JournalEntry['changes']) =>
  changesInWords({ action, changes } as JournalEntry).map(({ words, old, new: now }) => [words, old, now])

test('what was set is said alone, what was turned on in words, and only what was another before with what it was', () => {
  expect(told('contact.added', { field: 'email', old: null, new: 'a@acme.example' })).toEqual([
    ['E-mail', null, 'a@acme.example'],
  ])
  expect(told('invoice.issued', { field: 'number', old: null, new: 'INV-0115' })).toEqual([
    ['Number assigned', null, 'INV-0115'],
  ])
  expect(
    told(
      'reminders.changed',
      { field: 'on', old: 'false', new: 'true' },
      { field: 'onSince', old: null, new: '2026-05-04' },
    ),
  ).toEqual([['Reminders turned on', null, null]])
  expect(told('contact.changed', { field: 'primary', old: 'false', new: 'true' })).toEqual([
    ['Primary contact', null, 'yes'],
  ])
  expect(told('person.changed', { field: 'lastName', old: 'Ash', new: 'Oak' })).toEqual([
    ['Last name', 'Ash', 'Oak'],
  ])
  expect(told('staff.role-changed', { field: 'role', old: 'owner', new: 'viewer' })).toEqual([
    ['Role', 'Owner', 'View only'],
  ])
  expect(
    told(
      'payment.recorded',
      { field: 'amountMinor', old: null, new: '5000' },
      { field: 'currency', old: null, new: 'EUR' },
    ),
  ).toEqual([['Amount', null, '€50.00']])
})

test('what means something to programs alone is not shown: ids, pictures, templates, names of choices', () => {
  expect(
    told(
      'customer.changed',
      { field: 'parentId', old: null, new: '018f2c5e-0000-7000-8000-000000000000' },
      { field: 'currency', old: 'EUR', new: 'USD' },
    ),
  ).toEqual([
    ['Parent customer changed', null, null],
    ['Currency', 'EUR', 'USD'],
  ])
  expect(
    told(
      'invoicing.changed',
      { field: 'templates', old: '{}', new: '{"invoice":{}}' },
      { field: 'logo', old: null, new: '1204 bytes' },
      { field: 'attachPdf', old: 'true', new: 'false' },
    ),
  ).toEqual([
    ['E-mail templates changed', null, null],
    ['Logo changed', null, null],
    ['PDF attached', null, 'no'],
  ])
  expect(
    told(
      'organization.changed',
      { field: 'language', old: 'en', new: 'de' },
      { field: 'credentialMail', old: 'password', new: 'link' },
    ),
  ).toEqual([
    ['Language', 'English', 'German'],
    ['The e-mail contains', 'the temporary password itself', 'a link to set a password'],
  ])
})
