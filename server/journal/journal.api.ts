import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, time } from '../http/fields.api.ts'
import { pageOfKept } from '../keeping/kept-since.api.ts'

export const journalEntry = z.object({
  id,
  at: time,
  actor: z
    .object({ kind: z.enum(['staff', 'key', 'person', 'system']), name: z.string() })
    .describe('Staff, an API key by the name of its program, a contact, or Portico itself.'),
  action: z.string().describe('What was done, such as contact.added.'),
  sentence: z.string().describe('The same in words.'),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  contactId: id.nullable(),
  personId: id.nullable(),
  personName: z.string().nullable(),
  invoiceId: id.nullable(),
  invoiceNumber: z.string().nullable(),
  times: z
    .int()
    .describe('How often it happened, where repeats are listed once an hour, such as refused sign-ins.'),
  lastAt: time.nullable().describe('When it happened last, where repeats are listed once an hour.'),
  changes: z.array(z.object({ field: z.string(), old: z.string().nullable(), new: z.string().nullable() })),
})
export type JournalEntry = z.infer<typeof journalEntry>

export const journalApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/journal',
    summary:
      'List who did what, newest first: everywhere, at a customer, a contact, a person or an invoice, or by an import',
    caller: 'viewer',
    query: z.strictObject({
      ...listQuery,
      customerId: id.optional(),
      contactId: id.optional(),
      personId: id.optional(),
      invoiceId: id.optional(),
      importId: id.optional().describe('What an import did.'),
    }),
    reply: pageOfKept(journalEntry),
  }),
  security: endpoint({
    method: 'GET',
    path: '/v1/journal/security',
    summary:
      'List security events, newest first: sign-ins and refused ones, too many attempts, what a role did not allow, passwords that were changed, sessions that were ended',
    caller: 'owner',
    query: z.strictObject({ ...listQuery, who: z.enum(['staff', 'contacts']) }),
    reply: pageOfKept(journalEntry),
  }),
}
