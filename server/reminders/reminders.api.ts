import * as z from 'zod'
import { customer } from '../customers/customers.api.ts'
import { notPrinted, recipient, sending, sendingPreview } from '../documents/sending.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, line, listQuery, page, version, wholeNumber } from '../http/fields.api.ts'
import { date, sentInvoice } from '../invoices/invoices.api.ts'

export const audience = z
  .enum(['subscribers', 'primary', 'everyone'])
  .describe(
    'subscribers: who receives reminders. primary: only the primary contact. everyone: all active contacts, those who do not receive reminders as Cc.',
  )

export const reminderStep = z.object({
  id,
  days: z.int().describe('Days after the due date; below zero: before it.'),
  audience,
  subject: z.string(),
  message: z.string(),
  version,
})
export type ReminderStep = z.infer<typeof reminderStep>

const stepFields = {
  days: z.int().min(-60, 'At most 60 days before.').max(365, 'At most 365 days after.'),
  audience,
  subject: line(200).min(1, 'Fill this in.'),
  message: z.string().trim().min(1, 'Fill this in.').max(5000, 'Use at most 5000 characters.'),
}
export const newReminderStep = z.strictObject({ ...stepFields, audience: audience.default('subscribers') })
export type NewReminderStep = z.infer<typeof newReminderStep>
export const reminderStepChange = z.strictObject(z.object(stepFields).partial().shape)
export type ReminderStepChange = z.infer<typeof reminderStepChange>

export const reminderSettings = z.object({
  on: z.boolean(),
  onSince: date
    .nullable()
    .describe(
      'Reminders whose day was earlier are not sent; an invoice that was overdue by then gets the next one on its day.',
    ),
  sendFromHour: z.int().describe('Where the organization is: nothing goes out at night.'),
  sendUntilHour: z.int(),
  steps: z.array(reminderStep).describe('The schedule, the earliest step first.'),
  version: z.int(),
})
export type ReminderSettings = z.infer<typeof reminderSettings>

export const upcomingReminder = z.object({
  date,
  invoiceId: id,
  number: z.string(),
  customerId: id,
  customerName: z.string(),
  dueDate: date,
  currency: z.string(),
  balanceMinor: z.int(),
  stepId: id,
  days: z.int(),
  recipients: z.array(recipient).describe('As of now: those who get it, and those who do not.'),
  notPrinted,
})
export type UpcomingReminder = z.infer<typeof upcomingReminder>

export const reminderNow = sending.extend({
  stepId: id
    .nullable()
    .optional()
    .describe(
      'Which step of the schedule it is: by default the next one. null: none, in the usual words of a reminder. The schedule sends neither this step nor an earlier one any more.',
    ),
})
export type ReminderNow = z.infer<typeof reminderNow>

const invoiceParams = z.object({ invoiceId: id })
const stepParams = z.object({ stepId: id })

export const remindersApi = {
  settings: endpoint({
    method: 'GET',
    path: '/v1/reminders',
    summary: 'Read the schedule of reminders, and whether they go out',
    caller: 'viewer',
    reply: reminderSettings,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/reminders',
    summary: 'Turn reminders on or off, or change the hours in which they go out',
    description:
      'When they are turned on for the first time without a schedule, the standard one of four steps is made.',
    caller: 'owner',
    ifMatch: true,
    body: z.strictObject({
      on: z.boolean().optional(),
      sendFromHour: wholeNumber(0, 23).optional(),
      sendUntilHour: wholeNumber(1, 24).optional(),
    }),
    reply: reminderSettings,
  }),
  addStep: endpoint({
    method: 'POST',
    path: '/v1/reminders/steps',
    summary: 'Add a step to the schedule',
    caller: 'owner',
    body: newReminderStep,
    status: 201,
    reply: reminderStep,
  }),
  changeStep: endpoint({
    method: 'PATCH',
    path: '/v1/reminders/steps/:stepId',
    summary: 'Change a step of the schedule',
    caller: 'owner',
    ifMatch: true,
    params: stepParams,
    body: reminderStepChange,
    reply: reminderStep,
  }),
  removeStep: endpoint({
    method: 'DELETE',
    path: '/v1/reminders/steps/:stepId',
    summary: 'Remove a step from the schedule',
    caller: 'owner',
    params: stepParams,
  }),
  upcoming: endpoint({
    method: 'GET',
    path: '/v1/reminders/upcoming',
    summary: 'List the reminders of the next 30 days: when, of what, to whom and why',
    caller: 'viewer',
    query: z.strictObject({ ...listQuery, customerId: id.optional() }),
    reply: page(upcomingReminder),
  }),
  previewNow: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/reminders/preview',
    summary: 'Show who would get a reminder sent now, why, and what they would read. Nothing is sent',
    caller: 'manager',
    readsOnly: true,
    params: invoiceParams,
    body: reminderNow,
    reply: sendingPreview.extend({
      stepId: id.nullable().describe('The step that it would be; null: outside the schedule.'),
      steps: z.array(
        z.object({
          id,
          days: z.int(),
          isTaken: z.boolean().describe('It was sent for this due date, or passed over.'),
        }),
      ),
    }),
  }),
  sendNow: endpoint({
    method: 'POST',
    path: '/v1/invoices/:invoiceId/reminders',
    summary: 'Mail a reminder for an open invoice now, one e-mail each, whatever the schedule says',
    caller: 'manager',
    params: invoiceParams,
    body: reminderNow,
    reply: sentInvoice,
  }),
  pauseCustomer: endpoint({
    method: 'PUT',
    path: '/v1/customers/:customerId/reminders-paused',
    summary: 'Pause reminders to a customer, or resume them',
    caller: 'manager',
    params: z.object({ customerId: id }),
    body: z.strictObject({ paused: z.boolean() }),
    reply: customer,
  }),
}
