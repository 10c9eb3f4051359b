import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { contactsApi } from './contacts.api.ts'
import { journalApi } from '../journal/journal.api.ts'

test('a contact who stops being primary because somebody else becomes it has that in their journal', async () => {
  const { owner, acme, addContact } = await openCast()
  const one = await addContact(acme, { email: 'one@acme.example', primary: true })
  await addContact(acme, { email: 'two@acme.example', primary: true })
  const { data } = await owner.call(journalApi.list, { query: { contactId: one.id } })
  expect(data.map(({ action, changes }) => ({ action, changes }))).toEqual([
    { action: 'contact.changed', changes: [{ field: 'primary', old: 'true', new: 'false' }] },
    { action: 'contact.added', changes: [{ field: 'email', old: null, new: one.email }] },
  ])
})

test('of several who become primary at once, one is in the end, and nobody is refused', async () => {
  const { owner, acme, addContact } = await openCast()
  const emails = ['one', 'two', 'three', 'four'].map((name) => `${name}@acme.example`)
  const contacts = await Promise.all(emails.map((email) => addContact(acme, { email })))
  for (let round = 0; round < 3; round++) {
    const before = await Promise.all(
      contacts.map(({ id }) => owner.call(contactsApi.read, { params: { contactId: id } })),
    )
    await Promise.all(
      before
        .filter(({ primary }) => !primary)
        .map(({ id, version }) =>
          owner.call(contactsApi.change, { params: { contactId: id }, version, body: { primary: true } }),
        ),
    )
    const { data } = await owner.call(contactsApi.list, { params: { customerId: acme.id } })
    expect(data.filter(({ primary }) => primary)).toHaveLength(1)
  }
})
