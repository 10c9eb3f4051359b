import * as z from 'zod'
import { notPrinted, recipient } from '../documents/sending.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page, time } from '../http/fields.api.ts'
import { deliveryState } from '../mail/deliveries/deliveries.api.ts'
import { invoiceDelivery, invoiceStatus } from './invoices.api.ts'

export const AT_ONCE_MOST = 1000

const invoiceIds = z
  .array(id)
  .min(1, 'Choose an invoice.')
  .max(AT_ONCE_MOST, `Send at most ${AT_ONCE_MOST} invoices at once.`)

export const invoiceBatch = z.object({
  id,
  state: z.enum(['running', 'done']),
  count: z.int(),
  sentCount: z.int(),
  nobodyCount: z.int().describe('Nobody would receive them: they stay as they were.'),
  refusedCount: z.int(),
  at: time.nullable().describe('When the e-mails go out; null: at once.'),
  startedBy: z.string(),
  createdAt: time,
  finishedAt: time.nullable(),
})
export type InvoiceBatch = z.infer<typeof invoiceBatch>

export const checkedInvoice = z.object({
  id,
  number: z.string().nullable(),
  customerId: id,
  customerName: z.string(),
  customerNote: z.string().nullable().describe('What staff noted of the customer; its first 300 characters.'),
  status: invoiceStatus,
  delivery: invoiceDelivery,
  currency: z.string(),
  totalMinor: z.int(),
  recipients: z.array(recipient).describe('Who gets it.'),
  notPrinted,
  trouble: z
    .object({ code: z.enum(['nobody', 'refused']), why: z.string() })
    .nullable()
    .describe('Why it would not be sent.'),
})
export type CheckedInvoice = z.infer<typeof checkedInvoice>

export const BATCH_FATES = [
  'waiting',
  'scheduled',
  'sending',
  'mailed',
  'partly',
  'notDelivered',
  'calledOff',
  'notSent',
] as const
export const batchFate = z
  .enum(BATCH_FATES)
  .describe(
    'waiting: its turn has not come. scheduled: its e-mails go out later. sending: they are on their way. mailed: a mail server took them all; partly: some; notDelivered: none. calledOff: its e-mails were stopped. notSent: nobody would receive it, or it was refused.',
  )
export type BatchFate = z.infer<typeof batchFate>

export const BATCHED_MAILS_MOST = 5

export const batchedInvoice = z.object({
  invoiceId: id,
  number: z.string().nullable(),
  customerId: id.nullable(),
  customerName: z.string().nullable().describe('null: the draft was discarded.'),
  fate: batchFate,
  outcome: z.enum(['sent', 'nobody', 'refused']).nullable().describe('null: its turn has not come.'),
  why: z.string().nullable().describe('Why it was not sent.'),
  notPrinted,
  mailCount: z.int(),
  mails: z
    .array(
      z.object({
        name: z.string(),
        to: z.string(),
        role: z.enum(['to', 'cc']),
        state: deliveryState,
        reason: z.string().nullable().describe('Why it failed, was stopped or waits, in a sentence.'),
      }),
    )
    .describe(
      `The newest to each recipient, those that did not arrive first; at most ${BATCHED_MAILS_MOST}.`,
    ),
})
export type BatchedInvoice = z.infer<typeof batchedInvoice>

const params = z.object({ batchId: id })

export const invoiceBatchesApi = {
  check: endpoint({
    method: 'POST',
    path: '/v1/invoice-batches/check',
    summary: 'List who would receive each of many invoices, and which would not be sent. Nothing is changed',
    caller: 'manager',
    readsOnly: true,
    body: z.strictObject({ invoiceIds }),
    reply: z.object({ invoices: z.array(checkedInvoice) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/invoice-batches',
    summary: 'Send many invoices to those who usually receive them, one after another',
    description:
      'It goes on after the reply, and after a restart of the server; drafts get their numbers in the order given. An invoice that was changed meanwhile, or that nobody would receive, is left as it is, and its fate says so.',
    caller: 'manager',
    body: z.strictObject({
      invoiceIds,
      at: time.optional().describe('Mail them then instead of at once; within a year.'),
    }),
    status: 201,
    reply: invoiceBatch,
  }),
  list: endpoint({
    method: 'GET',
    path: '/v1/invoice-batches',
    summary: 'List the sendings of many invoices at once, the newest first',
    caller: 'viewer',
    query: z.strictObject(listQuery),
    reply: page(invoiceBatch),
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/invoice-batches/:batchId',
    summary: 'Read the progress of such a sending, and how many of its invoices were mailed',
    caller: 'viewer',
    params,
    reply: invoiceBatch.extend({
      fates: z
        .record(batchFate, z.int())
        .describe(
          'How many invoices have which fate. It is over when none waits, is scheduled or is sending.',
        ),
    }),
  }),
  invoices: endpoint({
    method: 'GET',
    path: '/v1/invoice-batches/:batchId/invoices',
    summary: 'List the invoices of such a sending in their order, each with what became of it',
    caller: 'viewer',
    params,
    query: z.strictObject({
      ...listQuery,
      which: z
        .enum(['all', 'troubled'])
        .default('all')
        .describe('troubled: those that were not sent, were called off, or did not reach everybody.'),
    }),
    reply: page(batchedInvoice),
  }),
}
