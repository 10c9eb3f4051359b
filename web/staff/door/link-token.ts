import { useState } from 'react'

/** The secret of a link is in the fragment, which browsers never send; it leaves the address bar once it is read. */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const found = location.hash.slice(1)
    if (found) history.replaceState(history.state, '', location.pathname)
    return found
  })
  return token
}
