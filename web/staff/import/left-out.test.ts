import { expect, test } from 'vitest'
import type { AnyField } from '../../../server/imports/imports.api.ts'
import { leftOutWords } from './left-out.ts'

const column = (name: string, couldBe: AnyField | null, sample = 'x') => ({
  name,
  couldBe,
  field: null,
  samples: ['', sample],
})

test('names that are left out are told, before a customer is named by an e-mail address', () =>
  expect(
    leftOutWords('contacts', [column('Contact', 'fullName'), column('Email', 'email')], [null, 'email']),
  ).toEqual([
    'No column says what anybody is called: customers would be named by their e-mail addresses.',
    'Names stand in “Contact”, which is left out.',
  ]))

test('of several columns for one field it is told which one it is', () =>
  expect(
    leftOutWords(
      'contacts',
      [
        column('Display Name', 'customerName'),
        column('Company Name', 'customerName'),
        column('Client', 'customerName'),
      ],
      ['customerName', null, null],
    ),
  ).toEqual(['Customer name is taken from “Display Name”; “Company Name” and “Client” are left out.']))

test('what means nothing here, is empty, or was chosen, is not told', () =>
  expect(
    leftOutWords(
      'invoices',
      [column('Fax', null), column('Memo', 'notes', ' '), column('Total', 'total'), column('Due', 'dueDate')],
      [null, null, 'total', null],
    ),
  ).toEqual(['Values for “Due date” stand in “Due”, which is left out.']))
