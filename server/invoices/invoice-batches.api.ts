import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page, time } from '../http/fields.api.ts'
import { invoiceDelivery, invoiceStatus, recipient } from './invoices.api.ts'

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
  at: time.nullable().describe('When the mails go out; null: at once.'),
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
  trouble: z
    .object({ code: z.enum(['nobody', 'refused']), why: z.string() })
    .nullable()
    .describe('Why it would not be sent.'),
})
export type CheckedInvoice = z.infer<typeof checkedInvoice>

export const invoiceBatchesApi = {
  check: endpoint({
    method: 'POST',
    path: '/v1/invoice-batches/check',
    summary: 'Tell who would receive each of many invoices, and which would not be sent. Nothing is changed',
    caller: 'manager',
    body: z.strictObject({ invoiceIds }),
    reply: z.object({ invoices: z.array(checkedInvoice) }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/invoice-batches',
    summary: 'Send many invoices to those who usually receive them, one after another',
    description:
      'It goes on after the reply, and after a restart of the server; drafts get their numbers in the order given. What was changed meanwhile, and what nobody would receive, is left as it is and said.',
    caller: 'manager',
    body: z.strictObject({
      invoiceIds,
      at: time.optional().describe('Mail them not at once, but then; within a year.'),
      key: id.optional().describe('Yours: the same key again answers the batch that it has made.'),
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
    summary: 'Read how far such a sending is, and what was not sent and why',
    caller: 'viewer',
    params: z.object({ batchId: id }),
    reply: invoiceBatch.extend({
      notSent: z.array(
        z.object({
          invoiceId: id,
          number: z.string().nullable(),
          customerId: id.nullable(),
          customerName: z.string().nullable().describe('null: the draft was discarded.'),
          outcome: z.enum(['nobody', 'refused']),
          why: z.string(),
        }),
      ),
    }),
  }),
}
