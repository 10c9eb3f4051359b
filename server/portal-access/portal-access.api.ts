import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { id, line, optionalLine, password, time, typedPassword } from '../http/fields.api.ts'

/** A person's portal access, as staff see it. */
export const portalAccess = z.object({
  state: z
    .enum(['none', 'invited', 'temporary', 'expired', 'active', 'locked'])
    .describe(
      'none: no credential. invited: a link to set a password is out. temporary: a temporary password is out. expired: it was, and was not used in time. active: they chose their own. locked: staff revoked access.',
    ),
  issuedAt: time.nullable(),
  expiresAt: time.nullable(),
  chosenAt: time.nullable(),
  lastSignInAt: time.nullable(),
})
export type PortalAccess = z.infer<typeof portalAccess>

/** Which password to issue: a generated one, or one that staff typed. */
export const issuedPassword = z.union([
  z.strictObject({ generate: z.literal(true) }),
  z.strictObject({ password: typedPassword('Enter a temporary password.') }),
])
export type IssuedPassword = z.infer<typeof issuedPassword>

/** What anybody sees who opens the door of a portal. */
export const portalDoor = z.object({
  name: z.string(),
  slug: z.string(),
  accentColor: z.string(),
  language: z.string(),
  passwordMinLength: z.int(),
  email: z.string().nullable().describe('Where customers write to the organization, if it says so.'),
})
export type PortalDoor = z.infer<typeof portalDoor>

export const portalSession = z.object({
  mustChoosePassword: z.boolean(),
  person: z.object({
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    secondPhone: z.string().nullable(),
    version: z.int(),
  }),
})
export type PortalSession = z.infer<typeof portalSession>

const params = z.object({ portal: z.string().max(63).describe('The slug of the organization.') })

export const portalApi = {
  door: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal',
    summary: "Read what a portal's sign-in page says: whose it is, and who to write to without a password",
    caller: 'anyone',
    params,
    reply: portalDoor,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/v1/portals/:portal/session',
    summary: 'Sign in as a contact; a temporary password opens a session that can only choose another',
    caller: 'anyone',
    params,
    body: z.strictObject({ email: z.string().max(320), password: z.string().max(1024) }),
    reply: portalSession,
  }),
  session: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/session',
    summary: 'Read who is signed in to the portal',
    caller: 'choosing',
    params,
    reply: portalSession,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/v1/portals/:portal/session',
    summary: 'Sign out of the portal',
    caller: 'choosing',
    signsOut: true,
    params,
  }),
  choosePassword: endpoint({
    method: 'POST',
    path: '/v1/portals/:portal/password',
    summary: 'Choose your own password in place of the temporary one',
    caller: 'choosing',
    notOnce: 'it trades the session for another.',
    params,
    body: z.strictObject({ password }),
    reply: portalSession,
  }),
  changePassword: endpoint({
    method: 'PUT',
    path: '/v1/portals/:portal/password',
    summary: 'Change your password; every other session ends',
    caller: 'portal',
    params,
    body: z.strictObject({ currentPassword: z.string().max(1024), newPassword: password }),
    reply: portalSession,
  }),
  sendPasswordLink: endpoint({
    method: 'POST',
    path: '/v1/portals/:portal/password-link',
    summary: 'Ask for a link to set a new password; the reply is the same for unknown addresses',
    caller: 'anyone',
    params,
    body: z.strictObject({ email: z.string().max(320) }),
    status: 202,
    reply: z.object({ message: z.string() }),
  }),
  setPasswordByLink: endpoint({
    method: 'POST',
    path: '/v1/portals/:portal/password-by-link',
    summary: 'Set a password with the token of a link; it signs nobody in',
    caller: 'anyone',
    params,
    body: z.strictObject({ token: z.string().max(200), password }),
  }),
  knowDevice: endpoint({
    method: 'POST',
    path: '/v1/portals/:portal/device',
    summary: 'Make this browser known with the token of an e-mail',
    description:
      'Strangers who guess your password then do not lock this browser out. It signs nobody in and does not use the token up. The reply is the same for a token that is void.',
    caller: 'anyone',
    params,
    body: z.strictObject({ token: z.string().max(1000) }),
  }),
  home: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/home',
    summary: 'List the customers where you are an active contact',
    caller: 'portal',
    params,
    reply: z.object({
      customers: z.array(
        z.object({
          id,
          name: z.string(),
          accountNumber: z.string().nullable(),
          jobTitle: z.string().nullable(),
        }),
      ),
    }),
  }),
  changeMe: endpoint({
    method: 'PATCH',
    path: '/v1/portals/:portal/me',
    summary: 'Change your own name and phones',
    caller: 'portal',
    ifMatch: true,
    params,
    body: z.strictObject({
      firstName: line(100).optional(),
      lastName: line(100).optional(),
      phone: optionalLine(50).optional(),
      secondPhone: optionalLine(50).optional(),
    }),
    reply: portalSession,
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/v1/portals/:portal/sessions',
    summary: 'List where you are signed in, at most a hundred sessions: this one, then the latest',
    caller: 'portal',
    params,
    reply: z.object({
      data: z.array(
        z.object({
          id,
          userAgent: z.string(),
          clientAddress: z.string(),
          createdAt: time,
          lastSeenAt: time,
          current: z.boolean(),
        }),
      ),
    }),
  }),
  endSession: endpoint({
    method: 'DELETE',
    path: '/v1/portals/:portal/sessions/:sessionId',
    summary: 'End one of your sessions',
    caller: 'portal',
    params: z.object({ ...params.shape, sessionId: id }),
  }),
}
