import { receivedKinds, type ReceivedKind } from '../documents/kinds.ts'
import * as z from 'zod'
import { inOrder, type Receives } from '../contacts/receives.ts'
import { time } from '../http/fields.api.ts'

export const receivedKind = z.enum(receivedKinds)

const byKind = <Of extends z.ZodType>(of: Of) =>
  Object.fromEntries(receivedKinds.map((kind) => [kind, of.optional()])) as Record<
    ReceivedKind,
    z.ZodOptional<Of>
  >
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
