import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page } from '../http/fields.api.ts'
import { buyer, date, invoice, invoiceRow, invoiceStatus, seller } from './invoices.api.ts'

/** An invoice as the people who are to pay it see it. */
export const portalInvoiceRow = invoiceRow
  .pick({
    id: true,
    customerId: true,
    customerName: true,
    currency: true,
    issueDate: true,
    dueDate: true,
    totalMinor: true,
    balanceMinor: true,
  })
  .extend({
    number: z.string(),
    status: invoiceStatus.exclude(['draft']),
    daysLeft: z.int().describe('Until the due date, where the seller is; below zero: since then.'),
  })
export type PortalInvoiceRow = z.infer<typeof portalInvoiceRow>

const method = z.enum(['transfer', 'card', 'cash', 'cheque', 'directDebit', 'other'])

export const portalInvoice = portalInvoiceRow.extend({
  ...invoice.pick({
    purchaseOrder: true,
    disputed: true,
    notes: true,
    lines: true,
    discountPercent: true,
    subtotalMinor: true,
    discountMinor: true,
    taxes: true,
    paidMinor: true,
    revision: true,
  }).shape,
  seller: seller.omit({ logoId: true }),
  buyer,
  payments: z
    .array(z.object({ receivedOn: date, amountMinor: z.int(), method }))
    .describe('Its payments, the latest first, at most a hundred.'),
})
export type PortalInvoice = z.infer<typeof portalInvoice>

const portal = z.object({ portal: z.string().max(63).describe('The slug of the organization.') })
const params = z.object({ ...portal.shape, invoiceId: id })
const customerId = id.optional().describe('Of one of your customers. Left out: of all of them.')

export const portalInvoicesApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/invoices',
    summary: 'List the invoices of the customers where you are an active contact, the newest first',
    description: 'Without drafts. One that was voided is listed if it was mailed or seen before.',
    caller: 'portal',
    params: portal,
    query: z.strictObject({
      ...listQuery,
      customerId,
      status: z.enum(['all', 'open', 'paid']).default('all').describe('open: not fully paid.'),
    }),
    reply: page(portalInvoiceRow),
  }),
  due: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/invoices/due',
    summary: 'Sum up what is open, by currency, and how much of it is overdue',
    caller: 'portal',
    params: portal,
    query: z.strictObject({ customerId }),
    reply: z.object({
      due: z.array(
        z.object({
          currency: z.string(),
          count: z.int(),
          amountMinor: z.int(),
          overdueCount: z.int(),
          overdueMinor: z.int(),
        }),
      ),
    }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/invoices/:invoiceId',
    summary: 'Read an invoice: what its PDF says, and what was paid',
    caller: 'portal',
    params,
    reply: portalInvoice,
  }),
  pdf: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/invoices/:invoiceId/pdf',
    summary: 'Download an invoice as a PDF',
    caller: 'portal',
    params,
    download: 'application/pdf',
  }),
  seen: endpoint({
    method: 'POST',
    path: '/v1/portals/:portal/invoices/:invoiceId/seen',
    summary: 'Let the seller know that you have opened an invoice',
    description: 'Reading an invoice does not: a program that opens every link leaves no trace.',
    caller: 'portal',
    params,
  }),
}
