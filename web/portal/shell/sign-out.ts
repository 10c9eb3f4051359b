import { useMutation } from '@tanstack/react-query'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { hasStatus } from '../../lib/problem.ts'
import { failed } from '../../ui/done.tsx'
import { mayLeave } from '../../ui/unsaved.ts'
import { portal } from '../portal.ts'
import { leave } from '../session.ts'

/** Ends the session; the page that shows somebody signed in then leads to the door. */
export function useSignOut() {
  const signOut = useMutation({
    mutationFn: async () => {
      try {
        await call(portalApi.signOut, { params: { portal } })
      } catch (error) {
        // It had ended already: that is what was asked for.
        if (!hasStatus(error, 401)) throw error
      }
    },
    onSuccess: () => leave('signed-out'),
    onError: failed,
  })
  const now = async () => {
    if (await mayLeave()) signOut.mutate()
  }
  return { now, busy: signOut.isPending }
}
