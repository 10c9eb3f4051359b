import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { openOutboxOfDocuments } from '../../test/document-letters.ts'
import { OWNER } from '../../test/world.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { newId } from '../database/id.ts'
import { housekeeping } from '../housekeeping.ts'
import type { QueryFor } from '../http/endpoint.ts'
import { importsApi, type CsvImport } from '../imports/imports.api.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { portalInvoicesApi } from '../invoices/portal-invoices.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { portalApi } from '../portal-access/portal-access.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { eventTypes } from './event-types.ts'
import { eventsApi, type Event } from './events.api.ts'

/** What other programs read of Northwind, from this moment on. */
async function follow(cast: Cast) {
  const list = (query: Partial<QueryFor<typeof eventsApi.list>> = {}) =>
    cast.owner.call(eventsApi.list, { query })
  await cast.publish()
  let cursor = (await list({ from: 'now' })).nextCursor
  return {
    list,
    /** What is new. */
    async read(): Promise<Event[]> {
      await cast.publish()
      const page = await list({ cursor, limit: 100 })
      cursor = page.nextCursor
      return page.data
    },
    cursor: () => cursor,
  }
}

const types = (events: Event[]) => events.map(({ type }) => type)

test('staff add, change, delete and undelete a contact, and each is told with who did it and how the contact is', async () => {
  const cast = await openCast()
  const { owner, acme } = cast
  const { read } = await follow(cast)
  const { id, personId, version } = await cast.addContact(acme, {
    email: 'ben@acme.example',
    firstName: 'Ben',
  })
  const params = { contactId: id }
  const [added, ...more] = await read()
  expect(more).toEqual([])
  expect(added).toMatchObject({
    type: 'contact.added',
    at: cast.clock.now().toISOString(),
    data: {
      action: 'contact.added',
      by: { kind: 'staff', name: OWNER.name },
      ...{ customerId: acme.id, contactId: id, personId },
      contact: { id, customerId: acme.id, active: true, person: { id: personId, email: 'ben@acme.example' } },
    },
  })
  expect(added!.id).toBe((await owner.call(journalApi.list, { query: { contactId: id } })).data[0]!.id)

  await owner.call(contactsApi.change, { params, version, body: { jobTitle: 'Clerk', phone: '7' } })
  await owner.call(contactsApi.delete, { params })
  await owner.call(contactsApi.undelete, { params })
  const later = await read()
  expect(types(later).toSorted()).toEqual([
    'contact.changed',
    'contact.deleted',
    'contact.undeleted',
    'person.changed',
  ])
  expect(types(later).slice(-2)).toEqual(['contact.deleted', 'contact.undeleted'])
  expect(later.find(({ type }) => type === 'contact.changed')!.data).toMatchObject({
    changes: { jobTitle: { old: null, new: 'Clerk' } },
    contact: { jobTitle: 'Clerk', person: { phone: '7' } },
  })
  expect(later.find(({ type }) => type === 'person.changed')!.data).toMatchObject({
    personId,
    changes: { phone: { old: null, new: '7' } },
    person: { id: personId, phone: '7' },
  })
  expect(await read()).toEqual([])
})

test('all that can happen is told: access, e-mails, invoices, imports; and no password is in it', async () => {
  const cast = await openOutboxOfDocuments()
  const { owner, app, server, anna, acme, organization, clock } = cast
  const { read } = await follow(cast)
  const told: Event[] = []
  const next = async () => {
    const events = await read()
    told.push(...events)
    return types(events)
  }
  const params = { contactId: anna.atAcme.id }
  const typed = 'grey otters sing loudly'
  await owner.call(contactsApi.issuePassword, { params, body: { password: typed } })
  await app.postman.deliverDue()
  expect(await next()).toEqual(['access.issued', 'delivery.sent'])

  const browser = await cast.signIn(anna.email, typed)
  const portal = { portal: organization.slug }
  const chosen = 'violet tractors hum softly'
  await browser.call(portalApi.choosePassword, { params: portal, body: { password: chosen } })
  expect(await next()).toEqual(['access.activated'])
  await owner.call(contactsApi.takeAccessAway, { params })
  await owner.call(contactsApi.giveAccessBack, { params })
  expect(await next()).toEqual(['access.ended', 'access.issued'])

  const lines = [{ description: 'Work', unitPriceMinor: 10_000 }]
  const draft = await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })
  const invoiceId = draft.id
  await owner.call(invoicesApi.send, { params: { invoiceId }, version: draft.version, body: {} })
  await app.postman.deliverDue()
  expect((await next()).toSorted()).toEqual(['delivery.sent', 'invoice.sent'])
  const guest = await cast.signIn(anna.email, chosen)
  for (let times = 0; times < 2; times += 1)
    await guest.call(portalInvoicesApi.seen, { params: { ...portal, invoiceId } })
  // Anna is told that somebody signed in with a new device.
  await app.postman.deliverDue()
  expect(await next()).toEqual(['invoice.seen', 'delivery.sent'])
  const pay = (amountMinor: number) =>
    owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor, sendReceipt: false } })
  await pay(100)
  expect(await next()).toEqual([])
  await pay(9_900)
  expect(await next()).toEqual(['invoice.paid'])
  expect(told.at(-1)!.data).toMatchObject({
    ...{ invoiceId, customerId: acme.id, by: { name: OWNER.name } },
    invoice: { totalMinor: 10_000, paidMinor: 10_000, balanceMinor: 0 },
  })

  server.fail({ at: 'dot', do: '550 5.7.1 This looks like spam', times: 1 })
  await cast.postDocument(anna.atAcme)
  await app.postman.deliverDue()
  expect(await next()).toEqual(['delivery.failed'])
  server.fail({ at: 'rcpt', do: '550 5.1.1 No such user', times: 1 })
  const deliveryId = await cast.postDocument(anna.atAcme)
  await app.postman.deliverDue()
  expect((await next()).toSorted()).toEqual(['delivery.bounced', 'person.changed'])
  expect(told.find(({ type }) => type === 'delivery.bounced')!.data).toMatchObject({
    ...{ deliveryId, kind: 'invoice', email: anna.email, contactId: anna.atAcme.id },
    reason: 'The mail server rejected the address: the mailbox does not exist.',
  })
  expect(told.find(({ type }) => type === 'person.changed')!.data.person).toMatchObject({
    emailBounce: { at: clock.now().toISOString(), reason: 'the mailbox does not exist' },
  })

  await owner.call(contactsApi.delete, { params: { contactId: anna.atBirch.id } })
  expect(await next()).toEqual(['contact.deleted'])
  await owner.call(contactsApi.delete, { params })
  expect(await next()).toEqual(['access.ended', 'contact.deleted'])
  await owner.call(contactsApi.undelete, { params })
  const { version } = await cast.read(params.contactId)
  await owner.call(contactsApi.change, { params, version, body: { department: 'Sales' } })
  expect(await next()).toEqual(['contact.undeleted', 'contact.changed'])

  const { json } = await owner.send('POST', '/v1/imports?kind=contacts', {
    payload: 'Company,Email\nCedar,cy@cedar.example\n',
    type: 'text/csv',
  })
  const { id: importId } = json as CsvImport
  for (const step of [importsApi.plan, importsApi.run, importsApi.undo]) {
    await owner.call(step, { params: { importId } })
    await app.services.longWork.settled()
  }
  expect(await next()).toEqual(['contact.added', 'import.done', 'contact.deleted'])
  expect(told.at(-1)!.data).toMatchObject({ importId, removed: true, contact: null })

  expect(new Set(types(told))).toEqual(new Set(eventTypes))
  const passwords = [typed, chosen, OWNER.password]
  for (const { data } of told)
    expect(passwords.filter((password) => JSON.stringify(data).includes(password))).toEqual([])
  expect(JSON.stringify(told)).not.toMatch(/argon2|token|sealed|hash/)
})

test('one address at many customers: a change to the person is told once', async () => {
  const cast = await openCast()
  const { read } = await follow(cast)
  const { id, version } = await cast.read(cast.anna.atAcme.id)
  await cast.owner.call(contactsApi.change, { params: { contactId: id }, version, body: { lastName: 'Oak' } })
  const events = await read()
  expect(types(events)).toEqual(['person.changed'])
  expect(events[0]!.data.person).toMatchObject({ id: cast.anna.atBirch.personId, lastName: 'Oak' })
})

test('a reader reads on from where it was, page by page, all of it or of one type, and another organization’s never', async () => {
  const cast = await openCast()
  const { list } = await follow(cast)
  for (const name of ['Ben', 'Cleo', 'Dora'])
    await cast.addContact(cast.acme, { email: `${name}@acme.example`, firstName: name })
  const elsewhere = cast.visitor()
  await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const { id: organizationId } = await elsewhere.call(organizationApi.found, { body: { name: 'Southwind' } })
  await elsewhere.call(staffSessionApi.switchOrganization, { body: { organizationId } })
  await cast.publish()
  expect((await elsewhere.call(eventsApi.list, {})).data).toEqual([])

  const pages: Event[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await list({ limit: 2, ...(cursor !== undefined && { cursor }) })
    pages.push(...page.data)
    cursor = page.nextCursor
    if (page.data.length < 2) break
  }
  const all = await list({ limit: 100 })
  expect(pages).toEqual(all.data)
  expect(all.data.filter(({ type }) => type === 'contact.added')).toHaveLength(5)
  const added = await list({ type: 'contact.added', limit: 100 })
  expect(added.data).toEqual(all.data.filter(({ type }) => type === 'contact.added'))
  // Where there was no more of it, the cursor is at the end of all.
  expect(added.nextCursor).toBe(all.nextCursor)
})

test('what is committed late comes later: nothing ever appears below what was read', async () => {
  const cast = await openCast()
  const { anna, organization } = cast
  const { read } = await follow(cast)
  const slow = await ownerOf(cast)
  await slow.query('begin')
  await slow.query(
    `insert into journal (organization_id, id, at, actor_kind, actor_name, action, customer_id, contact_id, person_id)
     values ($1, $2, now(), 'system', 'Portico', 'contact.changed', $3, $4, $5)`,
    [organization.id, newId(), anna.atAcme.customerId, anna.atAcme.id, anna.atAcme.personId],
  )
  const ben = await cast.addContact(cast.acme, { email: 'ben@acme.example' })
  expect((await read()).map(({ data }) => data.contactId)).toEqual([ben.id])
  await slow.query('commit')
  expect((await read()).map(({ data }) => data.contactId)).toEqual([anna.atAcme.id])
})

test('several processes publish at once: each event has one place, without a gap', async () => {
  const cast = await openCast()
  const add = (n: number) => cast.addContact(cast.acme, { email: `c${n}@acme.example` })
  for (let round = 0; round < 5; round += 1)
    await Promise.all([add(2 * round), cast.publish(), add(2 * round + 1), cast.publish(), cast.publish()])
  await cast.publish()
  const owner = await ownerOf(cast)
  const { rows } = await owner.query<{ position: string; id: string }>(
    `select position, id from events where organization_id = $1 order by position`,
    [cast.organization.id],
  )
  expect(rows.map(({ position }) => Number(position))).toEqual(rows.map((_, at) => at + 1))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  const { rows: told } = await owner.query(`select from journal where action = 'contact.added'`)
  const { data } = await cast.owner.call(eventsApi.list, { query: { type: 'contact.added', limit: 100 } })
  expect(data).toHaveLength(told.length)
})

test('a change that is refused or undone tells nothing', async () => {
  const cast = await openCast()
  const { read } = await follow(cast)
  await refused(cast.addContact(cast.acme, { email: cast.anna.email }))
  const slow = await ownerOf(cast)
  await slow.query('begin')
  await slow.query(
    `insert into journal (organization_id, id, at, actor_kind, actor_name, action, contact_id)
     values ($1, $2, now(), 'system', 'Portico', 'contact.changed', $3)`,
    [cast.organization.id, newId(), cast.anna.atAcme.id],
  )
  await slow.query('rollback')
  expect(await read()).toEqual([])
})

test('after thirty days events go, and whoever has not read them is told so, and what to do', async () => {
  const cast = await openCast()
  const { list, read, cursor } = await follow(cast)
  const old = cursor()
  await cast.addContact(cast.acme, { email: 'ben@acme.example' })
  await read()
  const recent = cursor()
  cast.clock.advance({ days: 29 })
  await cast.doDue(housekeeping)
  expect((await signedIn(cast).then(() => list({ cursor: old }))).data).toHaveLength(1)
  cast.clock.advance({ days: 2 })
  await cast.doDue(housekeeping)
  await signedIn(cast)
  const refusal = await refused(list({ cursor: old }))
  expect(refusal).toMatchObject({ status: 410, code: 'events-not-kept' })
  expect(refusal.problem.detail).toContain('from=now')
  const cleo = await cast.addContact(cast.acme, { email: 'cleo@acme.example' })
  await cast.publish()
  for (const query of [{ cursor: recent }, {}])
    expect((await list(query)).data.map(({ data }) => data.contactId)).toEqual([cleo.id])
})

test('after a backup was restored, a cursor of the time that was lost is refused', async () => {
  const cast = await openCast()
  const { list, read, cursor } = await follow(cast)
  await cast.addContact(cast.acme, { email: 'ben@acme.example' })
  await read()
  const lost = cursor()
  const owner = await ownerOf(cast)
  await owner.query('delete from events where position = (select max(position) from events)')
  await owner.query('update event_feeds set last_position = last_position - 1 where last_position > 0')
  expect((await refused(list({ cursor: lost }))).code).toBe('events-not-kept')
  await cast.addContact(cast.acme, { email: 'cleo@acme.example' })
  await cast.publish()
  expect((await refused(list({ cursor: lost }))).code).toBe('events-not-kept')
})

async function ownerOf({ ownerUrl }: Cast): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

/** A session does not last as long as these stories. */
const signedIn = ({ owner }: Cast) =>
  owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
