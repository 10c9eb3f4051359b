import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.parse>
type Network = ReturnType<typeof ipaddr.parseCIDR>

/** What IPv6 gives to anybody at all. What is beside it leads to other networks, or nowhere. */
const PUBLIC_IPV6: Network = ipaddr.parseCIDR('2000::/3')

/** Whether it is a network in CIDR's words, such as 10.0.0.0/8. */
export const isBlock = (text: string): boolean =>
  ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)

/**
 * Whether a message may go to this address (R42). An operator's own network has services that trust whoever can reach them, so that
 * only addresses of the public internet count, unless the operator says otherwise. Of http, which anybody on the way can read and
 * change, only what the operator allows.
 */
export function isAllowed(text: string, protocol: string, privateNetworks: readonly string[]): boolean {
  if (!isAddress(text)) return false
  const address = ipaddr.parse(text)
  if (privateNetworks.some((network) => isWithin(address, ipaddr.parseCIDR(network)))) return true
  return protocol === 'https:' && isPublic(address)
}

/**
 * An address of IPv6 that has one of IPv4 in it (mapped, NAT64, 6to4, Teredo) is none: it would lead to the other past the rule for
 * that.
 */
const isPublic = (address: Address): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || isWithin(address, PUBLIC_IPV6))

const isWithin = (address: Address, network: Network): boolean =>
  address.kind() === network[0].kind() && address.match(network)

/** In the form that a lookup gives. The library takes others as well, such as 0x7f.1, and an interface after a %. */
const isAddress = (text: string): boolean =>
  (ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)) && !text.includes('%')
