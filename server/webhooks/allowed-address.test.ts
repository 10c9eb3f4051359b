import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAllowed, isBlock } from './allowed-address.ts'

const isPublic = (address: string) => isAllowed(address, 'https:', [])

describe('addresses that no message goes to unless the operator says so', () => {
  test.each([
    ['this host', '0.0.0.0', '0.1.2.3', '::'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['private networks', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
    ['link-local, where clouds keep credentials', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
    ['carriers (RFC 6598)', '100.64.0.1', '100.127.255.255'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    [
      'what is reserved or for examples',
      '192.0.0.8',
      '192.0.2.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '240.0.0.1',
    ],
    ['the same of IPv6', '2001:db8::1', '3fff::1', '100::1', '2001:2::1', '2001:10::1', '5f00::1', '4000::1'],
    [
      'an address of IPv4 in one of IPv6',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::7f00:1',
      '::127.0.0.1',
      '::ffff:8.8.8.8',
    ],
    ['NAT64, 6to4, Teredo', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1'],
    [
      'what is no address',
      '',
      'localhost',
      '127.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '1.2.3',
      '1.2.3.4.5',
      ' 8.8.8.8',
    ],
  ])('%s', (_, ...addresses) => {
    expect(addresses.filter(isPublic)).toEqual([])
  })
})

test('what is beside these networks is public', () => {
  const addresses = ['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '128.0.0.1',
    '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '223.255.255.255',
    '2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2003::1'] // prettier-ignore
  expect(addresses.filter((address) => !isPublic(address))).toEqual([])
})

test('of all addresses of IPv4, none that a router of the operator could take for its own', () => {
  const ours = [
    [0, 8], [10, 8], [127, 8], [0xa9fe, 16], [0xc0a8, 16], [0xac1, 12], [0x191, 10], [0xe, 4], [0xf, 4],
  ] as const // prettier-ignore
  fc.assert(
    fc.property(fc.nat({ max: 0xffff_ffff }), (number) => {
      const address = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
      const isOurs = ours.some(([prefix, bits]) => number >>> (32 - bits) === prefix)
      expect(isOurs && isPublic(address)).toBe(false)
      // However it is written as one of IPv6.
      expect(isPublic(`::ffff:${address}`)).toBe(false)
      expect(isPublic(`64:ff9b::${address}`)).toBe(false)
      expect(isPublic(`::${address}`)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('of all addresses of IPv6, only those that are given to anybody', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
      const address = groups.map((group) => group.toString(16)).join(':')
      expect(isPublic(address) && groups[0]! >> 13 !== 1).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('the operator allows networks, and http there alone', () => {
  const networks = ['10.1.0.0/16', 'fd00::/8']
  expect(isAllowed('10.1.2.3', 'https:', networks)).toBe(true)
  expect(isAllowed('10.1.2.3', 'http:', networks)).toBe(true)
  expect(isAllowed('fd12::1', 'http:', networks)).toBe(true)
  expect(isAllowed('10.2.0.1', 'https:', networks)).toBe(false)
  expect(isAllowed('::ffff:10.1.2.3', 'https:', networks)).toBe(false)
  expect(isAllowed('8.8.8.8', 'https:', networks)).toBe(true)
  expect(isAllowed('8.8.8.8', 'http:', networks)).toBe(false)
})

test('a network is an address with the bits that count', () => {
  expect(['10.0.0.0/8', '127.0.0.1/32', 'fd00::/8'].filter((text) => !isBlock(text))).toEqual([])
  expect(
    ['10.0.0.0', '10.0.0.0/33', '10/8', 'loopback', '', '0x0a.0.0.0/8', 'fd00::/129'].filter(isBlock),
  ).toEqual([])
})
