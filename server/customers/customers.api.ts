import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { schemasOf, returnedOf } from '../fields/field.ts'
import {
  emailAddress,
  id,
  listQuery,
  page,
  requiredLine,
  since,
  status,
  time,
  version,
} from '../http/fields.api.ts'
import { customerFields } from './customer-fields.ts'
import { externalId, namedOutside } from './external-id.api.ts'
import { received } from './receives.api.ts'

const { name, accountNumber, parentId: _parent, ...returned } = returnedOf(customerFields)

export const customer = z.object({
  id,
  name,
  accountNumber,
  parent: z.object({ id, name: z.string() }).nullable(),
  ...returned,
  newContactsReceive: received.describe(
    'What new contacts of this customer receive in effect: its own choice, or the organization’s.',
  ),
  remindersPaused: z.boolean(),
  active: z.boolean(),
  createdAt: time,
  updatedAt: time,
  version,
})
export type Customer = z.infer<typeof customer>

export const CONTACTS_COUNTED_MOST = 100

/** A line of the customer list. */
export const customerLine = z.object({
  id,
  name,
  accountNumber,
  externalId: returned.externalId,
  active: z.boolean(),
  phone: returned.phone,
  primaryContact: z
    .object({ id, name: z.string(), email: z.string(), phone: z.string().nullable() })
    .nullable(),
  contactCount: z
    .int()
    .max(CONTACTS_COUNTED_MOST)
    .describe(`Active contacts, counted up to ${CONTACTS_COUNTED_MOST}.`),
  open: z
    .array(
      z.object({
        currency: z.string(),
        openMinor: z.int(),
        overdueMinor: z.int(),
        creditMinor: z.int().describe('Paid, but not for any invoice yet.'),
      }),
    )
    .describe(
      'What is open on its invoices and how much of that is overdue, by currency, the largest first.',
    ),
  updatedAt: time,
})
export type CustomerLine = z.infer<typeof customerLine>

const fields = schemasOf(customerFields)
export const newCustomer = z.strictObject({ ...z.object(fields).partial().shape, name: fields.name })
export const customerChange = z.strictObject(z.object(fields).partial().shape)

const { externalId: _inPath, ...inStep } = fields
export const customerInStep = z.strictObject({
  ...z.object(inStep).partial().shape,
  active: z
    .boolean()
    .optional()
    .describe(
      'Makes the customer active or inactive. To change one that staff made inactive it must be said.',
    ),
})
export type CustomerInStep = z.output<typeof customerInStep>

const params = z.object({ customerId: id })

export const customersApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/customers',
    summary: 'List or search customers: by name, or by when they changed',
    description:
      'With updatedSince, another system reads what changed; with status=all it also learns what was made inactive. A search finds parts of a name or account number, and of the names and addresses of active contacts; and telephone numbers, however they are written. One or two letters find beginnings only. It goes with status alone.',
    caller: 'viewer',
    query: z.strictObject({
      ...listQuery,
      search: z.string().max(200).optional(),
      status,
      updatedSince: since.optional(),
      email: emailAddress.optional().describe('The customer’s own address.'),
      accountNumber: requiredLine(64).optional(),
      externalId: externalId.optional(),
    }),
    reply: page(customerLine),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/customers',
    summary: 'Add a customer',
    caller: 'manager',
    body: newCustomer,
    status: 201,
    reply: customer,
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/customers/:customerId',
    summary: 'Read a customer',
    caller: 'viewer',
    params,
    reply: customer,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/customers/:customerId',
    summary: 'Change a customer',
    caller: 'manager',
    ifMatch: true,
    params,
    body: customerChange,
    reply: customer,
  }),
  keep: endpoint({
    method: 'PUT',
    path: '/v1/customers/by-external-id/:externalId',
    summary: 'Add the customer that another system calls so, or change it',
    description:
      'What is sent is so afterwards, and what is left out stays. Sent twice, it changes nothing the second time. 201: it was added, for which it needs a name; 200: it was there. A customer that is here already, without an external ID, is first given one: PATCH /v1/customers/{customerId}.',
    caller: 'manager',
    params: namedOutside,
    body: customerInStep,
    reply: customer,
    mayCreate: true,
  }),
  delete: endpoint({
    method: 'DELETE',
    path: '/v1/customers/:customerId',
    summary: 'Make a customer inactive; its contacts no longer see it in the portal',
    caller: 'manager',
    params,
    reply: customer,
  }),
  undelete: endpoint({
    method: 'POST',
    path: '/v1/customers/:customerId/undelete',
    summary: 'Make an inactive customer active again',
    caller: 'manager',
    params,
    reply: customer,
  }),
}

export const searchApi = {
  search: endpoint({
    method: 'GET',
    path: '/v1/search',
    summary:
      'Find customers and contacts by a few letters or a telephone number, for the search from anywhere',
    caller: 'viewer',
    query: z.strictObject({ query: z.string().max(200) }),
    reply: z.object({
      customers: z
        .array(
          z.object({
            id,
            name: z.string(),
            accountNumber: z.string().nullable(),
            phone: z.string().nullable(),
          }),
        )
        .max(8),
      contacts: z
        .array(
          z.object({
            id,
            name: z.string(),
            email: z.string(),
            phone: z.string().nullable(),
            customerId: id,
            customerName: z.string(),
          }),
        )
        .max(8),
    }),
  }),
}
