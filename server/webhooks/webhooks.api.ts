import * as z from 'zod'
import { eventTypes } from '../events/event-types.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, optionalLine, page, time, version } from '../http/fields.api.ts'

const eventType = z.enum(eventTypes)

export const webhook = z.object({
  id,
  url: z.string(),
  description: z.string().nullable(),
  eventTypes: z.array(eventType).nullable().describe('null: all of them, later ones too.'),
  on: z.boolean(),
  offReason: z
    .enum(['by-staff', 'gone', 'failing'])
    .nullable()
    .describe(
      'Why it is off. gone: it answered 410. failing: no attempt succeeded in three days. What waits is sent once it is on again.',
    ),
  offSince: time.nullable(),
  failingSince: time.nullable().describe('Since when each attempt has failed.'),
  previousSecretUntil: time
    .nullable()
    .describe('Until then the secret before the last rotation signs the messages as well.'),
  waiting: z.int().describe('How many messages wait, up to 1,000.'),
  createdAt: time,
  version,
})
export type Webhook = z.infer<typeof webhook>

const secret = z
  .string()
  .describe('Signs the messages, by the Standard Webhooks specification. It is shown here and never again.')

export const webhookMessageStates = ['waiting', 'sent', 'failed'] as const
const messageState = z.enum(webhookMessageStates)
export type WebhookMessageState = z.infer<typeof messageState>

export const webhookMessage = z.object({
  id: id.describe('Of the event: the same in the header webhook-id, with every attempt.'),
  type: z.string().describe('The type of the event; webhook.test of a test.'),
  contactId: id.nullable(),
  state: messageState.describe('sent: it was answered with 2xx. failed: given up.'),
  waitsForEarlier: z
    .boolean()
    .describe('An earlier event about the same contact, for this webhook, comes first; or it is off.'),
  attemptCount: z.int(),
  createdAt: time,
  nextTryAt: time.nullable(),
  finishedAt: time.nullable(),
  lastStatus: z.int().nullable().describe('The status of the last answer.'),
  lastError: z.string().nullable().describe('Why the last attempt failed, in a sentence.'),
})
export type WebhookMessage = z.infer<typeof webhookMessage>

export const webhookAttempt = z.object({
  number: z.int(),
  at: time,
  status: z.int().nullable().describe('null: there was no answer.'),
  durationMs: z.int().nullable().describe('null: nothing was sent, or nobody knows.'),
  error: z.string().nullable().describe('Why it failed, in a sentence. null: the message was taken.'),
  answer: z.string().describe('How the answer begins: at most 1,000 characters.'),
})
export type WebhookAttempt = z.infer<typeof webhookAttempt>

export const webhookMessageDetails = webhookMessage.extend({
  body: z.string().describe('What is sent, as it is signed.'),
  attempts: z.array(webhookAttempt).describe('The newest first, at most a hundred.'),
})
export type WebhookMessageDetails = z.infer<typeof webhookMessageDetails>

const url = z.string().min(1, 'Fill this in.').max(2000, 'Use at most 2,000 characters.')
const wanted = z
  .array(eventType)
  .min(1, 'Choose at least one type of event.')
  .max(eventTypes.length)
  .nullable()
  .describe('null: all of them, later ones too.')

const ofWebhook = z.object({ webhookId: id })
const ofMessage = ofWebhook.extend({ webhookMessageId: id })

export const webhooksApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List the webhooks: where other programs are told what happened',
    caller: 'owner',
    query: z.strictObject({ ...listQuery }),
    reply: page(webhook),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Add a webhook, which is told what happens from now on',
    description:
      'Each event is posted to its address, signed by the Standard Webhooks specification: at least once, and events about one contact in their order. An answer with 2xx takes it; anything else is tried again for three days.',
    caller: 'owner',
    body: z.strictObject({
      url,
      description: optionalLine(200).default(null),
      eventTypes: wanted.default(null),
    }),
    status: 201,
    shownOnce: true,
    reply: webhook.extend({ secret }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/webhooks/:webhookId',
    summary: 'Read a webhook',
    caller: 'owner',
    params: ofWebhook,
    reply: webhook,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/webhooks/:webhookId',
    summary: 'Change a webhook, or switch it off or on',
    description:
      'Nothing is lost while it is off: once it is on again it gets what happened since, as far as events are kept (30 days).',
    caller: 'owner',
    ifMatch: true,
    params: ofWebhook,
    body: z.strictObject({
      url: url.optional(),
      description: optionalLine(200).optional(),
      eventTypes: wanted.optional(),
      on: z.boolean().optional(),
    }),
    reply: webhook,
  }),
  delete: endpoint({
    method: 'DELETE',
    path: '/v1/webhooks/:webhookId',
    summary: 'Delete a webhook, with what waits for it and its log',
    caller: 'owner',
    params: ofWebhook,
  }),
  rotateSecret: endpoint({
    method: 'POST',
    path: '/v1/webhooks/:webhookId/secret',
    summary: 'Make a new signing secret; for 24 hours the one before signs as well',
    caller: 'owner',
    params: ofWebhook,
    shownOnce: true,
    reply: webhook.extend({ secret }),
  }),
  sendTest: endpoint({
    method: 'POST',
    path: '/v1/webhooks/:webhookId/test',
    summary: 'Send a test event, of type webhook.test, once; also to a webhook that is off',
    caller: 'owner',
    params: ofWebhook,
    status: 202,
    reply: webhookMessage,
  }),
  listMessages: endpoint({
    method: 'GET',
    path: '/v1/webhooks/:webhookId/messages',
    summary: 'List what was or will be sent to a webhook, newest first; kept for 30 days',
    caller: 'owner',
    params: ofWebhook,
    query: z.strictObject({ ...listQuery, state: messageState.optional() }),
    reply: page(webhookMessage),
  }),
  readMessage: endpoint({
    method: 'GET',
    path: '/v1/webhooks/:webhookId/messages/:webhookMessageId',
    summary: 'Read one message to a webhook, with every attempt',
    caller: 'owner',
    params: ofMessage,
    reply: webhookMessageDetails,
  }),
  sendAgain: endpoint({
    method: 'POST',
    path: '/v1/webhooks/:webhookId/messages/:webhookMessageId/send-again',
    summary: 'Send a message again: at once where it waits, once where it is done',
    description:
      'It has the same webhook-id, so that a program which has had it can tell. What is about the same contact waits until it is done.',
    caller: 'owner',
    params: ofMessage,
    status: 202,
    reply: webhookMessage,
  }),
}
