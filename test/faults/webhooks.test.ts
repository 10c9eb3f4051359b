import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { webhooksApi } from '../../server/webhooks/webhooks.api.ts'
import { createCourier } from '../../server/webhooks/courier.ts'
import { openCast, type Cast } from '../cast.ts'
import { closedPort } from '../faulty-smtp.ts'
import { openFaultyWebhook, type Answer, type FaultyWebhook } from '../faulty-webhook.ts'
import { happened } from '../happened.ts'

/** Programs that misbehave, and what owners read about it at Webhooks. How requests are made: `server/webhooks/*.test.ts`. */

let receiver: FaultyWebhook
let cast: Cast

beforeEach(async () => {
  receiver = await openFaultyWebhook()
  cast = await openCast({ WEBHOOKS_TO_PRIVATE_NETWORKS: '127.0.0.0/8' })
})
afterEach(() => receiver.close())

/** A courier that does not wait as long, where nothing comes anyway. */
const impatient = () =>
  createCourier({
    services: cast.app.services,
    way: {
      privateNetworks: ['127.0.0.0/8'],
      timeoutMs: 1_000,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    },
  })

async function tellOf(url: string, carryDue = cast.app.courier.carryDue) {
  const { id: webhookId } = await cast.owner.call(webhooksApi.add, { body: { url } })
  const contactId = cast.anna.atAcme.id
  const first = await happened(cast, 'contact.added', { contactId })
  const second = await happened(cast, 'contact.changed', { contactId })
  await carryDue()
  const read = (webhookMessageId: string) =>
    cast.owner.call(webhooksApi.readMessage, { params: { webhookId, webhookMessageId } })
  return { webhookId, first, second, read }
}

describe('an event that was not taken is sent again after five seconds, once more under its id, and the next follows it', () => {
  test.each<[string, Answer, number | null, string]>([
    ['refuses', { status: 403, body: 'No' }, 403, 'It answered 403.'],
    ['has a fault', { status: 500 }, 500, 'It answered 500.'],
    ['is too busy', { status: 503 }, 503, 'It answered 503.'],
    [
      'redirects',
      { status: 302, headers: { location: '/elsewhere' } },
      302,
      'a redirect, which is not followed',
    ],
    [
      'redirects to the inside',
      { status: 307, headers: { location: 'http://169.254.169.254/' } },
      307,
      'a redirect',
    ],
    ['hangs up', 'hang-up', null, 'closed before there was an answer'],
    ['resets the connection', 'reset', null, 'closed before there was an answer'],
    ['never answers', 'stall', null, 'no answer within 1 seconds'],
    ['speaks something else', 'not-http', null, 'no answer of HTTP'],
    ['wants to speak something else', 'another-protocol', null, 'closed before there was an answer'],
    ['answers with headers without end', 'endless-headers', null, 'no answer of HTTP'],
  ])('by a program that %s', async (_, answer, status, error) => {
    receiver.answer(answer, { status: 200 })
    const { carryDue } = impatient()
    const { first, second, read } = await tellOf(receiver.url, carryDue)
    expect(await read(first)).toMatchObject({
      state: 'waiting',
      attemptCount: 1,
      nextTryAt: new Date(cast.clock.now().getTime() + 5_000).toISOString(),
      attempts: [{ number: 1, status, error: expect.stringContaining(error) as string }],
    })
    // Not a moment earlier, and nothing about the same contact before it.
    await carryDue()
    expect(receiver.requests).toHaveLength(1)

    cast.clock.advance({ minutes: 1 })
    await carryDue()
    expect(receiver.requests.map(({ headers, path }) => [headers['webhook-id'], path])).toEqual([
      [first, '/hook'],
      [first, '/hook'],
      [second, '/hook'],
    ])
    expect(await read(first)).toMatchObject({ state: 'sent', attempts: [{ status: 200 }, { status }] })
    expect(await read(second)).toMatchObject({ state: 'sent', attemptCount: 1 })
  })
})

describe('an event is taken once the status says so, whatever comes after it', () => {
  test.each<[string, Answer]>([
    ['promises more than it sends', 'less-than-promised'],
    ['answers without end', 'endless'],
    ['never ends its answer', 'stall-after-status'],
    ['says that it failed, in a body that nobody reads', { status: 200, body: '{"error":"no"}' }],
  ])('by a program that %s', async (_, answer) => {
    receiver.answer(answer)
    const { first, second, read } = await tellOf(receiver.url, impatient().carryDue)
    for (const id of [first, second]) expect(await read(id)).toMatchObject({ state: 'sent', attemptCount: 1 })
    expect((await read(first)).attempts[0]!.answer.length).toBeLessThanOrEqual(1000)
    expect(receiver.requests).toHaveLength(2)
  })
})

test('where nobody listens, and where no address is allowed, owners read why', async () => {
  const nobody = await tellOf(`http://127.0.0.1:${await closedPort()}/`)
  expect(await nobody.read(nobody.first)).toMatchObject({ lastError: 'The connection was refused.' })
  // A name that leads to loopback here is not one of the networks that this operator allows.
  cast = await openCast({ WEBHOOKS_TO_PRIVATE_NETWORKS: '10.0.0.0/8' })
  const inside = await tellOf(`http://localhost:${receiver.port}/`)
  expect(await inside.read(inside.first)).toMatchObject({
    state: 'waiting',
    lastStatus: null,
    lastError: expect.stringContaining('The address is not a public one') as string,
  })
  expect(receiver.connections).toBe(0)
})
