import type { FastifyRequest } from 'fastify'
import { isIP, isIPv6 } from 'node:net'
import type { Limit } from './rate-limit.ts'

/** Where a request comes from. */
export interface Client {
  address: string
  userAgent: string
}

export function clientOf(request: FastifyRequest): Client {
  return {
    address: clientAddress(request.ip),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
  }
}

const PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/

/**
 * The client's address, as the connection or a proxy has it. Some proxies add the port, which differs with each
 * connection: counted with it, nobody would be limited. What is not an address counts as nobody's in particular.
 */
export function clientAddress(said: string): string {
  const [, inBrackets, beforePort] = PORT.exec(said) ?? []
  const address = inBrackets ?? beforePort ?? said
  return isIP(address) ? address : 'unknown'
}

/**
 * The networks that a client comes from, the narrowest first. An IPv6 client has 2^64 addresses, so the network of 64
 * bits is the narrowest that is counted; and a site is given 2^8 or 2^16 of those, so larger ones are counted, too.
 * An IPv4 address written as IPv6 is that IPv4 address.
 */
export function clientNetworks(address: string): string[] {
  const ipv4 = /^(?:::ffff:)?((\d+\.\d+\.\d+)\.\d+)$/i.exec(address)
  if (ipv4) return [ipv4[1]!, `${ipv4[2]}.0/24`]
  if (!isIPv6(address)) return [address]
  const [a, b, c, d] = groupsOf(address)
  return [`${written(a, b, c, d)}::/64`, `${written(a, b, c, d! & 0xff00)}::/56`, `${written(a, b, c)}::/48`]
}

/** How much more than one client a network of clients may do: neighbours share it, and most of them mean well. */
const TIMES_WIDER = [1, 2, 4]

/** What one client may do, for each of its networks. */
export function limitsOfClient(limit: Limit, address: string): { limit: Limit; subject: string }[] {
  return clientNetworks(address).map((subject, at) => ({
    limit: { ...limit, attempts: limit.attempts * TIMES_WIDER[at]! },
    subject,
  }))
}

function groupsOf(address: string): number[] {
  const [before = '', after = ''] = address.split('%')[0]!.split('::')
  const [first, last] = [numbersIn(before), numbersIn(after)]
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => 0)
  return [...first, ...zeros, ...last]
}

const numbersIn = (text: string) =>
  text
    .split(':')
    .filter(Boolean)
    .map((group) => Number.parseInt(group, 16))

const written = (...groups: (number | undefined)[]) => groups.map((group) => group!.toString(16)).join(':')
