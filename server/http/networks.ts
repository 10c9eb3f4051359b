import { isIP } from 'node:net'

/** An IPv4 address is one of IPv6, too, and is compared with networks of either kind. */
const IPV4_BEFORE = 0xffffn << 32n
const IPV4 = { from: IPV4_BEFORE, to: IPV4_BEFORE + (1n << 32n) }
/** What is given to anybody at all. */
const IPV6 = { from: 0x2n << 124n, to: 0x4n << 124n }

interface Range {
  from: bigint
  to: bigint
}

/** Whether it is an address, or a network of them. */
export const isNetwork = (text: string): boolean => rangeOf(text) !== null

/**
 * Whether at least half of all addresses are among these networks, in however many parts: then nobody is told from their proxy,
 * and anyone who writes an address of their own choice is believed.
 */
export function trustsTheWorld(networks: string[]): boolean {
  const ranges = networks.flatMap((network) => rangeOf(network) ?? [])
  return [IPV4, IPV6].some((world) => covered(ranges, world) * 2n >= world.to - world.from)
}

function covered(ranges: Range[], { from, to }: Range): bigint {
  let sum = 0n
  let reached = from
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const start = range.from > reached ? range.from : reached
    const end = range.to < to ? range.to : to
    if (end <= start) continue
    sum += end - start
    reached = end
  }
  return sum
}

function rangeOf(network: string): Range | null {
  const [address = '', bits, ...rest] = network.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0 || address.includes('%')) return null
  const most = family === 6 ? 128 : 32
  const length = bits === undefined ? most : Number(bits)
  if (bits !== undefined && (!/^[1-9]\d{0,2}$/.test(bits) || length > most)) return null
  const size = 1n << BigInt(most - length)
  const number = family === 6 ? ipv6Number(address) : IPV4_BEFORE + ipv4Number(address)
  const from = (number / size) * size
  return { from, to: from + size }
}

const ipv4Number = (address: string) =>
  address.split('.').reduce((number, part) => number * 256n + BigInt(part), 0n)

function ipv6Number(address: string): bigint {
  // The parser of addresses writes every form of one in groups of four digits, with one gap at most.
  const [before = '', after = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => text.split(':').filter(Boolean)
  const [first, last] = [groups(before), groups(after)]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return [...first, ...zeros, ...last].reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n)
}
