import { SIGNED_OUT } from '../lib/client.ts'
import { queryClient } from '../lib/query-client.ts'
import { router } from './router.tsx'
import { leave, sessionQuery } from './session.ts'

/** A session that ends while its page is open, by expiry or from another device, leads to the door and back again. */
export function leaveWhenSignedOut() {
  window.addEventListener(SIGNED_OUT, () => {
    if (!queryClient.getQueryData(sessionQuery.queryKey)) return
    leave()
    const next = router.state.location.href
    void router.navigate({ to: '/sign-in', search: { next } })
  })
}
