import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { journalApi } from '../journal/journal.api.ts'

test('whoever stops being primary because somebody else becomes it finds that in their journal', async () => {
  const { owner, acme, addContact } = await openCast()
  const one = await addContact(acme, { email: 'one@acme.example', primary: true })
  await addContact(acme, { email: 'two@acme.example', primary: true })
  const { data } = await owner.call(journalApi.list, { query: { contactId: one.id } })
  expect(data.map(({ action, changes }) => ({ action, changes }))).toEqual([
    { action: 'contact.changed', changes: [{ field: 'primary', old: 'true', new: 'false' }] },
    { action: 'contact.added', changes: [{ field: 'email', old: null, new: one.email }] },
  ])
})
