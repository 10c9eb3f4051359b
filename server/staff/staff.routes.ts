import { serve } from '../http/serve.ts'
import { acceptInvitation, readInvitation } from './accept-invitation.ts'
import { changeName, changePassword } from './change-own.ts'
import { changeRole } from './change-role.ts'
import { knowDevice, sendPasswordLink, setPasswordByLink } from './forgotten-password.ts'
import { invite, inviteAgain } from './invite.ts'
import { listStaff } from './list-staff.ts'
import { readStaffSession } from './read-session.ts'
import { removeMember } from './remove-member.ts'
import { signOut, signOutEverywhere } from './session.ts'
import { endSession, endSessionsOfMember, listSessions } from './sessions.ts'
import { showPassword } from './show-password.ts'
import { signIn } from './sign-in.ts'
import { staffApi, staffSessionApi } from './staff.api.ts'
import { switchOrganization } from './switch-organization.ts'

export const staffSessionRoutes = serve(staffSessionApi, {
  signIn: (call) => signIn(call, call.body),
  read: (call) => readStaffSession(call, call.staff),
  signOut: (call) => signOut(call),
  showPassword: (call) => showPassword(call, call.body.password),
  sessions: (call) => listSessions(call),
  endSession: (call) => endSession(call, call.params.sessionId),
  signOutEverywhere: (call) => signOutEverywhere(call),
  switchOrganization: (call) => switchOrganization(call, call.body.organizationId),
  changePassword: (call) => changePassword(call, call.body),
  changeName: (call) => changeName(call, call.body.name),
  sendPasswordLink: (call) => sendPasswordLink(call, call.body.email),
  setPasswordByLink: (call) => setPasswordByLink(call, call.body),
  knowDevice: (call) => knowDevice(call, call.body.token),
})

export const staffRoutes = serve(staffApi, {
  list: (call) => listStaff(call, call.query),
  invite: (call) => invite(call, call.body),
  inviteAgain: (call) => inviteAgain(call, call.params.memberId),
  changeRole: (call) => changeRole(call, call.params.memberId, call.version, call.body.role),
  remove: (call) => removeMember(call, call.params.memberId),
  endSessions: (call) => endSessionsOfMember(call, call.params.memberId),
  readInvitation: (call) => readInvitation(call, call.body.token),
  acceptInvitation: (call) => acceptInvitation(call, call.body),
})
