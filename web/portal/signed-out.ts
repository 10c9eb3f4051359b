import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { call, onSignedOut } from '../lib/client.ts'
import { queryClient } from '../lib/query-client.ts'
import { askToSignInAgain } from '../ui/ask-password.ts'
import { isAnythingUnsaved } from '../ui/unsaved.ts'
import { portal } from './portal.ts'
import { keep, leave, sessionQuery } from './session.ts'

/** Where something is typed that is not saved when a session ends, the door comes to the page; otherwise `whileSignedIn` leads to it. */
export function goOnWhenSignedOut() {
  onSignedOut(async () => {
    const signedIn = queryClient.getQueryData(sessionQuery.queryKey)?.signedIn
    if (!signedIn || !isAnythingUnsaved()) return false
    const { email } = signedIn.person
    const outcome = await askToSignInAgain({
      email,
      show: async (password) =>
        keep(await call(portalApi.signIn, { params: { portal }, body: { email, password } })),
    })
    if (outcome === 'otherwise') leave('session-ended')
    return outcome === 'shown'
  })
}
