import * as z from 'zod'
import { documentKinds } from '../../documents/kinds.ts'
import { endpoint } from '../../http/endpoint.ts'
import { id, listQuery, time } from '../../http/fields.api.ts'
import { pageOfKept } from '../../keeping/kept-since.api.ts'

export const deliveryStates = ['queued', 'sent', 'failed', 'bounced', 'cancelled'] as const
export const deliveryState = z
  .enum(deliveryStates)
  .describe(
    'queued: waits for its next try. sent: the mail server took it. failed: given up. bounced: the mail server rejected the address for good, or the message was returned later. cancelled: no longer wanted.',
  )
export type DeliveryState = z.infer<typeof deliveryState>

/** The letter of a document has the document's kind; every other letter has its own. */
export const deliveryKinds = [
  ...documentKinds,
  'temporaryPassword',
  'passwordLink',
  'forgottenPassword',
  'passwordChanged',
  'staffPasswordChanged',
  'newDevice',
  'contactAdded',
  'addressChanged',
  'staffInvitation',
  'staffPasswordLink',
  'webhookOff',
] as const
const deliveryKind = z.enum(deliveryKinds)
export type DeliveryKind = z.infer<typeof deliveryKind>

export const delivery = z.object({
  id,
  kind: deliveryKind,
  documentId: id.nullable().describe('Of the invoice, receipt, statement or reminder.'),
  invoiceId: id.nullable().describe('The invoice that an invoice or a reminder is about.'),
  role: z.enum(['to', 'cc']).nullable().describe('In which role the contact gets the document.'),
  what: z.string().describe('The same in words.'),
  to: z.string(),
  subject: z.string(),
  state: deliveryState,
  reason: z.string().nullable().describe('Why it failed, was cancelled or waits, in a sentence.'),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  contactId: id.nullable(),
  personId: id.nullable(),
  personName: z.string().nullable(),
  addressBounced: z
    .boolean()
    .describe('Mail to the person’s present address bounces: no document is sent to it.'),
  scheduledFor: time.nullable().describe('When it is sent for the first time; null: at once.'),
  attemptCount: z.int(),
  createdAt: time,
  nextTryAt: time.nullable(),
  finishedAt: time.nullable(),
  textKept: z
    .boolean()
    .describe('Whether its text is still kept. It cannot be sent again without, but says what became of it.'),
  canSendAgain: z.boolean(),
})
export type Delivery = z.infer<typeof delivery>

/** How an attempt ends. */
export const attemptOutcomes = [
  'accepted',
  'refused-for-now',
  'refused-for-good',
  'not-reached',
  'unknown',
  'not-written',
] as const

export const deliveryAttempt = z.object({
  number: z.int(),
  at: time,
  outcome: z.enum(attemptOutcomes),
  sentence: z.string().describe('What happened, in plain words.'),
  reply: z.string().describe('What the mail server said, or why there was no answer.'),
})
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>

export const deliveryReport = z.object({
  event: z.enum(['bounced', 'delayed', 'delivered', 'complained']),
  at: time,
  sentence: z.string().describe('What happened, in plain words.'),
  reason: z.string().describe('In the words of the one who reported it.'),
})
export type DeliveryReport = z.infer<typeof deliveryReport>

export const deliveryDetails = delivery.extend({
  attempts: z.array(deliveryAttempt).describe('The newest first.'),
  reports: z
    .array(deliveryReport)
    .describe('What was reported after the mail server took it, the newest first.'),
})
export type DeliveryDetails = z.infer<typeof deliveryDetails>

const params = z.object({ deliveryId: id })

export const deliveriesApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/deliveries',
    summary: 'List the messages that were sent or are waiting, newest first',
    caller: 'viewer',
    query: z.strictObject({
      ...listQuery,
      state: deliveryState.optional(),
      customerId: id.optional(),
      contactId: id.optional(),
      personId: id.optional(),
      kind: deliveryKind.optional(),
      documentId: id.optional(),
      invoiceId: id.optional(),
    }),
    reply: pageOfKept(delivery),
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/deliveries/:deliveryId',
    summary: 'Read what became of one message, with every attempt',
    caller: 'viewer',
    params,
    reply: deliveryDetails,
  }),
  sendAgain: endpoint({
    method: 'POST',
    path: '/v1/deliveries/:deliveryId/send-again',
    summary: 'Send a message again: at once where it waits, as a new delivery where it is done',
    description:
      'A message that carried a password or a link cannot be sent again: these are erased once it is done.',
    caller: 'manager',
    params,
    reply: deliveryDetails,
  }),
}
