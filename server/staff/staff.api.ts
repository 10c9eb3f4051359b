import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import {
  currency,
  id,
  page,
  listQuery,
  password,
  requiredLine,
  time,
  timeZone,
  version,
  emailAddress,
} from '../http/fields.api.ts'

export const role = z.enum(['owner', 'manager', 'viewer'])
export type Role = z.infer<typeof role>

/** Who is signed in, where, and where else they may work. */
export const staffSession = z.object({
  staff: z.object({ id, name: z.string(), email: z.string(), role }),
  organization: z.object({ id, name: z.string(), slug: z.string(), accentColor: z.string() }),
  organizations: z.array(z.object({ id, name: z.string() })),
  mailbox: z.boolean().describe('Mail stays on this machine, in the built-in mailbox.'),
})
export type StaffSession = z.infer<typeof staffSession>

export const staffMember = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  state: z.enum(['invited', 'active', 'removed']),
  invitedAt: time,
  joinedAt: time.nullable(),
  lastSeenAt: time.nullable(),
  version,
})
export type StaffMember = z.infer<typeof staffMember>

/** One of the caller's own sign-ins, in any organization. */
export const ownStaffSession = z.object({
  id,
  organizationName: z.string(),
  userAgent: z.string(),
  clientAddress: z.string(),
  createdAt: time,
  lastSeenAt: time,
  current: z.boolean(),
})
export type OwnStaffSession = z.infer<typeof ownStaffSession>

export const setUpApi = {
  read: endpoint({
    method: 'GET',
    path: '/v1/setup',
    summary: 'Read whether this installation still has to be set up',
    caller: 'anyone',
    reply: z.object({ open: z.boolean(), sampleOffered: z.boolean() }),
  }),
  setUp: endpoint({
    method: 'POST',
    path: '/v1/setup',
    summary: 'Set up the first organization and sign in its owner; works once',
    caller: 'anyone',
    body: z.strictObject({
      organizationName: requiredLine(200),
      name: requiredLine(200),
      email: emailAddress,
      password,
      timeZone: timeZone.optional().describe('Where the organization is. UTC by default.'),
      currency: currency.optional().describe('Its own currency. USD by default.'),
    }),
    status: 201,
    reply: staffSession,
  }),
}

export const sampleApi = {
  trySample: endpoint({
    method: 'POST',
    path: '/v1/setup/sample',
    summary: 'Set up a sample company to try things out and sign in to it; works once',
    caller: 'anyone',
    status: 201,
    reply: staffSession,
  }),
}

export const staffSessionApi = {
  signIn: endpoint({
    method: 'POST',
    path: '/v1/session',
    summary: 'Sign in as a staff member',
    caller: 'anyone',
    body: z.strictObject({
      email: z.string().max(320),
      password: z.string().max(1024),
      organizationId: id
        .optional()
        .describe('For those who work for several organizations. By default the last one used.'),
    }),
    reply: staffSession,
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/session',
    summary: 'Read who is signed in',
    caller: 'viewer',
    inPerson: true,
    reply: staffSession,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Sign out',
    caller: 'viewer',
    inPerson: true,
    signsOut: true,
  }),
  showPassword: endpoint({
    method: 'POST',
    path: '/v1/session/password',
    summary: 'Confirm your password: for half an hour, requests that need it go through',
    caller: 'viewer',
    notOnce: 'it checks a password each time.',
    inPerson: true,
    body: z.strictObject({ password: z.string().max(1024) }),
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/v1/sessions',
    summary: 'List where you are signed in, at most a hundred sessions: this one, then the latest',
    caller: 'viewer',
    inPerson: true,
    reply: z.object({ data: z.array(ownStaffSession) }),
  }),
  endSession: endpoint({
    method: 'DELETE',
    path: '/v1/sessions/:sessionId',
    summary: 'End one of your sessions',
    caller: 'viewer',
    inPerson: true,
    params: z.object({ sessionId: id }),
  }),
  signOutEverywhere: endpoint({
    method: 'DELETE',
    path: '/v1/sessions',
    summary: 'Sign out everywhere, in every organization, including here',
    caller: 'viewer',
    inPerson: true,
    signsOut: true,
  }),
  switchOrganization: endpoint({
    method: 'POST',
    path: '/v1/session/organization',
    summary: 'Switch to another organization that you work for',
    caller: 'viewer',
    notOnce: 'it trades the session for another.',
    inPerson: true,
    body: z.strictObject({ organizationId: id }),
    reply: staffSession,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/v1/account/password',
    summary: 'Change your own password; every other session ends',
    caller: 'viewer',
    notOnce: 'it trades the session for another.',
    inPerson: true,
    body: z.strictObject({ currentPassword: z.string().max(1024), newPassword: password }),
  }),
  changeName: endpoint({
    method: 'PATCH',
    path: '/v1/account',
    summary: 'Change your own name',
    caller: 'viewer',
    inPerson: true,
    body: z.strictObject({ name: requiredLine(200) }),
    reply: staffSession,
  }),
  sendPasswordLink: endpoint({
    method: 'POST',
    path: '/v1/account/password-link',
    summary: 'Ask for a link to set a new staff password; the reply is the same for unknown addresses',
    caller: 'anyone',
    body: z.strictObject({ email: z.string().max(320) }),
    status: 202,
    reply: z.object({ message: z.string() }),
  }),
  setPasswordByLink: endpoint({
    method: 'POST',
    path: '/v1/account/password-by-link',
    summary: 'Set a new staff password with the token of a link; it signs nobody in',
    caller: 'anyone',
    body: z.strictObject({ token: z.string().max(200), password }),
  }),
  knowDevice: endpoint({
    method: 'POST',
    path: '/v1/account/device',
    summary: 'Make this browser known with the token of an e-mail',
    description:
      'Strangers who guess your password then do not lock this browser out. It signs nobody in and does not use the link up.',
    caller: 'anyone',
    body: z.strictObject({ token: z.string().max(200) }),
  }),
}

/** An owner may do everything, including let others in. */
const makesOwner = (body: { role: Role }) => body.role === 'owner'

export const staffApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/staff',
    summary: 'List the staff members of the organization',
    caller: 'viewer',
    inPerson: true,
    query: z.strictObject({ ...listQuery }),
    reply: page(staffMember),
  }),
  invite: endpoint({
    method: 'POST',
    path: '/v1/staff',
    summary: 'Invite a staff member by e-mail',
    caller: 'owner',
    fresh: { when: 'to invite an owner', asks: makesOwner },
    body: z.strictObject({ name: requiredLine(200), email: emailAddress, role }),
    status: 201,
    reply: staffMember,
  }),
  inviteAgain: endpoint({
    method: 'POST',
    path: '/v1/staff/:memberId/invitation',
    summary: 'Send the invitation again; the earlier link stops working',
    caller: 'owner',
    params: z.object({ memberId: id }),
    reply: staffMember,
  }),
  changeRole: endpoint({
    method: 'PATCH',
    path: '/v1/staff/:memberId',
    summary: 'Change the role of a staff member',
    caller: 'owner',
    fresh: { when: 'to make somebody an owner', asks: makesOwner },
    ifMatch: true,
    params: z.object({ memberId: id }),
    body: z.strictObject({ role }),
    reply: staffMember,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/v1/staff/:memberId',
    summary: 'Remove a staff member; their sessions here end at once',
    caller: 'owner',
    params: z.object({ memberId: id }),
  }),
  endSessions: endpoint({
    method: 'DELETE',
    path: '/v1/staff/:memberId/sessions',
    summary: 'End every session of a staff member in this organization, for example when a laptop was lost',
    caller: 'owner',
    params: z.object({ memberId: id }),
  }),
  readInvitation: endpoint({
    method: 'POST',
    path: '/v1/invitation/read',
    summary: 'Read what an invitation is for, from its token; accepts nothing',
    caller: 'anyone',
    body: z.strictObject({ token: z.string().max(200) }),
    reply: z.object({
      organizationName: z.string(),
      email: z.string(),
      name: z.string(),
      hasAccount: z.boolean().describe('They have a Portico password already and accept with it.'),
    }),
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/v1/invitation',
    summary: 'Accept an invitation with its token and a password, and sign in',
    caller: 'anyone',
    body: z.strictObject({
      token: z.string().max(200),
      name: requiredLine(200).optional(),
      password: password.describe('A new one, or the current one of somebody who has an account.'),
    }),
    reply: staffSession,
  }),
}
