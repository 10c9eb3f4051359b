import { expect, test } from 'vitest'
import { contactsApi } from '../contacts/contacts.api.ts'
import { openCast } from '../../test/cast.ts'

test('a password whose letter was stopped by taking access away must be issued again when access is given back', async () => {
  const { owner, anna, deliverMail, signIn } = await openCast()
  const params = { contactId: anna.atAcme.id }
  const issue = () => owner.call(contactsApi.issuePassword, { params, body: { generate: true } })
  await issue()
  await owner.call(contactsApi.takeAccessAway, { params })
  expect(await deliverMail()).toEqual([])
  const given = await owner.call(contactsApi.giveAccessBack, { params })
  expect(given.portalAccess.state).toBe('expired')

  await issue()
  const [letter] = await deliverMail()
  await signIn(anna.email, letter!.password!)
})

test('a temporary password that was delivered works again when access is given back', async () => {
  const { owner, anna, deliverMail, signIn } = await openCast()
  const params = { contactId: anna.atAcme.id }
  await owner.call(contactsApi.issuePassword, { params, body: { generate: true } })
  const [letter] = await deliverMail()
  await owner.call(contactsApi.takeAccessAway, { params })
  const given = await owner.call(contactsApi.giveAccessBack, { params })
  expect(given.portalAccess.state).toBe('temporary')
  await signIn(anna.email, letter!.password!)
})
