import { serve } from '../http/serve.ts'
import { changePassword, choosePassword } from './choose-password.ts'
import { readDoor } from './door.ts'
import { readHome } from './home.ts'
import { knowDevice } from './know-device.ts'
import { changeMe, readMe } from './me.ts'
import { endSession, listSessions, signOut } from './own-sessions.ts'
import { portalApi } from './portal-access.api.ts'
import { sendPasswordLink } from './send-password-link.ts'
import { setPasswordByLink } from './set-password-by-link.ts'
import { signIn } from './sign-in.ts'

export const portalRoutes = serve(portalApi, {
  door: (call) => readDoor(call, call.params.portal),
  signIn: (call) => signIn(call, call.params.portal, call.body),
  session: (call) => readMe(call, call.portal),
  signOut: (call) => signOut(call, call.params.portal),
  choosePassword: (call) => choosePassword(call, call.params.portal, call.body.password),
  changePassword: (call) => changePassword(call, call.params.portal, call.body),
  sendPasswordLink: (call) => sendPasswordLink(call, call.params.portal, call.body.email),
  setPasswordByLink: (call) => setPasswordByLink(call, call.params.portal, call.body),
  knowDevice: (call) => knowDevice(call, call.params.portal, call.body.token),
  home: (call) => readHome(call, call.portal.personId),
  changeMe: (call) => changeMe(call, call.version, call.body),
  sessions: (call) => listSessions(call),
  endSession: (call) => endSession(call, call.params.portal, call.params.sessionId),
})
