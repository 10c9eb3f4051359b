import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { contactsApi, type Contact } from '../../server/contacts/contacts.api.ts'
import { deliveriesApi, type DeliveryDetails } from '../../server/mail/deliveries/deliveries.api.ts'
import { staffSessionApi } from '../../server/staff/staff.api.ts'
import { openCast, type Cast } from '../cast.ts'
import { refused } from '../client.ts'
import { closedPort, openFaultySmtp, type Fault, type FaultySmtp } from '../faulty-smtp.ts'
import { readLetter } from '../letters.ts'
import { OWNER } from '../world.ts'
import { PATIENT } from '../patience.ts'

/**
 * Mail servers that misbehave, and what staff read about it at Deliveries. How the postman does it:
 * `server/mail/*.test.ts`.
 */

let smtp: FaultySmtp
let cast: Cast

beforeEach(async () => {
  smtp = await openFaultySmtp()
  cast = await openCast({ SMTP_URL: smtp.url })
  await deliverDue()
  smtp.messages.splice(0)
  // Each test begins with a connection of its own.
  smtp.hangUp()
})

afterEach(() => smtp.close())

async function deliverDue() {
  await cast.app.postman.deliverDue()
}

/** The newest message to a contact, as staff find it. */
async function delivery(contact: Contact): Promise<DeliveryDetails> {
  const { data } = await cast.owner.call(deliveriesApi.list, { query: { contactId: contact.id, limit: 1 } })
  return cast.owner.call(deliveriesApi.read, { params: { deliveryId: data[0]!.id } })
}

async function issuePassword(): Promise<void> {
  await cast.owner.call(contactsApi.issuePassword, {
    params: { contactId: cast.anna.atAcme.id },
    body: { generate: true },
  })
}

/** A password is issued while the server has this fault, and the postman tries once. */
async function issueDuring(fault: Fault): Promise<DeliveryDetails> {
  smtp.fail(fault)
  await issuePassword()
  await deliverDue()
  return delivery(cast.anna.atAcme)
}

async function afterItWorksAgain(): Promise<DeliveryDetails> {
  smtp.work()
  cast.clock.advance({ minutes: 1 })
  await deliverDue()
  return delivery(cast.anna.atAcme)
}

const minutesFromNow = (minutes: number) =>
  new Date(cast.clock.now().getTime() + minutes * 60_000).toISOString()

async function passwordSignsIn(): Promise<void> {
  const { password } = await readLetter(Buffer.from(smtp.messages.at(-1)!.raw, 'latin1'))
  const browser = await cast.signIn(cast.anna.email, password!)
  expect(browser.cookies.size).toBeGreaterThan(0)
}

const NOT_NOW = 'The mail server asked to wait. It will be tried again.'
const UNREACHED = 'The mail server could not be reached. It will be tried again.'
const UNKNOWN = 'The mail server did not confirm that it took the message. It will be tried again.'

describe('what certainly was not sent waits a minute, goes out once, and the password in it signs in', () => {
  test.each<[string, Fault, string, string, string]>([
    ['hangs up at once', { at: 'greeting', do: 'drop' }, 'not-reached', UNREACHED, 'closed'],
    ['hangs up before DATA', { at: 'data', do: 'drop' }, 'not-reached', UNREACHED, 'closed'],
    ['is too busy to greet', { at: 'greeting', do: '421 Later' }, 'refused-for-now', NOT_NOW, '421 Later'],
    [
      'greets with 5xx: that is not about us',
      { at: 'greeting', do: '554 No' },
      'refused-for-now',
      NOT_NOW,
      '554 No',
    ],
    ['says 4xx to the sender', { at: 'mail', do: '451 Busy' }, 'refused-for-now', NOT_NOW, '451 Busy'],
    ['says 4xx to the recipient', { at: 'rcpt', do: '450 Grey' }, 'refused-for-now', NOT_NOW, '450 Grey'],
    ['says 4xx to DATA', { at: 'data', do: '451 Busy' }, 'refused-for-now', NOT_NOW, '451 Busy'],
    ['says 4xx to the whole message', { at: 'dot', do: '452 Full' }, 'refused-for-now', NOT_NOW, '452 Full'],
  ])('a server that %s', async (_, fault, outcome, reason, reply) => {
    const waiting = await issueDuring(fault)
    expect(waiting).toMatchObject({
      state: 'queued',
      reason,
      attemptCount: 1,
      nextTryAt: minutesFromNow(1),
      finishedAt: null,
      canSendAgain: true,
      attempts: [{ number: 1, outcome, reply: expect.stringContaining(reply) as string }],
    })
    // Not a moment earlier.
    smtp.work()
    await deliverDue()
    expect(smtp.messages).toHaveLength(0)

    expect(await afterItWorksAgain()).toMatchObject({
      id: waiting.id,
      state: 'sent',
      reason: null,
      nextTryAt: null,
      canSendAgain: false,
      attempts: [
        { number: 2, outcome: 'accepted' },
        { number: 1, outcome },
      ],
    })
    expect(smtp.messages).toHaveLength(1)
    await passwordSignsIn()
  })
})

describe('what may have been sent goes out again under the same number, and the record says why', () => {
  test.each([
    ['kept the message', true, 2],
    ['lost the message', false, 1],
  ])('a server that hangs up after DATA and %s', async (_, keeps, received) => {
    const waiting = await issueDuring({ at: 'dot', do: 'drop', keeps })
    expect(waiting).toMatchObject({
      state: 'queued',
      reason: UNKNOWN,
      nextTryAt: minutesFromNow(1),
      attempts: [{ outcome: 'unknown', sentence: expect.stringContaining('it may have arrived') as string }],
    })
    expect(await afterItWorksAgain()).toMatchObject({
      state: 'sent',
      attempts: [{ outcome: 'accepted' }, { outcome: 'unknown' }],
    })
    expect(smtp.messages).toHaveLength(received)
    expect(new Set(smtp.messages.map(({ messageId }) => messageId))).toEqual(
      new Set([`<${waiting.id}@localhost>`]),
    )
    await passwordSignsIn()
  })
})

test('a server that always hangs up after DATA gets three copies, and then staff read that it may have arrived', async () => {
  await issueDuring({ at: 'dot', do: 'drop', keeps: true })
  for (let later = 0; later < 6; later++) {
    cast.clock.advance({ minutes: 30 })
    await deliverDue()
  }
  expect(smtp.messages).toHaveLength(3)
  expect(await delivery(cast.anna.atAcme)).toMatchObject({
    state: 'failed',
    reason: 'Given up after 3 attempts that the mail server did not confirm. It may have arrived.',
    nextTryAt: null,
    attempts: [{ outcome: 'unknown' }, { outcome: 'unknown' }, { outcome: 'unknown' }],
  })
})

describe('what is refused for good fails, once, and staff read why and what to do', () => {
  test.each<[string, Fault]>([
    ['the sender', { at: 'mail', do: '550 5.7.1 Not you' }],
    ['the recipient', { at: 'rcpt', do: '550 5.7.1 Not you either' }],
    ['DATA', { at: 'data', do: '554 5.7.1 No' }],
    ['the message', { at: 'dot', do: '554 5.6.0 Not this' }],
  ])('a server that says 5xx to %s', async (_, fault) => {
    expect(await issueDuring(fault)).toMatchObject({
      state: 'failed',
      reason: 'Permanently rejected by the mail server.',
      nextTryAt: null,
      canSendAgain: false,
      attempts: [{ outcome: 'refused-for-good', reply: fault.do }],
    })
    const [failed] = (await cast.owner.call(deliveriesApi.list, { query: { state: 'failed' } })).data
    expect(failed).toMatchObject({ to: cast.anna.email, what: 'Temporary password' })

    smtp.work()
    cast.clock.advance({ hours: 1 })
    await deliverDue()
    expect(smtp.messages).toHaveLength(0)
    const again = await refused(
      cast.owner.call(deliveriesApi.sendAgain, { params: { deliveryId: failed!.id } }),
    )
    expect(again.code).toBe('secret-erased')
    // The remedy that the refusal names.
    await issuePassword()
    await deliverDue()
    expect(smtp.messages).toHaveLength(1)
    await passwordSignsIn()
  })
})

test('a server that stalls: it waits alone, staff go on, and what became of it is written down when the line breaks', async () => {
  smtp.fail({ at: 'rcpt', do: 'stall', times: 1 })
  await issuePassword()
  const delivering = deliverDue()
  await vi.waitFor(() => expect(smtp.commands.at(-1)).toMatch(/^RCPT/), PATIENT)
  expect(await delivery(cast.anna.atAcme)).toMatchObject({ state: 'queued', attempts: [] })
  const bert = await cast.addContact(cast.birch, {
    email: 'bert@birch.example',
    portalPassword: { generate: true },
  })
  const deliveringMore = deliverDue()
  await vi.waitFor(async () => expect(await delivery(bert)).toMatchObject({ state: 'sent' }), PATIENT)
  smtp.hangUp()
  await Promise.all([delivering, deliveringMore])
  expect(await delivery(cast.anna.atAcme)).toMatchObject({
    state: 'queued',
    reason: UNREACHED,
    attempts: [{ outcome: 'not-reached' }],
  })
  expect(await afterItWorksAgain()).toMatchObject({ state: 'sent' })
  expect(smtp.messages.map(({ to }) => to)).toEqual([['bert@birch.example'], [cast.anna.email]])
})

test('a server that is gone until the password runs out: it is given up, erased, and never sent late', async () => {
  const port = await closedPort()
  const away = await openCast({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  await away.owner.call(contactsApi.issuePassword, {
    params: { contactId: away.anna.atAcme.id },
    body: { generate: true },
  })
  cast = away
  const tries: number[] = []
  for (;;) {
    await deliverDue()
    const { state, nextTryAt, attempts } = await delivery(away.anna.atAcme)
    if (state !== 'queued') break
    expect(attempts[0]).toMatchObject({
      outcome: 'not-reached',
      reply: expect.stringContaining('ECONNREFUSED') as string,
    })
    const minutes = (new Date(nextTryAt!).getTime() - away.clock.now().getTime()) / 60_000
    tries.push(minutes)
    away.clock.advance({ minutes })
    // Days pass, and staff sign in again.
    const { email, password } = OWNER
    await away.owner.call(staffSessionApi.signIn, { body: { email, password } })
  }
  // The pauses grow to twice a day, and the last one ends when the password does, after 72 hours.
  expect(tries.slice(0, 9)).toEqual([1, 5, 15, 30, 60, 120, 240, 480, 720])
  expect(tries.reduce((sum, minutes) => sum + minutes, 0)).toBe(72 * 60)
  expect(await delivery(away.anna.atAcme)).toMatchObject({
    state: 'failed',
    reason: 'It could not be delivered before the password or link in it expired.',
    canSendAgain: false,
  })
  expect((await away.read(away.anna.atAcme.id)).portalAccess.state).toBe('expired')
})

test('a newer password takes the place of one that waits: only the newest ever goes out', async () => {
  await issueDuring({ at: 'rcpt', do: '450 Grey' })
  const first = await delivery(cast.anna.atAcme)
  await issuePassword()
  expect(await cast.owner.call(deliveriesApi.read, { params: { deliveryId: first.id } })).toMatchObject({
    state: 'cancelled',
    reason: 'Cancelled: a newer one was issued.',
    attempts: [{ outcome: 'refused-for-now' }],
  })
  expect(await afterItWorksAgain()).toMatchObject({ state: 'sent' })
  expect(smtp.messages).toHaveLength(1)
  await passwordSignsIn()
})
