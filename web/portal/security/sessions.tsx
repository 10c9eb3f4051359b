import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { SessionList } from '../../ui/session-list.tsx'
import { portal } from '../portal.ts'
import { whileSignedIn } from '../session.ts'

export const sessionsKey = ['sessions']

export function Sessions() {
  return (
    <SessionList
      queryKey={sessionsKey}
      read={(signal) => whileSignedIn(call(portalApi.sessions, { params: { portal }, signal }))}
      end={(sessionId) => whileSignedIn(call(portalApi.endSession, { params: { portal, sessionId } }))}
    />
  )
}
