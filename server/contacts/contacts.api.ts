import * as z from 'zod'
import { unsubscribableKinds } from '../documents/kinds.ts'
import { endpoint } from '../http/endpoint.ts'
import { namesOf, schemasOf, searchedIn, returnedOf } from '../fields/field.ts'
import { id, listQuery, page, requiredLine, since, status, time, version } from '../http/fields.api.ts'
import { externalId, namedOutside } from '../customers/external-id.api.ts'
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
  updatedAt: time.describe(
    'When the contact, or the person at any of their customers, last changed. Portal access has times of its own.',
  ),
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
  version: version.describe('Counts changes of the contact and of the person. Send it back as If-Match.'),
})
export type Contact = z.infer<typeof contact>

/** A contact of any customer, as another system keeps it. */
export const contactAnywhere = z.object({
  ...contactLine.shape,
  customer: z.object({
    id,
    name: z.string(),
    accountNumber: z.string().nullable(),
    externalId: z.string().nullable(),
  }),
  personId: id,
  ...details,
  createdAt: time,
  version: contact.shape.version,
})
export type ContactAnywhere = z.infer<typeof contactAnywhere>

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

const { externalId: _inPath, ...inStep } = optional
export const contactInStep = z.strictObject({
  customerId: id
    .optional()
    .describe('The customer, by its id or else by its external ID. To add a contact, one of them is needed.'),
  customerExternalId: externalId.optional(),
  email: address.optional().describe('Needed to add a contact.'),
  ...inStep,
  active: z
    .boolean()
    .optional()
    .describe(
      'Makes the contact active or inactive. To change one that staff made inactive it must be said.',
    ),
  everywhere: z
    .boolean()
    .optional()
    .describe(
      'About a person who is a contact of other customers, too. true: what is sent of them changes everywhere. false: nothing does, and another address makes this contact a person of their own. Left out: their details stay, and another address is refused.',
    ),
})
export type ContactInStep = z.output<typeof contactInStep>

const { email: _address, ...personal } = personFields
const stayed = z
  .array(z.enum(namesOf(personal)))
  .describe('What was sent and differs, but stays, because the person is a contact of other customers, too.')
export const keptContact = z.object({ ...contact.shape, stayed })
export type KeptContact = z.infer<typeof keptContact>

const refusal = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})
export const BATCH_MOST = 1000
export const contactInBatch = z.strictObject({ ...contactInStep.shape, externalId: externalId.optional() })
export const batchResult = z.object({
  index: z.int(),
  status: z.enum(['created', 'updated', 'unchanged', 'refused']),
  contact: contactAnywhere.nullable().describe('As it is after the batch. null: refused.'),
  stayed,
  problem: refusal.nullable().describe('Why it was refused; pointers begin at the contact.'),
})
export type BatchResult = z.infer<typeof batchResult>

const issuesPassword = (body: unknown) => (body as NewContact).portalPassword !== null

const customerParams = z.object({ customerId: id })
const params = z.object({ contactId: id })

const filters = {
  status,
  updatedSince: since.optional(),
  email: address.optional(),
  externalId: externalId.optional(),
}

export const contactsApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/customers/:customerId/contacts',
    summary: 'List the contacts of a customer: the primary one first, then by name; or by when they changed',
    caller: 'viewer',
    params: customerParams,
    query: z.strictObject({
      ...listQuery,
      ...filters,
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
  listAll: endpoint({
    method: 'GET',
    path: '/v1/contacts',
    summary: 'List the contacts of all customers, in the order in which they changed',
    description:
      'For another system that keeps in step: with updatedSince it reads what changed, and with status=all it also learns who was made inactive. A change of the person counts for each of their contacts; a change of the customer does not: GET /v1/customers tells of it. A page may have fewer contacts than the limit, or none, and still a nextCursor: follow it until it is null.',
    caller: 'viewer',
    query: z.strictObject({
      ...listQuery,
      ...filters,
      accountNumber: requiredLine(64).optional().describe('The customer’s.'),
      customerId: id.optional(),
    }),
    reply: page(contactAnywhere),
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
  keep: endpoint({
    method: 'PUT',
    path: '/v1/contacts/by-external-id/:externalId',
    summary: 'Add the contact that another system calls so, or change it',
    description:
      'What is sent is so afterwards, and what is left out stays. Sent twice, it changes nothing the second time. 201: it was added; 200: it was there. A contact of the customer with this address and without an external ID is taken for the same, and gets it. A known address is linked, as when staff add a contact; no password is issued: POST /v1/contacts/{contactId}/password does.',
    caller: 'manager',
    fresh: { when: 'to change the e-mail address of somebody with portal access' },
    params: namedOutside,
    body: contactInStep,
    reply: keptContact,
    mayCreate: true,
  }),
  keepMany: endpoint({
    method: 'POST',
    path: '/v1/contacts/batch',
    summary: `Add or change up to ${BATCH_MOST} contacts, each answered by itself`,
    piecewise: true,
    description:
      'Each is what PUT /v1/contacts/by-external-id/{externalId} takes, with its externalId beside; without one, it is added. They are done in their order, and one that is refused keeps no other out. What was done stays done if the connection breaks: with external IDs, the same batch can be sent again. No password is issued.',
    caller: 'manager',
    fresh: { when: 'for each that changes the e-mail address of somebody with portal access' },
    body: z.strictObject({
      // Each is checked by itself: one that is wrong is refused alone.
      contacts: z
        .array(z.union([contactInBatch, z.unknown()]))
        .min(1)
        .max(BATCH_MOST),
    }),
    reply: z.object({ results: z.array(batchResult) }),
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
