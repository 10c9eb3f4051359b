import * as z from 'zod'
import { unsubscribableKinds } from '../documents/kinds.ts'
import { endpoint } from '../http/endpoint.ts'
import { schemasOf, searchedIn, returnedOf } from '../fields/field.ts'
import { id, listQuery, page, status, time, version } from '../http/fields.api.ts'
import { receives, unsubscribed } from '../customers/receives.api.ts'
import { journalEntry } from '../journal/journal.api.ts'
import { personFields } from '../people/person-fields.ts'
import { issuedPassword, portalAccess } from '../portal-access/portal-access.api.ts'
import { contactFields } from './contact-fields.ts'

const { firstName, lastName, email, phone, ...details } = returnedOf(personFields)
const { primary, ...place } = returnedOf(contactFields)

/** A line of a customer's contacts. */
export const contactLine = z.object({
  id,
  customerId: id,
  firstName,
  lastName,
  email,
  phone,
  ...place,
  unsubscribed,
  emailBounce: z
    .object({ at: time, reason: z.string() })
    .nullable()
    .describe('Since when mail to the address bounces, and why. No document is sent to it.'),
  primary,
  active: z.boolean(),
  inactiveSince: time.nullable(),
  portalAccess: portalAccess.shape.state,
})
export type ContactLine = z.infer<typeof contactLine>

export const contact = z.object({
  ...contactLine.shape,
  customerName: z.string(),
  personId: id,
  ...details,
  portalAccess,
  elsewhere: z
    .array(z.object({ contactId: id, customerId: id, customerName: z.string(), active: z.boolean() }))
    .max(100)
    .describe('The same person at other customers: the active ones first, by name, a hundred at most.'),
  elsewhereCount: z.int().describe('At how many other customers the person is a contact, active or not.'),
  recentActivity: z.array(journalEntry).max(10),
  createdAt: time,
  updatedAt: time,
  version: version.describe('Counts changes of the contact and of the person. Send it back as If-Match.'),
})
export type Contact = z.infer<typeof contact>

const { email: address, ...person } = schemasOf(personFields)
const optional = z.object({ ...person, ...schemasOf(contactFields) }).partial().shape

export const newContact = z.strictObject({
  email: address,
  ...optional,
  receives: receives.optional().describe('Left out: what the customer says for new contacts.'),
  portalPassword: issuedPassword
    .nullable()
    .default({ generate: true })
    .describe(
      'Issues a temporary password by mail, or a link to set one where the organization mails links. null issues none for now. Somebody whose address is known and who has access keeps the password they have: a typed one then is refused.',
    ),
})
export type NewContact = z.infer<typeof newContact>

export const contactChange = z.strictObject({
  email: address.optional(),
  ...optional,
  onlyThisCustomer: z
    .boolean()
    .optional()
    .describe(
      'Splits this contact off under a new address instead of changing the person everywhere; needs email.',
    ),
  attach: z
    .boolean()
    .optional()
    .describe(
      'When the new address is another person’s: make this contact theirs. Their details and password stay.',
    ),
})
export type ContactChange = z.infer<typeof contactChange>

const issuesPassword = (body: unknown) => (body as NewContact).portalPassword !== null

const customerParams = z.object({ customerId: id })
const params = z.object({ contactId: id })

export const contactsApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/customers/:customerId/contacts',
    summary: 'List the contacts of a customer: the primary one first, then by name',
    caller: 'viewer',
    params: customerParams,
    query: z.strictObject({
      ...listQuery,
      status,
      search: z
        .string()
        .max(200)
        .optional()
        .describe(
          `Parts of ${searchedIn(contactFields, ['a name', 'an e-mail address'], 'a')}, or a telephone number.`,
        ),
    }),
    reply: page(contactLine),
  }),
  add: endpoint({
    method: 'POST',
    path: '/v1/customers/:customerId/contacts',
    summary: 'Add a contact to a customer, and mail them a temporary password or a link to set one',
    caller: 'manager',
    letsIn: { when: 'unless portalPassword is null', asks: issuesPassword },
    params: customerParams,
    body: newContact,
    status: 201,
    reply: contact,
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/contacts/:contactId',
    summary: 'Read a contact',
    caller: 'viewer',
    params,
    reply: contact,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/contacts/:contactId',
    summary: 'Change a contact; what belongs to the person changes at every customer of theirs',
    caller: 'manager',
    fresh: { when: 'to change the e-mail address of somebody with portal access' },
    ifMatch: true,
    params,
    body: contactChange,
    reply: contact,
  }),
  delete: endpoint({
    method: 'DELETE',
    path: '/v1/contacts/:contactId',
    summary: 'Make a contact inactive: they lose access to that customer at once, nothing is destroyed',
    caller: 'manager',
    params,
    reply: contact,
  }),
  emailWorks: endpoint({
    method: 'POST',
    path: '/v1/contacts/:contactId/email-works',
    summary: 'Mark a bounced address as working again, for every customer of the person',
    caller: 'manager',
    params,
    reply: contact,
  }),
  subscribeAgain: endpoint({
    method: 'POST',
    path: '/v1/contacts/:contactId/subscribe-again',
    summary: 'Subscribe a contact again, because they asked for it',
    description:
      'If they had not unsubscribed, nothing changes. The journal tells which member of staff did it.',
    caller: 'manager',
    params,
    body: z.strictObject({ kind: z.enum(unsubscribableKinds) }),
    reply: contact,
  }),
  undelete: endpoint({
    method: 'POST',
    path: '/v1/contacts/:contactId/undelete',
    summary:
      'Make an inactive contact active again, with what they received; a password that was ended stays ended',
    caller: 'manager',
    params,
    reply: contact,
  }),
  issuePassword: endpoint({
    method: 'POST',
    path: '/v1/contacts/:contactId/password',
    summary:
      'Mail a new temporary password, or a link to set one; earlier passwords, sessions and links stop working',
    caller: 'manager',
    params,
    body: issuedPassword,
    reply: contact,
  }),
  takeAccessAway: endpoint({
    method: 'DELETE',
    path: '/v1/contacts/:contactId/portal-access',
    summary: 'Revoke the person’s portal access until it is given back; their sessions end',
    caller: 'manager',
    params,
    reply: contact,
  }),
  giveAccessBack: endpoint({
    method: 'POST',
    path: '/v1/contacts/:contactId/portal-access',
    summary: 'Give portal access back, with the password the person had',
    caller: 'manager',
    params,
    reply: contact,
  }),
}
