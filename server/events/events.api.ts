import * as z from 'zod'
import { contactFields } from '../contacts/contact-fields.ts'
import { unsubscribed } from '../customers/receives.api.ts'
import { returnedOf } from '../fields/field.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page, time } from '../http/fields.api.ts'
import { personFields } from '../people/person-fields.ts'
import { EVENT_TYPES, eventTypes } from './event-types.ts'

/** A person, as events tell of them. */
const person = z.object({
  id,
  ...returnedOf(personFields),
  emailBounce: z
    .object({ at: time, reason: z.string() })
    .nullable()
    .describe('Since when mail to the address bounces, and why.'),
  version: z.int().describe('Grows with each change of the person.'),
})

const contact = z.object({
  id,
  customerId: id,
  ...returnedOf(contactFields),
  unsubscribed,
  active: z.boolean(),
  inactiveSince: time.nullable(),
  version: z.int().describe('Grows with each change of the contact.'),
  person,
})

const invoice = z.object({
  number: z.string().nullable(),
  currency: z.string(),
  totalMinor: z.int(),
  paidMinor: z.int(),
  balanceMinor: z.int(),
  issueDate: z.iso.date(),
  dueDate: z.iso.date(),
})

const AS_PUBLISHED =
  'as it was when the event was published, about a second after the change. What changed in between is in it already, and has an event of its own that follows.'

/** What an event says. What it does not concern is left out. */
const data = z.object({
  action: z.string().optional().describe('What was done, as the journal calls it.'),
  by: z
    .object({ kind: z.enum(['staff', 'key', 'person', 'system']), name: z.string() })
    .describe('Who did it.'),
  customerId: id.optional(),
  contactId: id.optional(),
  personId: id.optional(),
  invoiceId: id.optional(),
  deliveryId: id.optional(),
  importId: id.optional().describe('Of the import that did it.'),
  changes: z
    .record(z.string(), z.object({ old: z.unknown().optional(), new: z.unknown().optional() }))
    .optional()
    .describe('Of a contact and a person: what changed, by field. Of an import: what it came to.'),
  removed: z
    .boolean()
    .optional()
    .describe('The contact is gone, because the import that made it was undone.'),
  contact: contact.nullable().optional().describe(`Of contact events: ${AS_PUBLISHED} null: it is gone.`),
  person: person.nullable().optional().describe(`Of person events: ${AS_PUBLISHED} null: they are gone.`),
  invoice: invoice.nullable().optional().describe(`Of invoice events: ${AS_PUBLISHED} null: it is gone.`),
  kind: z.string().optional().describe('Of an e-mail: what it is, such as invoice.'),
  email: z.string().optional().describe('Of an e-mail: the address it went to.'),
  reason: z.string().optional().describe('Of an e-mail: why it failed or bounced.'),
})

export const event = z.object({
  id: id.describe('Of what is in the journal, the id of its entry.'),
  type: z.enum(eventTypes).describe(
    Object.entries(EVENT_TYPES)
      .map(([type, sentence]) => `${type}: ${sentence}`)
      .join(' '),
  ),
  at: time,
  data,
})
export type Event = z.infer<typeof event>

export const eventsApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/events',
    summary: 'Read what happened, oldest first: contacts, people, access, e-mails, invoices, imports',
    description:
      'Read on from nextCursor, now or later: nothing is left out, nothing comes twice, and what concerns one contact is in order. Events are kept for 30 days. To have the same contacts as Portico, get a cursor with from=now, list the contacts, and then read on from that cursor: the newest event of a contact, and of a person, says how it is.',
    caller: 'viewer',
    query: z.strictObject({
      ...listQuery,
      from: z
        .enum(['oldest', 'now'])
        .default('oldest')
        .describe('Where to begin without a cursor: with the oldest event that is kept, or with what comes.'),
      type: z.enum(eventTypes).optional().describe('Only events of this type.'),
    }),
    reply: page(event).extend({
      nextCursor: z
        .string()
        .describe('Where to read on. With fewer events than limit, that was all there is so far.'),
    }),
  }),
}
