import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { deliveriesApi } from '../mail/deliveries/deliveries.api.ts'
import { noticesApi as api } from './notices.api.ts'

/** Acme has Nora, who receives notices, and Anna, who receives invoices only. */
async function openPost() {
  const cast = await openCast()
  await cast.addContact(cast.acme, {
    email: 'nora@acme.example',
    firstName: 'Nora',
    receives: { notices: 'to' },
  })
  await cast.deliverMail()
  return { ...cast, params: { customerId: cast.acme.id } }
}

test('a notice goes to those who receive notices, in their own words, and the journal keeps what was said', async () => {
  const { owner, params, deliverMail } = await openPost()
  const body = {
    subject: 'We move, {customer}',
    message: 'Hello {contact}, we move to Basel.',
    addresses: [
      { email: 'once@new.example' },
      { email: 'stays@new.example', name: 'Sam Stays', role: 'cc' as const, keep: true },
    ],
  }
  const before = await owner.call(api.preview, { params, body })
  expect(before.recipients.map(({ name, why }) => `${name}: ${why}`)).toEqual([
    'Nora: To: receives account notices',
    'Anna Ash: not sent: does not receive account notices',
    'once@new.example: To: added this time',
    'Sam Stays: Cc: added this time',
  ])
  expect(before.recipients[0]).toMatchObject({
    subject: 'We move, Acme',
    message: 'Hello Nora, we move to Basel.',
  })
  const { id } = await owner.call(api.send, { params, body })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to).toSorted()).toEqual([
    'nora@acme.example',
    'once@new.example',
    'stays@new.example',
  ])
  expect(letters.find(({ to }) => to === 'nora@acme.example')).toMatchObject({
    subject: 'We move, Acme',
    attachments: [],
    text: expect.stringContaining('Hello Nora, we move to Basel.'),
  })
  const { data: deliveries } = await owner.call(deliveriesApi.list, { query: { kind: 'notice' } })
  expect(deliveries.map(({ documentId }) => documentId)).toEqual([id, id, id])
  const { data: contacts } = await owner.call(contactsApi.list, { params })
  expect(contacts.find(({ email }) => email === 'stays@new.example')).toMatchObject({
    receives: { notices: 'cc' },
  })
  const { data: journal } = await owner.call(journalApi.list, { query: params })
  expect(JSON.stringify(journal[0])).toContain('we move to Basel')
})

test('with nobody to receive it, or words that mean nothing, nothing is sent', async () => {
  const { owner, birch, params, deliverMail } = await openPost()
  const message = 'Hello'
  const nobody = refused(owner.call(api.send, { params: { customerId: birch.id }, body: { message } }))
  expect((await nobody).code).toBe('nobody-receives')
  const slip = await refused(owner.call(api.send, { params, body: { message: 'Hello {number}' } }))
  expect(slip.problem.errors?.[0]?.pointer).toBe('/message')
  expect(await deliverMail()).toEqual([])
})
