import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { failWriting } from '../../test/fail-writing.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { customersApi } from '../customers/customers.api.ts'
import { newId } from '../database/id.ts'
import type { QueryOf } from '../http/endpoint.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { OWNER } from '../../test/world.ts'
import type { Services } from '../scope/services.ts'
import { newLease, taken } from '../work/lease.ts'
import { createLongWork } from '../work/long-work.ts'
import { takeUpInvoiceBatches } from './invoice-batch-work.ts'
import { invoiceBatchesApi as api } from './invoice-batches.api.ts'
import { invoicesApi, type Invoice } from './invoices.api.ts'

/** Acme and Birch each have Anna Ash, who receives invoices; Cedar has Carl, who receives none. */
async function openPost() {
  const cast = await openCast()
  const { owner, app } = cast
  const cedar = await cast.addCustomer('Cedar')
  await cast.addContact(cedar, {
    email: 'carl@cedar.example',
    firstName: 'Carl',
    receives: { receipts: 'to' },
  })
  const draft = (customer: { id: string }) =>
    owner.call(invoicesApi.add, {
      body: { customerId: customer.id, lines: [{ description: 'Work', unitPriceMinor: 10_000 }] },
    })
  const drafts = async (count: number) => {
    const made: Invoice[] = []
    for (let at = 0; at < count; at += 1) made.push(await draft(at % 2 ? cast.birch : cast.acme))
    return made
  }
  const work = app.services.longWork
  const send = (invoices: Invoice[], { at, key }: { at?: string; key?: string } = {}) =>
    owner.call(api.add, {
      body: { invoiceIds: invoices.map(({ id }) => id), ...(at && { at }) },
      ...(key && { idempotencyKey: key }),
    })
  const read = (batchId: string) => owner.call(api.read, { params: { batchId } })
  const invoices = async (batchId: string, query: Partial<QueryOf<typeof api.invoices>> = {}) =>
    (await owner.call(api.invoices, { params: { batchId }, query })).data
  const troubled = (batchId: string) => invoices(batchId, { which: 'troubled' })
  const invoice = (invoiceId: string) => owner.call(invoicesApi.read, { params: { invoiceId } })
  await cast.deliverMail()
  return { ...cast, cedar, draft, drafts, work, send, read, invoices, troubled, invoice }
}

/** Another process on the same database, which takes up what one has left. */
function anotherProcess(services: Services) {
  const longWork = createLongWork(services.log)
  return { takeUp: () => takeUpInvoiceBatches({ ...services, longWork }), settled: () => longWork.settled() }
}

test('each is sent to those who receive it, in the order given; what was not sent says why and stays as it was', async () => {
  const { owner, cedar, draft, drafts, work, send, read, troubled, invoice, deliverMail } = await openPost()
  const [first, second, changed] = await drafts(3)
  const nobodys = await draft(cedar)
  const voided = await draft(cedar)
  await owner.call(invoicesApi.issue, { params: { invoiceId: voided.id } })
  await owner.call(invoicesApi.void, { params: { invoiceId: voided.id }, body: {} })
  const batch = await send([second!, nobodys, first!, voided, changed!])
  expect(batch).toMatchObject({ count: 5, state: 'running' })
  await work.settled()
  const done = await read(batch.id)
  expect(done).toMatchObject({ state: 'done', sentCount: 3, nobodyCount: 1, refusedCount: 1, count: 5 })
  expect(await troubled(batch.id)).toEqual([
    {
      invoiceId: nobodys.id,
      number: null,
      customerId: cedar.id,
      customerName: 'Cedar',
      fate: 'notSent',
      outcome: 'nobody',
      why: 'Carl: not sent: does not receive invoices.',
      notPrinted: null,
      mailCount: 0,
      mails: [],
    },
    expect.objectContaining({
      invoiceId: voided.id,
      outcome: 'refused',
      why: expect.stringContaining('voided'),
    }),
  ])
  expect((await invoice(second!.id)).number! < (await invoice(first!.id)).number!).toBe(true)
  expect(await invoice(nobodys.id)).toMatchObject({ status: 'draft', number: null, version: nobodys.version })
  expect((await deliverMail()).map(({ to, subject }) => [to, subject.slice(0, 8)])).toEqual(
    Array.from({ length: 3 }, () => ['anna@ash.example', 'Invoice ']),
  )
})

test('what was changed after the batch was made is not sent unseen', async () => {
  const { owner, drafts, send, read, troubled, app, invoice } = await openPost()
  const [one, other] = await drafts(2)
  // Nobody works on it yet.
  await app.services.longWork.stop()
  const batch = await send([one!, other!])
  await owner.call(invoicesApi.change, {
    params: { invoiceId: other!.id },
    version: other!.version,
    body: { notes: 'Wait' },
  })
  const next = anotherProcess(app.services)
  await next.takeUp()
  await next.settled()
  expect(await read(batch.id)).toMatchObject({ sentCount: 1, refusedCount: 1 })
  expect(await troubled(batch.id)).toMatchObject([
    { invoiceId: other!.id, outcome: 'refused', why: expect.stringContaining('changed') },
  ])
  expect(await invoice(other!.id)).toMatchObject({ status: 'draft' })
})

test('stopped in the middle, another process goes on with the next: every invoice is mailed once', async () => {
  const { drafts, send, read, app, work, deliverMail } = await openPost()
  const batch = await send(await drafts(6))
  await work.stop()
  const before = await read(batch.id)
  expect(before.state).toBe('running')
  expect(before.sentCount).toBeLessThan(6)
  const [one, other] = [anotherProcess(app.services), anotherProcess(app.services)]
  await Promise.all([one.takeUp(), other.takeUp()])
  await Promise.all([one.settled(), other.settled()])
  expect(await read(batch.id)).toMatchObject({ state: 'done', sentCount: 6, count: 6 })
  const subjects = (await deliverMail()).map(({ subject }) => subject)
  expect(new Set(subjects).size).toBe(6)
  expect(subjects).toHaveLength(6)
})

test('the database goes away in the middle: no invoice counts as refused, and all are sent once it is back', async () => {
  const { drafts, send, read, app, work, ownerUrl, deliverMail } = await openPost()
  const comeBack = await failWriting(ownerUrl, 'invoice_revisions', 'true', 'connection ends')
  const batch = await send(await drafts(3))
  await work.settled()
  expect(await read(batch.id)).toMatchObject({ state: 'running', sentCount: 0, refusedCount: 0 })
  await comeBack()
  const next = anotherProcess(app.services)
  await next.takeUp()
  await next.settled()
  expect(await read(batch.id)).toMatchObject({ state: 'done', sentCount: 3, refusedCount: 0 })
  expect(await deliverMail()).toHaveLength(3)
})

test('a process that was killed keeps its right until its lease runs out, also before one whose clock is ahead', async () => {
  const { drafts, send, read, app, work, clock, database, organization, deliverMail, letLeasesRunOut } =
    await openPost()
  await work.stop()
  const batch = await send(await drafts(3))
  const scope = { organizationId: organization.id }
  await sql`update invoice_batches set ${taken(newLease(scope, batch.id))} where id = ${batch.id}`.execute(
    database.of(organization.id),
  )
  clock.advance({ minutes: 6 })
  const next = anotherProcess(app.services)
  await next.takeUp()
  await next.settled()
  expect(await read(batch.id)).toMatchObject({ state: 'running', sentCount: 0 })
  await letLeasesRunOut()
  await next.takeUp()
  await next.settled()
  expect(await read(batch.id)).toMatchObject({ state: 'done', sentCount: 3 })
  expect(await deliverMail()).toHaveLength(3)
})

test('a second click is the same batch; without its key, what was sent meanwhile is not sent again', async () => {
  const { drafts, send, read, app, work, deliverMail } = await openPost()
  const invoices = await drafts(3)
  // An invoice that is sent at once has another version by the next click.
  await work.stop()
  const key = newId()
  const clicks = [await send(invoices, { key }), await send(invoices, { key })] as const
  expect(clicks[0].id).toBe(clicks[1].id)
  const [one, other] = await Promise.all([send(invoices), send(invoices)])
  const next = anotherProcess(app.services)
  await next.takeUp()
  await next.settled()
  const batches = await Promise.all([clicks[0], one, other].map(({ id }) => read(id)))
  expect(batches.reduce((sum, { sentCount }) => sum + sentCount, 0)).toBe(3)
  expect(await deliverMail()).toHaveLength(3)
})

test('for a time to come they wait in the outbox, and can be called off one by one', async () => {
  const { owner, drafts, send, read, troubled, work, clock, deliverMail, invoice } = await openPost()
  const [one, other] = await drafts(2)
  const batch = await send([one!, other!], { at: '2026-05-04T15:00:00.000Z' })
  await work.settled()
  expect(await invoice(one!.id)).toMatchObject({ status: 'sent', delivery: 'scheduled' })
  await owner.call(invoicesApi.cancelSending, { params: { invoiceId: one!.id } })
  expect((await read(batch.id)).fates).toMatchObject({ scheduled: 1, calledOff: 1, sending: 0 })
  expect(await troubled(batch.id)).toMatchObject([
    { invoiceId: one!.id, fate: 'calledOff', mails: [{ state: 'cancelled', reason: expect.any(String) }] },
  ])
  expect(await deliverMail()).toEqual([])
  clock.advance({ hours: 7 })
  expect(await deliverMail()).toHaveLength(1)
})

test('each invoice shows its fate by its mails, page by page in order: over is what was mailed, not what was queued', async () => {
  const {
    owner,
    cedar,
    draft,
    drafts,
    work,
    send,
    read,
    invoices,
    troubled,
    deliverMail,
    app,
    organization,
    database,
  } = await openPost()
  const [acmes, birchs] = await drafts(2)
  const nobodys = await draft(cedar)
  await work.stop()
  const batch = await send([acmes!, nobodys, birchs!])
  expect((await read(batch.id)).fates).toMatchObject({ waiting: 3, sending: 0 })
  const next = anotherProcess(app.services)
  await next.takeUp()
  await next.settled()
  const fatesOf = async () => (await invoices(batch.id)).map(({ invoiceId, fate }) => [invoiceId, fate])
  expect(await read(batch.id)).toMatchObject({
    state: 'done',
    fates: { sending: 2, notSent: 1, mailed: 0 },
  })
  expect(await fatesOf()).toEqual([
    [acmes!.id, 'sending'],
    [nobodys.id, 'notSent'],
    [birchs!.id, 'sending'],
  ])

  await deliverMail()
  expect((await read(batch.id)).fates).toMatchObject({ mailed: 2, sending: 0, notSent: 1 })
  const [first] = await invoices(batch.id, { limit: 1 })
  expect(first).toMatchObject({
    number: expect.stringMatching(/^INV-/),
    customerName: 'Acme',
    mailCount: 1,
    mails: [{ name: 'Anna Ash', to: 'anna@ash.example', role: 'to', state: 'sent', reason: null }],
  })

  // A letter that came back later is not delivered, and says why.
  const db = database.of(organization.id)
  await sql`
    update deliveries set state = 'bounced', reason = 'The mailbox does not exist.' where invoice_id = ${birchs!.id}`.execute(
    db,
  )
  expect((await read(batch.id)).fates).toMatchObject({ mailed: 1, notDelivered: 1 })
  expect(await troubled(batch.id)).toMatchObject([
    { invoiceId: nobodys.id, fate: 'notSent' },
    { invoiceId: birchs!.id, fate: 'notDelivered', mails: [{ reason: 'The mailbox does not exist.' }] },
  ])
  const paged: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await owner.call(api.invoices, {
      params: { batchId: batch.id },
      query: { limit: 1, ...(cursor && { cursor }) },
    })
    paged.push(...page.data.map(({ invoiceId }) => invoiceId))
    if (!page.nextCursor) break
    cursor = page.nextCursor
  }
  expect(paged).toEqual([acmes!.id, nobodys.id, birchs!.id])
  const wrong = await refused(
    owner.call(api.invoices, { params: { batchId: batch.id }, query: { cursor: 'WyJ4Il0' } }),
  )
  expect(wrong.problem.errors).toMatchObject([{ pointer: '/cursor' }])
})

test('before anything is sent each says who gets it, and which would not be sent', async () => {
  const { owner, acme, cedar, draft, addContact } = await openPost()
  await addContact(acme, { email: 'cc@acme.example', firstName: 'Cecil', receives: { invoices: 'cc' } })
  const empty = await owner.call(invoicesApi.add, { body: { customerId: acme.id } })
  const wanted = [await draft(acme), await draft(cedar), empty]
  const { invoices } = await owner.call(api.check, { body: { invoiceIds: wanted.map(({ id }) => id) } })
  expect(invoices.map(({ recipients, trouble }) => [recipients.map(({ why }) => why), trouble])).toEqual([
    [['To: receives invoices', 'Cc: receives invoices'], null],
    [[], { code: 'nobody', why: 'Carl: not sent: does not receive invoices.' }],
    [['To: receives invoices', 'Cc: receives invoices'], { code: 'refused', why: 'It has no lines yet.' }],
  ])
})

test('the invoices of another organization are none, and its batches are nowhere', async () => {
  const { owner, visitor, drafts, send, work } = await openPost()
  const invoices = await drafts(1)
  const batch = await send(invoices)
  await work.settled()
  const elsewhere = visitor()
  await elsewhere.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const other = await elsewhere.call(organizationApi.found, { body: { name: 'Elsewhere' } })
  await elsewhere.call(staffSessionApi.switchOrganization, { body: { organizationId: other.id } })
  const invoiceIds = [invoices[0]!.id]
  for (const endpoint of [api.check, api.add]) {
    const { problem } = await refused(elsewhere.call(endpoint, { body: { invoiceIds } }))
    expect(problem.errors).toEqual([{ pointer: '/invoiceIds/0', detail: 'There is no such invoice.' }])
  }
  for (const endpoint of [api.read, api.invoices])
    expect((await refused(elsewhere.call(endpoint, { params: { batchId: batch.id } }))).status).toBe(404)
  expect((await elsewhere.call(api.list)).data).toEqual([])
  expect((await owner.call(api.list)).data.map(({ id }) => id)).toEqual([batch.id])
})

test('a customer who was made inactive before its turn keeps a draft', async () => {
  const { owner, acme, drafts, send, read, work, app, invoice } = await openPost()
  await work.stop()
  const [one] = await drafts(1)
  const batch = await send([one!])
  await owner.call(customersApi.delete, { params: { customerId: acme.id } })
  const next = anotherProcess(app.services)
  await next.takeUp()
  await next.settled()
  expect(await read(batch.id)).toMatchObject({ refusedCount: 1, state: 'done' })
  expect(await invoice(one!.id)).toMatchObject({ status: 'draft' })
  expect((await owner.call(contactsApi.list, { params: { customerId: acme.id } })).data).toHaveLength(1)
})
