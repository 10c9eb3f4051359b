import { staffSessionApi } from '../../server/staff/staff.api.ts'
import { call, onSignedOut } from '../lib/client.ts'
import { queryClient } from '../lib/query-client.ts'
import { askToSignInAgain } from '../ui/ask-password.ts'
import { isAnythingUnsaved } from '../ui/unsaved.ts'
import { router } from './router.tsx'
import { leave, sessionQuery } from './session.ts'

/**
 * A session that ends while its page is open, by expiry or from another device, leads to the door and back again. Where
 * something is typed that is not saved, the door comes to the page.
 */
export function goOnWhenSignedOut() {
  onSignedOut(async () => {
    const session = queryClient.getQueryData(sessionQuery.queryKey)
    if (!session) return false
    if (isAnythingUnsaved()) {
      const { email } = session.staff
      const organizationId = session.organization.id
      const outcome = await askToSignInAgain({
        email,
        show: async (password) => {
          const again = await call(staffSessionApi.signIn, { body: { email, password, organizationId } })
          queryClient.setQueryData(sessionQuery.queryKey, again)
        },
      })
      if (outcome !== 'otherwise') return outcome === 'shown'
    }
    leave()
    const next = router.state.location.href
    void router.navigate({ to: '/sign-in', search: { next }, ignoreBlocker: true })
    return false
  })
}
