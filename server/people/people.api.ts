import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { returnedOf } from '../fields/field.ts'
import { id } from '../http/fields.api.ts'
import { personFields } from './person-fields.ts'

const { firstName, lastName, email, phone } = returnedOf(personFields)

/** A person that an address already belongs to, and where they are a contact. */
export const knownPerson = z.object({
  id,
  firstName,
  lastName,
  email,
  phone,
  portalAccess: z
    .enum(['none', 'given', 'revoked'])
    .describe(
      'none: no password, or a temporary one that has expired. Only then may a new one be issued with a contact.',
    ),
  contacts: z
    .array(z.object({ contactId: id, customerId: id, customerName: z.string(), active: z.boolean() }))
    .max(100)
    .describe('The active ones first, by name, a hundred at most.'),
  contactCount: z.int().describe('At how many customers they are a contact, active or not.'),
})
export type KnownPerson = z.infer<typeof knownPerson>

export const peopleApi = {
  recognize: endpoint({
    method: 'GET',
    path: '/v1/people',
    summary: 'Read whose an e-mail address already is, if anybody’s',
    caller: 'viewer',
    query: z.strictObject({ email: z.string().max(320) }),
    reply: z.object({ person: knownPerson.nullable() }),
  }),
}
