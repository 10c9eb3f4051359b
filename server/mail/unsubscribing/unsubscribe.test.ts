import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { refused } from '../../../test/client.ts'
import { openOutboxOfDocuments, type OutboxOfDocuments } from '../../../test/document-letters.ts'
import { contactsApi, type ContactChange } from '../../contacts/contacts.api.ts'
import { customersApi } from '../../customers/customers.api.ts'
import { unsubscribeToken } from './unsubscribe-token.ts'

async function openWithReminder() {
  const world = await openOutboxOfDocuments()
  await world.postDocument(world.anna.atAcme, {
    facts: { unsubscribe: 'reminders' },
    document: { kind: 'reminder' },
  })
  await world.deliver()
  const mail = await simpleParser(world.server.messages[0]!.raw)
  const url = /^List-Unsubscribe: *<([^>\s]+)>/m.exec(
    world.server.messages[0]!.raw.replace(/\r\n[ \t]+/g, ' '),
  )![1]!
  return { ...world, mail, path: url.replace('http://localhost:8080', '') }
}

test('takes one click of a mail program, without a session or an Origin, and says so once in the journal', async () => {
  const { anna, mail, path, visitor, owner, postDocument, deliver, stateOf } = await openWithReminder()
  expect(mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).toBe(
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  )
  expect(mail.text).toContain(
    'Unsubscribe from reminders:\nhttp://localhost:8080/portal/northwind/unsubscribe#',
  )
  const click = (type: string, payload: string) =>
    visitor().send('POST', path, { type, payload, headers: { origin: 'https://mail.example' } })
  const queued = await postDocument(anna.atAcme, { document: { kind: 'reminder' } })
  const first = await click('application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click')
  expect(first.json).toMatchObject({ kind: 'reminders', unsubscribedAt: '2026-05-04T09:00:00.000Z' })
  const again = await click(
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
  )
  expect(again.status).toBe(200)
  await deliver()
  expect(await stateOf(queued)).toMatchObject({
    state: 'cancelled',
    reason: 'Cancelled: the contact unsubscribed from reminders.',
  })
  const journal = await owner.send('GET', `/v1/journal?contactId=${anna.atAcme.id}`)
  expect(journal.text.split('contact.unsubscribed').length).toBe(2)
})

test('a GET changes nothing and leads to the page with the button; that page may take it back', async () => {
  const { path, visitor } = await openWithReminder()
  const opened = await visitor().send('GET', path)
  expect(opened.text).toContain('/portal/northwind/unsubscribe#')
  const read = async () =>
    (await visitor().send('GET', `${path}/subscription`)).json as { unsubscribedAt: string | null }
  expect((await read()).unsubscribedAt).toBeNull()
  await visitor().send('POST', path)
  expect((await read()).unsubscribedAt).not.toBeNull()
  await visitor().send('POST', `${path}/again`)
  expect((await read()).unsubscribedAt).toBeNull()
})

test('a token that was changed opens nothing, and is refused in the same words as one that is void', async () => {
  const { anna, app, organization, visitor, owner } = await openWithReminder()
  const good = unsubscribeToken(
    app.services.sealer,
    { organizationId: organization.id, contactId: anna.atAcme.id, kind: 'statements' },
    anna.atAcme,
  )
  const refusal = (token: string) => refused(visitor().send('POST', `/v1/unsubscribe/${token}`))
  const refusals = await Promise.all(
    [good.slice(0, -2) + (good.endsWith('AA') ? 'BB' : 'AA'), `x${good.slice(1)}`, 'short'].map(refusal),
  )
  await expect(visitor().send('POST', `/v1/unsubscribe/${good}`)).resolves.toMatchObject({ status: 200 })
  await owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } })
  for (const { problem } of refusals) expect(problem).toEqual((await refusal(good)).problem)
})

describe('the link of an old letter is void', () => {
  const change = async ({ owner, anna, read }: OutboxOfDocuments, body: ContactChange) =>
    owner.call(contactsApi.change, {
      params: { contactId: anna.atAcme.id },
      body,
      version: (await read(anna.atAcme.id)).version,
    })

  const ENDINGS: [string, (world: OutboxOfDocuments) => Promise<unknown>][] = [
    [
      'once the contact was given to a successor',
      async (world) => {
        const { addCustomer, addContact } = world
        const ben = await addContact(await addCustomer('Cedar'), { email: 'ben@successor.example' })
        return change(world, { email: ben.email, onlyThisCustomer: true, attach: true })
      },
    ],
    [
      'once the contact got an address of its own',
      (world) => change(world, { email: 'ben@successor.example', firstName: 'Ben', onlyThisCustomer: true }),
    ],
    [
      'once the person has another address',
      (world) => change(world, { email: 'ben@successor.example', firstName: 'Ben' }),
    ],
    [
      'once the contact was deleted',
      ({ owner, anna }) => owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } }),
    ],
    [
      'once the customer was deleted',
      ({ owner, acme }) => owner.call(customersApi.delete, { params: { customerId: acme.id } }),
    ],
  ]

  test.each(ENDINGS)('%s', async (_, ending) => {
    const world = await openWithReminder()
    const { path, visitor, anna, owner, read } = world
    await ending(world)
    for (const [method, url] of [
      ['GET', `${path}/subscription`],
      ['POST', path],
      ['POST', `${path}/again`],
    ] as const) {
      const { status, code, problem } = await refused(visitor().send(method, url))
      expect([status, code]).toEqual([410, 'link-dead'])
      expect(JSON.stringify(problem)).not.toMatch(/Acme|Ben|successor/)
    }
    // A person who opens it gets to the page that says so.
    expect((await visitor().send('GET', path)).text).toContain('/portal/northwind/unsubscribe#')
    expect((await read(anna.atAcme.id)).unsubscribed).toEqual({})
    const journal = await owner.send('GET', `/v1/journal?contactId=${anna.atAcme.id}`)
    expect(journal.text).not.toContain('unsubscribed')
  })

  test('until the contact is undeleted: it is the same person in the same place', async () => {
    const { path, visitor, owner, anna } = await openWithReminder()
    const params = { contactId: anna.atAcme.id }
    await owner.call(contactsApi.delete, { params })
    await owner.call(contactsApi.undelete, { params })
    await expect(visitor().send('POST', path)).resolves.toMatchObject({ status: 200 })
  })

  test('and so is what was said by it: the successor gets reminders', async () => {
    const world = await openWithReminder()
    await world.visitor().send('POST', world.path)
    const { unsubscribed } = await change(world, { email: 'ben@successor.example', onlyThisCustomer: true })
    expect(unsubscribed).toEqual({})
  })
})

test('a spelling of the same address makes no other person of its reader', async () => {
  const { path, visitor, owner, anna, read } = await openWithReminder()
  await owner.call(contactsApi.change, {
    params: { contactId: anna.atAcme.id },
    body: { email: 'Anna@Ash.example', lastName: 'Ashby' },
    version: (await read(anna.atAcme.id)).version,
  })
  await expect(visitor().send('POST', path)).resolves.toMatchObject({ status: 200 })
})
