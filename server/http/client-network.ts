import { isIPv6 } from 'node:net'

/**
 * What a client's address is throttled by. One IPv6 client has 2^64 addresses to come from, so its network of 64 bits counts
 * as one. An IPv4 address in IPv6 clothes is that IPv4 address.
 */
export function clientNetwork(address: string): string {
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (ipv4) return ipv4
  if (!isIPv6(address)) return address
  const [before = '', after = ''] = address.split('%')[0]!.toLowerCase().split('::')
  const [first, last] = [groupsOf(before), groupsOf(after)]
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}

const groupsOf = (text: string) =>
  text
    .split(':')
    .filter(Boolean)
    .map((group) => group.replace(/^0+(?=.)/, ''))
