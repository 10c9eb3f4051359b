import * as z from 'zod'
import { receivedKind } from '../customers/receives.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { id, listQuery, page } from '../http/fields.api.ts'

/** A customer for whom nobody would get a kind of document. */
export const unreachableCustomer = z.object({
  customerId: id,
  customerName: z.string(),
  accountNumber: z.string().nullable(),
  why: z.string().describe('For people: "2 contacts, none receives reminders".'),
})
export type UnreachableCustomer = z.infer<typeof unreachableCustomer>

export const reachabilityApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/reachability',
    summary: 'List the active customers without anybody who would get a kind of document, by name',
    description:
      'A request looks at a few thousand customers at most. A page may therefore hold few, or none, and still have a nextCursor: go on until it is null.',
    caller: 'viewer',
    query: z.strictObject({ ...listQuery, kind: receivedKind }),
    reply: page(unreachableCustomer).extend({
      lookedUpTo: z
        .string()
        .nullable()
        .describe('The name of the last customer that was looked at; null when all of them were.'),
    }),
  }),
}
