import { useEffect, useState } from 'react'

/**
 * The secret of a link is in the fragment, which browsers never send. It is taken once, leaves the address bar and the
 * history at once, and from then on lives only in the memory of the page that posts it.
 */
let taken = takeToken()

/** The token of the link that was opened, or empty. */
export function useLinkToken(): string {
  const [token, setToken] = useState(taken)
  useEffect(() => {
    // A newer link opened in the same tab changes only the fragment: the page is not loaded again.
    const takeAgain = () => {
      taken = takeToken() || taken
      setToken(taken)
    }
    takeAgain()
    addEventListener('hashchange', takeAgain)
    return () => removeEventListener('hashchange', takeAgain)
  }, [])
  return token
}

/** Once it has done its work. */
export function forgetToken() {
  taken = ''
}

function takeToken(): string {
  if (!/\/(set-password|unsubscribe)$/.test(location.pathname)) return ''
  const found = location.hash.slice(1)
  if (found) history.replaceState(history.state, '', location.pathname)
  return found
}
