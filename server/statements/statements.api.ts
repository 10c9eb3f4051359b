import * as z from 'zod'
import { forThisOnce, notPrinted } from '../documents/sending.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page, time } from '../http/fields.api.ts'
import { date, invoiceDelivery } from '../invoices/invoices.api.ts'

const amountMinor = z.int()

export const ageing = z
  .object({
    currentMinor: amountMinor,
    days1To30Minor: amountMinor,
    days31To60Minor: amountMinor,
    days61To90Minor: amountMinor,
    daysOver90Minor: amountMinor,
  })
  .describe('By how many days the due date has passed.')

export const accountInCurrency = z.object({
  currency: z.string(),
  openCount: z.int(),
  totalMinor: amountMinor,
  overdueMinor: amountMinor,
  ageing,
  creditMinor: amountMinor.describe('Paid, but not for any invoice yet.'),
})
export type AccountInCurrency = z.infer<typeof accountInCurrency>

export const openItem = z.object({
  invoiceId: id,
  number: z.string(),
  currency: z.string(),
  issueDate: date,
  dueDate: date,
  totalMinor: amountMinor,
  balanceMinor: amountMinor,
  disputed: z.boolean(),
})
export type OpenItem = z.infer<typeof openItem>

export const customerAccount = z.object({
  asOf: date,
  currencies: z.array(accountInCurrency),
  items: z.array(openItem).describe('The oldest due first, at most 500: the sums count all.'),
  itemCount: z.int(),
  notPrinted: notPrinted.describe(
    'Which letters a statement of it could not show, before one goes out by itself.',
  ),
})
export type CustomerAccount = z.infer<typeof customerAccount>

export const statement = z.object({
  id,
  customerId: id,
  asOf: date,
  monthly: z.boolean().describe('Made by itself, once a month.'),
  currencies: z.array(z.object({ currency: z.string(), totalMinor: amountMinor, overdueMinor: amountMinor })),
  openCount: z.int(),
  delivery: invoiceDelivery,
  createdAt: time,
})
export type Statement = z.infer<typeof statement>

export const madeStatement = statement.extend({ notPrinted })
export type MadeStatement = z.infer<typeof madeStatement>

export const statementSettings = z.object({
  on: z.boolean(),
  day: z.int().describe('Of the month.'),
  onSince: date.nullable(),
  sendFromHour: z.int().describe('Where the organization is: the hours of reminders.'),
  sendUntilHour: z.int(),
  version: z.int().describe('Send it back as If-Match.'),
})
export type StatementSettings = z.infer<typeof statementSettings>

export const newStatement = z.strictObject({
  asOf: date.optional().describe('Today by default.'),
  send: z.boolean().default(true).describe('Mails it to those who receive statements.'),
  ...forThisOnce.shape,
})
export type NewStatement = z.infer<typeof newStatement>

const customerParams = z.object({ customerId: id })
const params = z.object({ statementId: id })

export const statementsApi = {
  account: endpoint({
    method: 'GET',
    path: '/v1/customers/:customerId/account',
    summary: 'Read what a customer owes now, by age, and its credit',
    caller: 'viewer',
    params: customerParams,
    reply: customerAccount,
  }),
  list: endpoint({
    method: 'GET',
    path: '/v1/customers/:customerId/statements',
    summary: 'List the statements of a customer, the newest first',
    caller: 'viewer',
    params: customerParams,
    query: z.strictObject(listQuery),
    reply: page(statement),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/customers/:customerId/statements',
    summary: 'Make a statement of what a customer owes, and mail it to those who receive statements',
    caller: 'manager',
    params: customerParams,
    body: newStatement,
    status: 201,
    reply: madeStatement,
  }),
  send: endpoint({
    method: 'POST',
    path: '/v1/statements/:statementId/send',
    summary: 'Mail a statement as it was made, or mail it again',
    caller: 'manager',
    params,
    body: forThisOnce,
    reply: madeStatement,
  }),
  pdf: endpoint({
    method: 'GET',
    path: '/v1/statements/:statementId/pdf',
    summary: 'Download a statement as a PDF',
    caller: 'viewer',
    params,
    download: 'application/pdf',
  }),
  settings: endpoint({
    method: 'GET',
    path: '/v1/statement-settings',
    summary: 'Read whether statements go out automatically every month',
    caller: 'viewer',
    reply: statementSettings,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/statement-settings',
    summary: 'Change whether statements go out automatically every month, and on which day',
    caller: 'owner',
    ifMatch: true,
    body: z.strictObject({
      on: z.boolean().optional(),
      day: z
        .int()
        .min(1, 'Use a day from 1 to 28, so that every month has it.')
        .max(28, 'Use a day from 1 to 28, so that every month has it.')
        .optional(),
    }),
    reply: statementSettings,
  }),
}
