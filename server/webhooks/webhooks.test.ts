import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Webhook as Verifier } from 'standardwebhooks'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { ask } from '../../test/database.ts'
import { openFaultyWebhook, type FaultyWebhook, type ReceivedRequest } from '../../test/faulty-webhook.ts'
import { happened } from '../../test/happened.ts'
import { PATIENT } from '../../test/patience.ts'
import { OWNER } from '../../test/world.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { eventTypes, type EventType } from '../events/event-types.ts'
import { eventsApi } from '../events/events.api.ts'
import { housekeeping } from '../housekeeping.ts'
import { journalApi } from '../journal/journal.api.ts'
import { createSealer } from '../mail/outbox/seal.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { createCourier } from './courier.ts'
import { lookUp } from './send-request.ts'
import { webhooksApi } from './webhooks.api.ts'

let cast: Cast
let receiver: FaultyWebhook

beforeEach(async () => {
  receiver = await openFaultyWebhook()
  cast = await openCast({ WEBHOOKS_TO_PRIVATE_NETWORKS: '127.0.0.0/8' })
})
afterEach(() => receiver.close())

const addWebhook = (more: { eventTypes?: EventType[]; url?: string; description?: string } = {}) =>
  cast.owner.call(webhooksApi.add, { body: { url: receiver.url, ...more } })
const read = (webhookId: string) => cast.owner.call(webhooksApi.read, { params: { webhookId } })
const carry = () => cast.app.courier.carryDue()
const atAcme = (type: EventType, data = {}) => happened(cast, type, { contactId: cast.anna.atAcme.id, data })
const atBirch = (type: EventType, data = {}) =>
  happened(cast, type, { contactId: cast.anna.atBirch.id, data })
const messages = async (webhookId: string) =>
  (await cast.owner.call(webhooksApi.listMessages, { params: { webhookId } })).data
const message = (webhookId: string, webhookMessageId: string) =>
  cast.owner.call(webhooksApi.readMessage, { params: { webhookId, webhookMessageId } })
const sendAgain = (webhookId: string, webhookMessageId: string) =>
  cast.owner.call(webhooksApi.sendAgain, { params: { webhookId, webhookMessageId } })
const switchTo = async (webhookId: string, on: boolean) => {
  const { version } = await read(webhookId)
  return cast.owner.call(webhooksApi.change, { params: { webhookId }, version, body: { on } })
}
const idsReceived = ({ requests } = receiver) => requests.map(({ headers }) => String(headers['webhook-id']))

/** Days passed, and she signs in again. */
async function pass(by: { minutes?: number; hours?: number; days?: number }) {
  cast.clock.advance(by)
  const { email, password } = OWNER
  await cast.owner.call(staffSessionApi.signIn, { body: { email, password } })
}

/** As a program checks what it got, at the time of the world. Throws unless the signature is right. */
function verified(secret: string, { body, headers }: ReceivedRequest) {
  vi.useFakeTimers({ toFake: ['Date'], now: cast.clock.now() })
  try {
    return new Verifier(secret).verify(body, headers as Record<string, string>)
  } finally {
    vi.useRealTimers()
  }
}

describe('a webhook', () => {
  test('hears what staff do to a contact in the order in which they did it, as GET /v1/events has it', async () => {
    await cast.publish()
    const { secret } = await addWebhook({
      eventTypes: ['contact.added', 'contact.changed', 'contact.deleted'],
    })
    const { id, version } = await cast.addContact(cast.acme, { email: 'ben@acme.example' })
    const params = { contactId: id }
    await cast.owner.call(contactsApi.change, { params, version, body: { jobTitle: 'Clerk' } })
    await cast.owner.call(contactsApi.delete, { params })
    await cast.publish()
    await carry()
    const heard = receiver.requests.map((request) => verified(secret, request))
    const { data } = await cast.owner.call(eventsApi.list, { query: { limit: 100 } })
    expect(heard).toEqual(
      data
        .filter(({ data: { contactId }, type }) => contactId === id && type.startsWith('contact.'))
        .map(({ at, ...event }) => ({ ...event, timestamp: at })),
    )
    expect(heard).toMatchObject([
      { type: 'contact.added' },
      { type: 'contact.changed', data: { changes: { jobTitle: { new: 'Clerk' } } } },
      { type: 'contact.deleted', data: { contact: { active: false } } },
    ])
  })

  test('is told what happens, signed by the specification, and nothing that it did not ask for', async () => {
    await atAcme('contact.added', { before: 'it was there' })
    const { secret, id } = await addWebhook({ eventTypes: ['contact.changed', 'invoice.paid'] })
    const changed = await atAcme('contact.changed', { fields: ['email'] })
    await atAcme('contact.deleted')
    const paid = await happened(cast, 'invoice.paid')
    await carry()

    expect(idsReceived().toSorted()).toEqual([changed, paid].toSorted())
    const request = receiver.requests.find(({ headers }) => headers['webhook-id'] === changed)!
    expect(verified(secret, request)).toEqual({
      id: changed,
      type: 'contact.changed',
      timestamp: cast.clock.now().toISOString(),
      data: { fields: ['email'] },
    })
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Portico\/\d/) as string,
      'webhook-timestamp': String(cast.clock.now().getTime() / 1000),
    })
    expect(Object.keys(request.headers).toSorted()).toEqual(
      ['connection', 'content-length', 'content-type', 'host', 'user-agent', 'webhook-id', 'webhook-signature', 'webhook-timestamp'], // prettier-ignore
    )
    expect(() => verified(`whsec_${Buffer.alloc(32).toString('base64')}`, request)).toThrow(
      'No matching signature',
    )
    expect(() => verified(secret, { ...request, body: `${request.body} ` })).toThrow('No matching signature')
    expect((await messages(id)).map(({ state, attemptCount }) => [state, attemptCount])).toEqual([
      ['sent', 1],
      ['sent', 1],
    ])
  })

  test('that asks for all gets every type; each of several gets its own, under the same id', async () => {
    const second = await openFaultyWebhook()
    await addWebhook()
    await addWebhook({ url: second.url })
    const ids = []
    for (const type of eventTypes) ids.push(await happened(cast, type))
    await carry()
    expect(idsReceived().toSorted()).toEqual(ids.toSorted())
    expect(idsReceived(second).toSorted()).toEqual(ids.toSorted())
    await second.close()
  })

  test('has a secret that is shown once, and stored sealed', async () => {
    const { secret, id } = await addWebhook({ url: `${receiver.url}?token=hidden-in-the-address` })
    const rotated = await cast.owner.call(webhooksApi.rotateSecret, { params: { webhookId: id } })
    await atAcme('contact.added')
    receiver.answer({ status: 500 })
    await carry()
    const [one] = await messages(id)
    const shown = JSON.stringify([
      await cast.owner.call(webhooksApi.list),
      await read(id),
      await message(id, one!.id),
      await cast.owner.call(journalApi.list),
    ])
    const stored = JSON.stringify(await ask(cast.ownerUrl, 'select w.*, w::text as all from webhooks w'))
    for (const one of [secret, rotated.secret]) {
      expect(one).toMatch(/^whsec_[\w+/]{43}=$/)
      const bare = one.slice('whsec_'.length)
      const bytes = Buffer.from(bare, 'base64').toString('hex')
      for (const text of [shown, stored]) expect(text.includes(bare) || text.includes(bytes)).toBe(false)
    }
    // Nor has the journal, which more people read, more of the address than where it is.
    const journal = JSON.stringify(await cast.owner.call(journalApi.list))
    expect(journal).toContain(`127.0.0.1:${receiver.port}`)
    expect(journal).not.toContain('hidden-in-the-address')
  })

  test('has its secret rotated without a gap: for a day both sign', async () => {
    const { secret, id } = await addWebhook()
    const rotated = await cast.owner.call(webhooksApi.rotateSecret, { params: { webhookId: id } })
    const inADay = new Date(cast.clock.now().getTime() + 86_400_000).toISOString()
    expect(rotated).toMatchObject({ previousSecretUntil: inADay })
    await pass({ hours: 23 })
    await atAcme('contact.added')
    await carry()
    verified(secret, receiver.requests[0]!)
    verified(rotated.secret, receiver.requests[0]!)
    await pass({ hours: 1 })
    await atAcme('contact.changed')
    await carry()
    verified(rotated.secret, receiver.requests[1]!)
    expect(() => verified(secret, receiver.requests[1]!)).toThrow('No matching signature')
    expect(await read(id)).toMatchObject({ previousSecretUntil: null })
    await cast.doDue(housekeeping)
    const [{ previous }] = await ask<{ previous: unknown }>(cast.ownerUrl, 'select previous_secret as previous from webhooks') as [{ previous: unknown }] // prettier-ignore
    expect(previous).toBeNull()
  })

  test.each([
    // Http goes where the operator allows it, and nowhere else.
    ['http://8.8.8.8/', 'only if its operator allows it'],
    ['https://10.0.0.1/', 'only if its operator allows it'],
    ['https://[::1]/', 'only if its operator allows it'],
    ['ftp://hooks.example/', 'begins with https://'],
    ['https://user:password@hooks.example/', 'Leave out the user'],
    ['https://hooks.example/#part', 'Leave out the #'],
    ['hooks.example', 'such as https://example.com'],
    ['', 'Fill this in.'],
  ])('has an address of the web, not %s', async (url, reason) => {
    const { problem } = await refused(addWebhook({ url }))
    expect(problem.errors).toEqual([{ pointer: '/url', detail: expect.stringContaining(reason) as string }])
  })

  test('is at https where the operator allows no private networks', async () => {
    cast = await openCast()
    const { problem } = await refused(addWebhook({ url: 'http://hooks.example/' }))
    expect(problem.detail).toContain('Use https')
  })

  test('is one of twenty at most', async () => {
    for (let count = 0; count < 20; count++) await addWebhook()
    expect((await refused(addWebhook())).code).toBe('too-many-webhooks')
  })

  test('that is deleted is told nothing more, and its log is gone', async () => {
    const { id } = await addWebhook()
    receiver.answer({ status: 500 })
    const event = await atAcme('contact.added')
    await carry()
    await cast.owner.call(webhooksApi.delete, { params: { webhookId: id } })
    await pass({ hours: 1 })
    await atAcme('contact.changed')
    await carry()
    expect(receiver.requests).toHaveLength(1)
    expect((await refused(message(id, event))).code).toBe('not-found')
  })

  test('is changed by one at a time', async () => {
    const { id, version } = await addWebhook()
    const change = (body: object) =>
      cast.owner.call(webhooksApi.change, { params: { webhookId: id }, version, body })
    expect(await change({ description: 'The shop', eventTypes: ['invoice.paid'] })).toMatchObject({
      description: 'The shop',
      eventTypes: ['invoice.paid'],
      version: version + 1,
    })
    expect((await refused(change({ description: 'Mine' }))).code).toBe('stale-version')
  })
})

describe('events about one contact arrive in their order', () => {
  test('while one waits for its next try, the next about the same contact wait with it, and the others go', async () => {
    const { id } = await addWebhook()
    receiver.answerBy(({ body }) => ({ status: body.includes('poison') ? 500 : 204 }))
    const first = await atAcme('contact.added', { it: 'poison' })
    const second = await atAcme('contact.changed')
    const other = await atBirch('contact.changed')
    const ofNobody = await happened(cast, 'import.done')
    await carry()
    expect(idsReceived().toSorted()).toEqual([first, other, ofNobody].toSorted())
    expect(await message(id, second)).toMatchObject({
      state: 'waiting',
      waitsForEarlier: true,
      nextTryAt: null,
    })

    receiver.answer({ status: 200 })
    await pass({ minutes: 1 })
    await carry()
    expect(idsReceived().slice(3)).toEqual([first, second])
  })

  test('with twenty about each of three contacts, taken by three couriers at once, and every third request failing', async () => {
    await addWebhook()
    const cleo = await cast.addContact(cast.birch, { email: 'cleo@birch.example' })
    const contacts = [cast.anna.atAcme.id, cast.anna.atBirch.id, cleo.id]
    const expected = new Map(contacts.map((contactId): [string, string[]] => [contactId, []]))
    for (let count = 0; count < 20; count++)
      for (const contactId of contacts)
        expected
          .get(contactId)!
          .push(await happened(cast, 'contact.changed', { contactId, data: { contactId, count } }))
    let requests = 0
    const taken: ReceivedRequest[] = []
    receiver.answerBy((request) => {
      if (++requests % 3 === 0) return { status: 503 }
      taken.push(request)
      return { status: 200 }
    })
    const couriers = [1, 2, 3].map(() => courier())
    while (taken.length < 60) {
      await Promise.all(couriers.map(({ carryDue }) => carryDue()))
      await pass({ minutes: 5 })
    }
    for (const [contactId, ids] of expected) {
      const ofContact = taken.map(
        ({ body }) => JSON.parse(body) as { id: string; data: { contactId: string } },
      )
      expect(ofContact.filter((one) => one.data.contactId === contactId).map(({ id }) => id)).toEqual(ids)
    }
    expect(taken).toHaveLength(60)
  })
})

/** A process of its own. */
const courier = (more: { timeoutMs?: number } = {}) =>
  createCourier({
    services: cast.app.services,
    way: { privateNetworks: ['127.0.0.0/8'], timeoutMs: 60_000, resolve: lookUp, ...more },
    endsWithinMs: 0,
  })

describe('what fails', () => {
  test('is tried again after growing pauses, with the same id and text; after three days it is switched off and owners are told', async () => {
    const { id } = await addWebhook()
    await cast.hire('manager')
    receiver.answer({ status: 500, body: 'Sorry' })
    const began = cast.clock.now().getTime()
    const event = await atAcme('contact.added')
    const pauses: number[] = []
    for (;;) {
      await carry()
      const { nextTryAt } = await message(id, event)
      if (nextTryAt === null) break
      const minutes = (new Date(nextTryAt).getTime() - cast.clock.now().getTime()) / 60_000
      pauses.push(minutes * 60)
      await pass({ minutes })
    }
    const hours = (...all: number[]) => all.map((one) => one * 3600)
    expect(pauses).toEqual([5, 300, 1800, ...hours(2, 5, 10, 14, 20, 24)])
    expect(new Set(idsReceived())).toEqual(new Set([event]))
    expect(new Set(receiver.requests.map(({ body }) => body)).size).toBe(1)
    expect(await message(id, event)).toMatchObject({
      state: 'waiting',
      attemptCount: 10,
      attempts: Array.from({ length: 10 }, (_, at) => ({
        number: 10 - at,
        status: 500,
        error: 'It answered 500.',
        answer: 'Sorry',
        durationMs: expect.any(Number) as number,
      })),
    })
    expect(await read(id)).toMatchObject({
      on: false,
      offReason: 'failing',
      failingSince: new Date(began).toISOString(),
      waiting: 1,
    })
    const letters = await cast.deliverMail()
    expect(letters.map(({ to }) => to)).toEqual([OWNER.email])
    expect(letters[0]!.subject).toBe(`Northwind: the webhook to 127.0.0.1:${receiver.port} was switched off`)
    expect(letters[0]!.text.replaceAll('\n', ' ')).toContain(
      'since Monday 4 May 2026 at 09:00 (UTC) every attempt has failed',
    )

    // What waited goes first, then what happened while it was off; the count of days begins anew.
    const meanwhile = await atAcme('contact.changed')
    await carry()
    receiver.requests.splice(0)
    receiver.answer({ status: 503 }, { status: 200 })
    expect(await switchTo(id, true)).toMatchObject({ on: true, offReason: null, failingSince: null })
    await carry()
    expect(await read(id)).toMatchObject({ on: true, failingSince: cast.clock.now().toISOString() })
    await pass({ minutes: 1 })
    await carry()
    expect(idsReceived()).toEqual([event, event, meanwhile])
    expect(await read(id)).toMatchObject({ failingSince: null, waiting: 0 })
  })

  test('by itself alone is given up after the last try, and the next about its contact follows; the webhook stays on', async () => {
    const { id } = await addWebhook()
    receiver.answerBy(({ body }) => ({ status: body.includes('poison') ? 422 : 204 }))
    const poison = await atAcme('contact.added', { it: 'poison' })
    const next = await atAcme('contact.changed')
    for (let tries = 0; tries < 10; tries++) {
      await carry()
      await pass({ hours: 24 })
      // Something else is taken every day.
      await happened(cast, 'import.done')
    }
    expect(await message(id, poison)).toMatchObject({
      state: 'failed',
      attemptCount: 10,
      lastStatus: 422,
      nextTryAt: null,
    })
    expect(await message(id, next)).toMatchObject({ state: 'sent' })
    expect(await read(id)).toMatchObject({ on: true })
  })

  test('with 410 is switched off at once, and owners are told', async () => {
    const { id } = await addWebhook()
    receiver.answer({ status: 410 })
    const event = await atAcme('contact.added')
    await carry()
    expect(await read(id)).toMatchObject({ on: false, offReason: 'gone', waiting: 1 })
    expect(await message(id, event)).toMatchObject({
      state: 'waiting',
      waitsForEarlier: true,
      lastStatus: 410,
    })
    const [letter] = await cast.deliverMail()
    expect(letter!.text).toContain('it answered that it wants no more')
    const { data } = await cast.owner.call(journalApi.list)
    expect(data[0]).toMatchObject({ actor: { kind: 'system' }, sentence: 'switched a webhook off' })
  })

  test.each([
    ['a number of seconds', '3600', 3600],
    ['a date', 'Mon, 04 May 2026 10:00:00 GMT', 3600],
    ['less than we wait anyway', '1', 5],
    ['more than a day', '999999', 86_400],
    ['nonsense', 'tomorrow', 5],
  ])('comes again when it is asked to: %s', async (_, retryAfter, seconds) => {
    const { id } = await addWebhook()
    receiver.answer({ status: 429, headers: { 'retry-after': retryAfter } })
    const event = await atAcme('contact.added')
    await carry()
    const { nextTryAt } = await message(id, event)
    expect(new Date(nextTryAt!).getTime() - cast.clock.now().getTime()).toBe(seconds * 1000)
  })
})

describe('staff', () => {
  test('send a test event, once, also to a webhook that is off; it does not count', async () => {
    const { id, secret } = await addWebhook({ eventTypes: ['invoice.paid'] })
    await switchTo(id, false)
    const { id: testId } = await cast.owner.call(webhooksApi.sendTest, { params: { webhookId: id } })
    await carry()
    expect(await message(id, testId)).toMatchObject({ state: 'sent', type: 'webhook.test', lastStatus: 204 })
    expect(verified(secret, receiver.requests[0]!)).toMatchObject({ id: testId, type: 'webhook.test' })
    await switchTo(id, true)
    receiver.answer({ status: 410, body: 'Not here' })
    const failing = await cast.owner.call(webhooksApi.sendTest, { params: { webhookId: id } })
    await carry()
    expect(await message(id, failing.id)).toMatchObject({
      state: 'failed',
      attempts: [{ answer: 'Not here' }],
    })
    expect(await read(id)).toMatchObject({ on: true, failingSince: null })
  })

  test('send again what was taken or given up, under its id; what follows about the contact waits for it', async () => {
    const { id } = await addWebhook()
    const first = await atAcme('contact.added')
    await carry()
    receiver.answer({ status: 500 })
    const second = await atAcme('contact.changed')
    const third = await atAcme('contact.deleted')
    await carry()
    expect((await refused(sendAgain(id, third))).code).toBe('webhook-waits')
    expect(await sendAgain(id, first)).toMatchObject({
      state: 'waiting',
      nextTryAt: cast.clock.now().toISOString(),
    })
    const fourth = await atAcme('contact.undeleted')
    receiver.requests.splice(0)
    await carry()
    // It is tried once; then it is the turn of the others.
    expect(await message(id, first)).toMatchObject({ state: 'failed', attemptCount: 2 })
    expect(idsReceived()).toEqual([first, second])
    receiver.answer({ status: 200 })
    expect(await sendAgain(id, second)).toMatchObject({ state: 'waiting' })
    await carry()
    expect(idsReceived().slice(2)).toEqual([second, third, fourth])
    const { data } = await cast.owner.call(journalApi.list)
    expect(data.filter(({ action }) => action === 'webhook.event-sent-again')).toHaveLength(2)
  })

  test('cannot send again to a webhook that is off, nor what is on its way', async () => {
    const { id } = await addWebhook()
    const sent = await atAcme('contact.added')
    await carry()
    receiver.answer('stall')
    const stalled = await atAcme('contact.changed')
    const other = courier()
    const carrying = other.carryDue()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(2), PATIENT)
    expect((await refused(sendAgain(id, stalled))).code).toBe('webhook-under-way')
    expect((await refused(sendAgain(id, sent))).code).toBe('webhook-under-way')
    await other.stop()
    await carrying
    await switchTo(id, false)
    expect((await refused(sendAgain(id, sent))).code).toBe('webhook-off')
  })

  test('switch it off and on: nothing that happened in between is lost', async () => {
    const { id } = await addWebhook()
    await switchTo(id, false)
    const [first, second] = [await atAcme('contact.added'), await atAcme('contact.changed')]
    await carry()
    expect(receiver.connections).toBe(0)
    await switchTo(id, true)
    await carry()
    expect(idsReceived()).toEqual([first, second])
    expect(await cast.deliverMail()).toEqual([])
  })

  test('find each message in a list that is read page by page', async () => {
    const { id } = await addWebhook()
    const ids: string[] = []
    for (let count = 0; count < 5; count++) ids.unshift(await atAcme('contact.changed'))
    receiver.answer({ status: 200 }, { status: 200 }, { status: 500 })
    await carry()
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await cast.owner.call(webhooksApi.listMessages, {
        params: { webhookId: id },
        query: { limit: 2, ...(cursor && { cursor }) },
      })
      found.push(...page.data.map((one) => one.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(found).toEqual(ids)
    const { data } = await cast.owner.call(webhooksApi.listMessages, {
      params: { webhookId: id },
      query: { state: 'waiting' },
    })
    expect(data.map((one) => one.id)).toEqual(ids.slice(0, 3))
  })
})

describe('a process', () => {
  test('that dies while it sends leaves the message to the next, and the log says so', async () => {
    const { id } = await addWebhook()
    const event = await atAcme('contact.added')
    receiver.answer('stall')
    const dying = courier()
    const carrying = dying.carryDue()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), PATIENT)
    await cast.letLeasesRunOut()
    receiver.answer({ status: 200 })
    await carry()
    expect(await message(id, event)).toMatchObject({
      attempts: [{ status: null, error: 'Portico stopped while it was being sent: it may have arrived.' }],
    })
    await pass({ minutes: 1 })
    await carry()
    expect(idsReceived()).toEqual([event, event])
    // What the first still says of it changes nothing.
    await dying.stop()
    await carrying
    expect(await message(id, event)).toMatchObject({ state: 'sent', attemptCount: 2 })
  })

  test('that stops does not wait for an answer, and another goes on', async () => {
    const { id } = await addWebhook()
    receiver.answer('stall')
    const event = await atAcme('contact.added')
    const stopping = courier()
    stopping.start()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(1), PATIENT)
    await stopping.stop()
    expect(await message(id, event)).toMatchObject({ state: 'waiting', attemptCount: 1 })
    expect(await read(id)).toMatchObject({ failingSince: null })
  })

  test('looks for new events by itself, and one webhook that stalls holds up no other', async () => {
    const stalling = await openFaultyWebhook()
    stalling.answer('stall')
    await addWebhook({ url: stalling.url })
    await addWebhook()
    const events = [await atAcme('contact.added')]
    const working = courier()
    working.start()
    await vi.waitFor(() => expect(stalling.requests).toHaveLength(1), PATIENT)
    events.push(await atAcme('contact.changed'), await atAcme('contact.deleted'))
    await vi.waitFor(() => expect(idsReceived()).toEqual(events), PATIENT)
    expect(stalling.requests).toHaveLength(1)
    await working.stop()
    await stalling.close()
  })

  test('sends to one that fails one request at a time, to one that works several', async () => {
    const { id } = await addWebhook()
    receiver.answer({ status: 500 })
    await atAcme('contact.added')
    await carry()
    receiver.answer('stall')
    for (let count = 0; count < 9; count++) await happened(cast, 'import.done')
    const one = courier()
    const carrying = one.carryDue()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(2), PATIENT)
    await one.stop()
    await carrying
    expect(receiver.requests).toHaveLength(2)

    await switchTo(id, false)
    await switchTo(id, true)
    receiver.requests.splice(0)
    const several = courier()
    const carryingMore = several.carryDue()
    await vi.waitFor(() => expect(receiver.requests).toHaveLength(5), PATIENT)
    await several.stop()
    await carryingMore
    expect(receiver.requests).toHaveLength(5)
  })
})

describe('what is kept', () => {
  test('of messages goes after thirty days, but not what is due', async () => {
    const { id } = await addWebhook()
    await atAcme('contact.added')
    await carry()
    await pass({ days: 29 })
    await cast.doDue(housekeeping)
    expect(await messages(id)).toHaveLength(1)
    receiver.answer({ status: 500 })
    await atAcme('contact.changed')
    await carry()
    await pass({ days: 1 })
    await cast.doDue(housekeeping)
    expect((await messages(id)).map(({ type }) => type)).toEqual(['contact.changed'])
    await pass({ days: 31 })
    await cast.doDue(housekeeping)
    expect(await messages(id)).toHaveLength(1)
    expect(await ask(cast.ownerUrl, 'select * from webhook_attempts')).toHaveLength(1)
  })

  test('of secrets is sealed with the new key within a day, so that the old one can go', async () => {
    const { secret, id } = await addWebhook()
    const { services } = cast.app
    const [current, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    services.sealer = createSealer({ current: next, old: [] })
    await atAcme('contact.added')
    await carry()
    const [unreadable] = await messages(id)
    expect(unreadable!.lastError).toContain('another secret key now. Rotate the secret')
    expect(await read(id)).toMatchObject({ failingSince: null })
    const rotated = await cast.owner.call(webhooksApi.rotateSecret, { params: { webhookId: id } })
    expect(rotated.secret).not.toBe(secret)

    services.sealer = createSealer({ current, old: [next] })
    await pass({ days: 1 })
    await cast.doDue(housekeeping)
    services.sealer = createSealer({ current, old: [] })
    await pass({ days: 1 })
    await carry()
    verified(rotated.secret, receiver.requests.at(-1)!)
  })
})
