import * as z from 'zod'
import { customer } from '../customers/customers.api.ts'
import { receivedKinds } from '../documents/kinds.ts'
import { notPrinted, recipient, sending, sendingPreview } from '../documents/sending.api.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  currency,
  id,
  listQuery,
  optionalLine,
  optionalText,
  page,
  time,
  version,
} from '../http/fields.api.ts'

/** Amounts are whole numbers of the currency's minor unit: cents of a euro, yen of a yen. */
const amountMinor = z.int()
const priceMinor = z
  .int()
  .min(-100_000_000_000, 'Use a smaller price.')
  .max(100_000_000_000, 'Use a smaller price.')

const decimal = (digits: number, say: string) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^\\d{1,9}(\\.\\d{1,${digits}})?$`), say)
const quantity = decimal(4, 'Use a number with at most 4 decimals, such as 1.5.')
export const percent = decimal(4, 'Use a percentage such as 19 or 7.5.').refine(
  (value) => Number(value) <= 100,
  'Use at most 100.',
)

export const date = z.iso.date('Use a date such as 2026-05-31.')

const statuses = ['draft', 'sent', 'partlyPaid', 'paid', 'overdue', 'void'] as const
export const invoiceStatus = z
  .enum(statuses)
  .describe('overdue: it is open, and the due date has passed where the organization is.')
export type InvoiceStatus = z.infer<typeof invoiceStatus>

export const ages = ['current', 'days1To30', 'days31To60', 'days61To90', 'over90'] as const
export const age = z.enum(ages).describe('How long it is overdue. current: it is not.')
export type Age = z.infer<typeof age>

/** Whether it reached the people it is for, which is not the same as being issued. */
export const invoiceDelivery = z
  .enum(['notSent', 'scheduled', 'sending', 'mailed', 'partly', 'notDelivered', 'notKept'])
  .describe(
    'notSent: never mailed. sending: waits in the outbox. mailed: a mail server took every mail. partly: some. notDelivered: nobody could be reached. notKept: so long ago that it is no longer kept whether it was mailed.',
  )
export type InvoiceDelivery = z.infer<typeof invoiceDelivery>

export const newLine = z.strictObject({
  description: z
    .string()
    .trim()
    .min(1, 'Enter a description.')
    .max(5000, 'Use at most 5000 characters.')
    .refine(
      (value) => !value.includes('\0') && value.isWellFormed(),
      'Remove the characters that are not text.',
    ),
  quantity: quantity.default('1'),
  unitPriceMinor: priceMinor,
  discountPercent: percent.default('0'),
  taxRate: percent.optional().describe('By default the organization’s.'),
})
export type NewLine = z.infer<typeof newLine>

export const invoiceLine = z.object({
  description: z.string(),
  quantity: z.string(),
  unitPriceMinor: amountMinor,
  discountPercent: z.string(),
  taxRate: z.string(),
  amountMinor,
})
export type InvoiceLine = z.infer<typeof invoiceLine>

export const invoiceRow = z.object({
  id,
  number: z.string().nullable().describe('null: a draft.'),
  status: invoiceStatus,
  delivery: invoiceDelivery,
  customerId: id,
  customerName: z.string(),
  currency: z.string(),
  issueDate: date,
  dueDate: date,
  purchaseOrder: z.string().nullable(),
  totalMinor: amountMinor,
  balanceMinor: amountMinor,
  disputed: z.boolean(),
})
export type InvoiceRow = z.infer<typeof invoiceRow>

export const seller = z.object({
  name: z.string(),
  address: z.string().describe('As the lines of an envelope.'),
  taxId: z.string().nullable(),
  email: z.string().nullable(),
  paymentInstructions: z.string().nullable(),
  footer: z.string().nullable(),
  logoId: id.nullable(),
})
export const buyer = z.object({
  name: z.string(),
  accountNumber: z.string().nullable(),
  address: z.string().describe('As the lines of an envelope.'),
})

export const invoice = invoiceRow.extend({
  customer: customer
    .pick({ id: true, name: true, accountNumber: true, active: true })
    .describe('As it is today.'),
  seller: seller.describe('As the PDF says: as of the day of the newest revision; of a draft, as of today.'),
  buyer: buyer.describe('The customer, as the PDF says: as of the day of the newest revision.'),
  notes: z.string().nullable(),
  lines: z.array(invoiceLine),
  discountPercent: z.string(),
  subtotalMinor: amountMinor.describe('The sum of the lines.'),
  discountMinor: amountMinor,
  taxes: z.array(z.object({ rate: z.string(), netMinor: amountMinor, taxMinor: amountMinor })),
  taxMinor: amountMinor,
  paidMinor: amountMinor,
  revision: z.int().describe('0: a draft. Each edit after sending makes the next.'),
  disputedSince: time.nullable(),
  disputeNote: z.string().nullable(),
  remindersPaused: z.boolean(),
  sentAt: time.nullable(),
  paidAt: time.nullable(),
  voidedAt: time.nullable(),
  voidReason: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  version,
})
export type Invoice = z.infer<typeof invoice>
export const sentInvoice = invoice.extend({ notPrinted })
export type SentInvoice = z.infer<typeof sentInvoice>

const fields = {
  currency,
  issueDate: date,
  dueDate: date,
  purchaseOrder: optionalLine(100),
  notes: optionalText(5000),
  lines: z.array(newLine).max(500, 'An invoice has at most 500 lines.'),
  discountPercent: percent,
}
export const newInvoice = z.strictObject({
  customerId: id,
  ...z.object(fields).partial().shape,
})
export type NewInvoice = z.infer<typeof newInvoice>
export const invoiceChange = z.strictObject({
  customerId: id.optional(),
  ...z.object(fields).partial().shape,
})
export type InvoiceChange = z.infer<typeof invoiceChange>

export const OF_AMOUNT_MOST = 8

const params = z.object({ invoiceId: id })

export const invoiceSending = sending.extend({
  at: time.optional().describe('Send it then instead of at once; within a year.'),
})
export type InvoiceSending = z.infer<typeof invoiceSending>

export const invoiceView = z.object({
  personId: id,
  contactId: id.nullable().describe('Their place at the customer of the invoice; null: they have none now.'),
  name: z.string(),
  email: z.string(),
  firstAt: time,
  lastAt: time,
  times: z.int(),
})
export type InvoiceView = z.infer<typeof invoiceView>

/** As read from a bank statement. */
export const plainAmount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,3})?$/, 'Use an amount such as 1200.50, without a currency.')
  .describe('In units of the currency, such as 1200.50.')

export const invoicesApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/invoices',
    summary: 'List or search invoices, the newest first',
    description:
      'A search finds beginnings of a number or purchase order, and parts of a customer’s name. open: sent, partly paid or overdue.',
    caller: 'viewer',
    query: z.strictObject({
      ...listQuery,
      search: z.string().max(200).optional(),
      customerId: id.optional(),
      status: z.enum(['all', 'open', ...statuses]).default('all'),
      age: age.optional().describe('Only open invoices that are overdue for so long.'),
    }),
    reply: page(invoiceRow),
  }),
  ofAmount: endpoint({
    method: 'GET',
    path: '/v1/invoices/of-amount',
    summary:
      'Find the open invoices whose total is an amount, whatever their currency; the one due first comes first',
    caller: 'viewer',
    query: z.strictObject({ amount: plainAmount }),
    reply: z.object({ data: z.array(invoiceRow).max(OF_AMOUNT_MOST) }),
  }),
  totals: endpoint({
    method: 'GET',
    path: '/v1/invoices/totals',
    summary: 'Sum up what is in draft, open and overdue, and what was paid in the last 30 days',
    caller: 'viewer',
    query: z.strictObject({ customerId: id.optional() }),
    reply: z.object({
      totals: z.array(
        z.object({
          status: z.enum(['draft', 'open', 'overdue', 'paidLately']),
          currency: z.string(),
          count: z.int(),
          amountMinor: amountMinor.describe('The balance of what is open; the total of the rest.'),
        }),
      ),
    }),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/invoices',
    summary: 'Add an invoice as a draft',
    caller: 'manager',
    body: newInvoice,
    status: 201,
    reply: invoice,
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/invoices/:invoiceId',
    summary: 'Read an invoice',
    caller: 'viewer',
    params,
    reply: invoice,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/invoices/:invoiceId',
    summary: 'Change an invoice; after it was sent this makes a new revision',
    caller: 'manager',
    ifMatch: true,
    params,
    body: invoiceChange,
    reply: invoice,
  }),
  discard: endpoint({
    method: 'DELETE',
    path: '/v1/invoices/:invoiceId',
    summary: 'Discard a draft. An invoice that was sent is voided instead',
    caller: 'manager',
    params,
  }),
  issue: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/issue',
    summary: 'Issue a draft without mailing it: it gets its number and is open from then on',
    caller: 'manager',
    params,
    reply: invoice,
  }),
  void: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/void',
    summary: 'Void an invoice that was sent and is not paid; it keeps its number',
    caller: 'manager',
    params,
    body: z.strictObject({ reason: optionalText(1000).default(null) }),
    reply: invoice,
  }),
  duplicate: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/duplicate',
    summary: 'Make a new draft with the same customer and lines, dated today',
    caller: 'manager',
    params,
    status: 201,
    reply: invoice,
  }),
  dispute: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/dispute',
    summary: 'Record that the customer disputes an invoice: no reminders until that is settled',
    caller: 'manager',
    params,
    body: z.strictObject({ note: optionalText(1000).default(null) }),
    reply: invoice,
  }),
  settleDispute: endpoint({
    method: 'DELETE',
    path: '/v1/invoices/:invoiceId/dispute',
    summary: 'Settle a dispute',
    caller: 'manager',
    params,
    reply: invoice,
  }),
  pauseReminders: endpoint({
    method: 'PUT',
    path: '/v1/invoices/:invoiceId/reminders-paused',
    summary: 'Pause reminders of one invoice, or resume them',
    caller: 'manager',
    params,
    body: z.strictObject({ paused: z.boolean() }),
    reply: invoice,
  }),
  revisions: endpoint({
    method: 'GET',
    path: '/v1/invoices/:invoiceId/revisions',
    summary: 'List what was sent, revision by revision, the newest first',
    caller: 'viewer',
    params,
    query: z.strictObject(listQuery),
    reply: page(
      z.object({
        number: z.int(),
        madeBy: z.string(),
        madeAt: time,
        totalMinor: amountMinor,
        lines: z.array(invoiceLine),
        changes: z.array(
          z.object({ field: z.string(), old: z.string().nullable(), new: z.string().nullable() }),
        ),
      }),
    ),
  }),
  views: endpoint({
    method: 'GET',
    path: '/v1/invoices/:invoiceId/views',
    summary:
      'List the contacts who have opened an invoice in the portal, the latest first, at most a hundred',
    caller: 'viewer',
    params,
    reply: z.object({ data: z.array(invoiceView) }),
  }),
  recipients: endpoint({
    method: 'GET',
    path: '/v1/invoices/:invoiceId/recipients',
    summary: 'List who would receive an invoice, or a reminder of it, and why',
    caller: 'viewer',
    params,
    query: z.strictObject({
      kind: z.enum(receivedKinds).extract(['invoices', 'reminders']).default('invoices'),
    }),
    reply: z.object({ recipients: z.array(recipient) }),
  }),
  preview: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/preview',
    summary: 'Show what each recipient would read. Nothing is sent or changed',
    caller: 'manager',
    readsOnly: true,
    params,
    body: sending,
    reply: sendingPreview,
  }),
  send: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/send',
    summary: 'Mail an invoice to those who receive it, one e-mail each; a draft gets its number',
    caller: 'manager',
    ifMatch: true,
    params,
    body: invoiceSending,
    reply: sentInvoice,
  }),
  cancelSending: endpoint({
    method: 'DELETE',
    path: '/v1/invoices/:invoiceId/send',
    summary: 'Cancel the e-mails of an invoice that have not gone out yet',
    caller: 'manager',
    params,
    reply: invoice,
  }),
  pdf: endpoint({
    method: 'GET',
    path: '/v1/invoices/:invoiceId/pdf',
    summary: 'Download an invoice as a PDF; a draft is marked as one',
    caller: 'viewer',
    params,
    query: z.strictObject({ revision: z.coerce.number().int().min(1).optional() }),
    download: 'application/pdf',
  }),
}
