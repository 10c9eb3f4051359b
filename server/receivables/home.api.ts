import * as z from 'zod'
import { documentKinds } from '../documents/kinds.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, time } from '../http/fields.api.ts'
import { age, date, plainAmount } from '../invoices/invoices.api.ts'

const amountMinor = z.int()

export const owedInCurrency = z.object({
  currency: z.string(),
  openMinor: amountMinor.describe('The sum of the ages.'),
  openCount: z.int(),
  overdueMinor: amountMinor,
  overdueCount: z.int(),
  ages: z.array(z.object({ age, amountMinor, count: z.int() })).describe('All five, the youngest first.'),
  owesMost: z
    .array(
      z.object({
        customerId: id,
        customerName: z.string(),
        openMinor: amountMinor.describe(
          'All that is open, as the customer’s account, statements and portal show it.',
        ),
        overdueMinor: amountMinor.describe('How much of it is overdue.'),
        creditMinor: amountMinor.describe('What the customer’s payments left over, to be set against it.'),
        count: z.int().describe('Open invoices.'),
        oldestDueDate: date,
      }),
    )
    .describe('The eight customers with most open.'),
})
export type OwedInCurrency = z.infer<typeof owedInCurrency>

export const notDelivered = z.object({
  deliveryId: id,
  kind: z.enum(documentKinds),
  invoiceId: id.nullable(),
  invoiceNumber: z.string().nullable(),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  contactId: id.nullable().describe('null: an address for that once.'),
  personName: z.string().nullable(),
  to: z.string(),
  at: time,
  reason: z.string().describe('In a sentence.'),
  othersGotIt: z.boolean().describe('Another recipient of the same document got it.'),
  remedy: z
    .enum(['correctAddress', 'sendAgain', 'sendToAnother'])
    .describe(
      'correctAddress: mail to the contact’s address bounces. sendAgain: it was given up, or the address is another one now. sendToAnother: it is nobody’s address here any more.',
    ),
})
export type NotDelivered = z.infer<typeof notDelivered>

export const foundNobody = z.object({
  customerId: id,
  customerName: z.string(),
  why: z.string().describe('For people: "2 contacts, none receives reminders".'),
  at: time.describe('The newest.'),
  invoices: z.array(z.object({ id, number: z.string() })),
})
export type FoundNobody = z.infer<typeof foundNobody>

export const failing = z.object({
  work: z.enum(['reminders', 'statements']),
  invoiceId: id.nullable(),
  invoiceNumber: z.string().nullable(),
  customerId: id.nullable().describe('null: all of the organization’s failed.'),
  customerName: z.string().nullable(),
  since: time,
  times: z.int().describe('How often it was tried.'),
})
export type Failing = z.infer<typeof failing>

export const OWING_MOST = 5

export const receivablesApi = {
  owed: endpoint({
    method: 'GET',
    path: '/v1/receivables',
    summary: 'Sum up what is owed by age and currency, and who owes most',
    caller: 'viewer',
    reply: z.object({
      today: date.describe('Where the organization is.'),
      hasCustomers: z.boolean(),
      hasInvoices: z.boolean(),
      currencies: z.array(owedInCurrency).describe('The organization’s first, then by number of invoices.'),
    }),
  }),
  owing: endpoint({
    method: 'GET',
    path: '/v1/receivables/owing',
    summary: 'Find the customers who owe an amount in all, whatever its currency',
    caller: 'viewer',
    query: z.strictObject({ amount: plainAmount }),
    reply: z.object({
      data: z
        .array(
          z.object({
            customerId: id,
            customerName: z.string(),
            currency: z.string(),
            openMinor: amountMinor,
          }),
        )
        .max(OWING_MOST),
    }),
  }),
  mail: endpoint({
    method: 'GET',
    path: '/v1/receivables/mail',
    summary: 'List what did not arrive, which reminders would reach nobody, and what goes out next',
    caller: 'viewer',
    reply: z.object({
      notDelivered: z
        .array(notDelivered)
        .describe(
          'The newest ten that have not been put right since. Invoices that are paid or void by now are left out.',
        ),
      hasMoreNotDelivered: z.boolean(),
      foundNobody: z.array(foundNobody).describe('Customers that a reminder would still not reach.'),
      failing: z
        .array(failing)
        .describe(
          'Reminders and statements that Portico cannot make, and tries again every few minutes: the newest ten. The log says why.',
        ),
      remindersOn: z.boolean(),
      nextDays: z
        .array(z.object({ date, reminders: z.int(), scheduled: z.int() }))
        .describe('Today and the six days after it: reminders that are due, and e-mails that are scheduled.'),
    }),
  }),
}
