import * as z from 'zod'
import { received, receives } from '../customers/receives.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { currency, id, language, requiredLine, timeZone, version, wholeNumber } from '../http/fields.api.ts'

const color = z.string().regex(/^#[0-9a-f]{6}$/, 'Use a colour such as #1f6feb.')

const idleHours = wholeNumber(1, 720)
const sessionDays = wholeNumber(1, 90)

export const organization = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  accentColor: z.string(),
  timeZone: z.string(),
  language: z.string(),
  currency: z.string(),
  credentialMail: z.enum(['password', 'link']),
  temporaryPasswordHours: z.int(),
  passwordMinLength: z.int(),
  staffSessionIdleHours: z.int().describe('A session of staff that is unused for so long ends.'),
  staffSessionDays: z.int().describe('A session of staff ends after so many days in any case.'),
  portalSessionIdleHours: z.int().describe('The same for contacts in the portal.'),
  portalSessionDays: z.int().describe('The same for contacts in the portal.'),
  newContactsReceive: received.describe('What new contacts receive where their customer says nothing else.'),
  portalUrl: z.string().describe("The customer portal's address."),
  version,
})
export type Organization = z.infer<typeof organization>

export const organizationApi = {
  read: endpoint({
    method: 'GET',
    path: '/v1/organization',
    summary: 'Read the organization and its settings',
    caller: 'viewer',
    reply: organization,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/v1/organization',
    summary: 'Change the settings of the organization',
    caller: 'owner',
    ifMatch: true,
    body: z.strictObject({
      name: requiredLine(200).optional(),
      accentColor: color.optional(),
      timeZone: timeZone.optional(),
      language: language.optional(),
      currency: currency.optional(),
      credentialMail: z
        .enum(['password', 'link'])
        .optional()
        .describe(
          'What the mail to a contact contains: the temporary password itself, or a link to set one.',
        ),
      temporaryPasswordHours: wholeNumber(1, 720).optional(),
      passwordMinLength: wholeNumber(8, 64).optional(),
      staffSessionIdleHours: idleHours.optional(),
      staffSessionDays: sessionDays.optional(),
      portalSessionIdleHours: idleHours.optional(),
      portalSessionDays: sessionDays.optional(),
      newContactsReceive: receives.optional(),
    }),
    reply: organization,
  }),
  found: endpoint({
    method: 'POST',
    path: '/v1/organizations',
    summary: 'Create another organization, with you as its owner',
    caller: 'owner',
    notOnce: 'what it makes is beyond the organization whose key it would be.',
    body: z.strictObject({
      name: requiredLine(200),
      timeZone: timeZone.optional().describe('Where it is. UTC by default.'),
      currency: currency.optional().describe('Its own currency. USD by default.'),
    }),
    status: 201,
    reply: organization,
  }),
}
