import * as z from 'zod'
import { emailAddress, id, line } from '../http/fields.api.ts'

const role = z.enum(['to', 'cc'])

/** Who gets a document this once, unlike usual. */
export const forThisOnce = z.strictObject({
  add: z
    .array(z.strictObject({ contactId: id, role }))
    .max(100)
    .default([])
    .describe('Contacts who get it as well, or in another role.'),
  leaveOut: z.array(id).max(100).default([]).describe('Contacts who do not get it.'),
})

/** The same, with addresses that were typed in and words of its own. */
export const sending = forThisOnce.extend({
  addresses: z
    .array(
      z.strictObject({
        email: emailAddress,
        name: line(200).default(''),
        role: role.default('to'),
        keep: z
          .boolean()
          .default(false)
          .describe('Adds it as a contact of this customer, who receives invoices.'),
      }),
    )
    .max(20, 'At most 20 addresses at once.')
    .default([])
    .describe('Addresses that are no contact’s.'),
  subject: line(200).min(1, 'Fill this in.').optional().describe('By default the organization’s.'),
  message: z.string().trim().min(1, 'Fill this in.').max(5000, 'Use at most 5000 characters.').optional(),
})
export type Sending = z.infer<typeof sending>

/** Somebody at a customer: whether they get a document, and why. */
export const recipient = z.object({
  contactId: id.nullable().describe('null: an address for this once.'),
  name: z.string(),
  email: z.string(),
  role: role.nullable().describe('null: does not get it.'),
  code: z.string().describe('Why, for programs.'),
  why: z.string().describe('Why, in words.'),
})
export const notPrinted = z
  .string()
  .nullable()
  .describe(
    'Which letters the PDF cannot show, in a sentence: no font has them. It goes out all the same, with the number of each in its place. null: it shows all of them.',
  )
export type Recipient = z.infer<typeof recipient>

/** What each of them would read. */
export const sendingPreview = z.object({
  template: z.object({ subject: z.string(), message: z.string() }).describe('Before it is filled in.'),
  recipients: z.array(
    recipient.extend({
      subject: z.string().nullable(),
      message: z.string().nullable(),
      attachment: z.string().nullable().describe('The name of the PDF that is attached.'),
      portal: z
        .enum(['button', 'ask'])
        .nullable()
        .describe(
          'button: leads to it in the portal. ask: says who to ask for access, which they do not have.',
        ),
    }),
  ),
  notPrinted,
  sellerEmail: z.string().nullable().describe('Where those who have no access can ask for it.'),
})
export type SendingPreview = z.infer<typeof sendingPreview>
