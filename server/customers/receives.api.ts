import * as z from 'zod'
import { documentKinds, inOrder, type Receives } from '../contacts/receives.ts'
import { time } from '../http/fields.api.ts'

export const documentKind = z.enum(documentKinds)

const byKind = <Of extends z.ZodType>(of: Of) => ({
  invoices: of.optional(),
  reminders: of.optional(),
  receipts: of.optional(),
  statements: of.optional(),
  notices: of.optional(),
})
const roles = byKind(z.enum(['to', 'cc']))

/** What somebody is to receive, as it is sent to us. */
export const receives = z
  .strictObject(roles)
  .describe('The role for each kind of document. A kind that is left out is not received.')
  .transform((given): Receives => inOrder(given))

/** The same in replies. */
export const received = z.object(roles)

export const unsubscribed = z
  .object(byKind(time))
  .describe('The kinds of document that the contact asked not to get any more, and when.')
