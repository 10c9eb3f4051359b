import { isIP } from 'node:net'
import { InvalidRequest } from '../http/problems.ts'
import { isAllowed } from './allowed-address.ts'

/** What screens, letters and the journal show of an address: the rest of it may be a secret. */
export const hostOf = (url: string): string => new URL(url).host

/**
 * Returns the address as it is stored. What a name leads to is looked at when something is sent, each time: it may change.
 */
export function checkedUrl(typed: string, privateNetworks: readonly string[]): string {
  const url = URL.canParse(typed) ? new URL(typed) : null
  const reason = url ? whyNot(url, privateNetworks) : 'Use an address such as https://example.com/portico.'
  if (reason !== null || url === null) throw new InvalidRequest([{ pointer: '/url', detail: reason! }])
  return url.href
}

function whyNot(url: URL, privateNetworks: readonly string[]): string | null {
  if (url.protocol === 'http:' && privateNetworks.length === 0)
    return 'Use https: what is sent by http can be read and changed on its way.'
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'Use an address that begins with https://.'
  if (url.username || url.password)
    return 'Leave out the user and the password: the signature says who sends it.'
  if (url.hash) return 'Leave out the # and what follows it: it is never sent.'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(host) && !isAllowed(host, url.protocol, privateNetworks)
    ? 'Portico sends to this address only if its operator allows it (WEBHOOKS_TO_PRIVATE_NETWORKS).'
    : null
}
