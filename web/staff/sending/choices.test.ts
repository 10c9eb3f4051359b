import { expect, test } from 'vitest'
import type { Recipient } from '../../../server/documents/sending.api.ts'
import {
  asSending,
  cannotReceive,
  isConcerned,
  newAddress,
  nothingChosen,
  readersOf,
  wrongAddresses,
} from './choices.ts'

const to = (email: string, role: Recipient['role'] = 'to') => ({ email, role }) as Recipient
const typed = (email: string) => ({ ...newAddress(nothingChosen), email })

test('contacts are added or left out; an address that is half typed waits', () => {
  const choices = {
    ...nothingChosen,
    roles: { anna: 'cc', boris: 'nothing' } as const,
    addresses: [{ ...typed('carla@acme.example'), name: 'Carla', keep: true }, typed('dana@')],
  }
  expect(asSending(choices)).toEqual({
    add: [{ contactId: 'anna', role: 'cc' }],
    leaveOut: ['boris'],
    addresses: [{ email: 'carla@acme.example', name: 'Carla', role: 'to', keep: true }],
  })
})

test('words that were not changed, or were emptied, are the organization’s', () => {
  expect(asSending({ ...nothingChosen, subject: '  ', message: 'Hello' })).toEqual({
    add: [],
    leaveOut: [],
    addresses: [],
    message: 'Hello',
  })
})

test('one address is one reader, however often and however it is written', () => {
  const readers = readersOf([
    to('anna@acme.example'),
    to('ANNA@acme.example'),
    to('boris@acme.example', null),
  ])
  expect(readers.map(({ email }) => email.toLowerCase())).toEqual(['anna@acme.example'])
})

test('an address that is wrong is told once it was tried; what the server says of it, always', () => {
  const addresses = [typed('carla@acme.example'), typed('dana@')]
  expect(wrongAddresses(addresses, false, {})).toEqual({})
  expect(wrongAddresses(addresses, true, {})).toEqual({ 1: expect.any(String) })
  const refused = { 'addresses.0.email': 'It has bounced.' }
  expect(wrongAddresses(addresses, false, refused)).toEqual({ 0: 'It has bounced.' })
})

test('each typed address keeps its own fields when one before it is removed', () => {
  const first = newAddress(nothingChosen)
  const second = newAddress({ ...nothingChosen, addresses: [first] })
  expect(newAddress({ ...nothingChosen, addresses: [second] }).key).not.toBe(second.key)
  expect(second.key).not.toBe(first.key)
})

test('those who get it stand at once, and those whose address can be corrected; others are a click away', () => {
  expect(isConcerned({ role: 'to', code: 'receives' })).toBe(true)
  expect(isConcerned({ role: null, code: 'bounced' })).toBe(true)
  expect(isConcerned({ role: null, code: 'does-not-receive' })).toBe(false)
  expect(isConcerned({ role: null, code: 'inactive' })).toBe(false)
})

test('a choice overrides what somebody usually receives, and nothing else', () => {
  expect(cannotReceive({ code: 'does-not-receive' })).toBe(false)
  for (const code of ['customer-inactive', 'inactive', 'bounced', 'unsubscribed'] as const)
    expect(cannotReceive({ code })).toBe(true)
})
