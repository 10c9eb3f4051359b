import { useEffect } from 'react'
import { portalApi } from '../../../server/portal-access/portal-access.api.ts'
import { call } from '../../lib/client.ts'
import { portal } from '../portal.ts'

/** What a letter with a temporary password carries. It is in the fragment, which browsers never send. */
const SHOWN = /^#device=(.+)$/

let becomingKnown: Promise<unknown> = Promise.resolve()

/** A contact who comes from their letter is known here from then on, however many strangers guess at their address. */
export function useKnownByLetter() {
  useEffect(() => {
    const show = () => {
      const token = SHOWN.exec(location.hash)?.[1]
      if (!token) return
      history.replaceState(history.state, '', location.pathname)
      becomingKnown = becomeKnown(token)
    }
    show()
    addEventListener('hashchange', show)
    return () => removeEventListener('hashchange', show)
  }, [])
}

/** A failure neither delays nor stops a sign-in. */
export function becomeKnown(token: string): Promise<unknown> {
  return call(portalApi.knowDevice, { params: { portal }, body: { token } }).catch(() => undefined)
}

/** A sign-in waits for it. */
export const known = () => becomingKnown
