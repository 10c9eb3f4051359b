import { expect, test } from 'vitest'
import { clientAddress, clientNetworks, limitsOfClient } from './client-network.ts'

test.each([
  ['203.0.113.7', ['203.0.113.7', '203.0.113.0/24']],
  ['::ffff:203.0.113.7', ['203.0.113.7', '203.0.113.0/24']],
  ['2001:db8:1:2:3:4:5:6', ['2001:db8:1:2::/64', '2001:db8:1:0::/56', '2001:db8:1::/48']],
  ['2001:0DB8:0001:0a02::', ['2001:db8:1:a02::/64', '2001:db8:1:a00::/56', '2001:db8:1::/48']],
  ['2001:db8::1', ['2001:db8:0:0::/64', '2001:db8:0:0::/56', '2001:db8:0::/48']],
  ['fe80::1%eth0', ['fe80:0:0:0::/64', 'fe80:0:0:0::/56', 'fe80:0:0::/48']],
  ['::1', ['0:0:0:0::/64', '0:0:0:0::/56', '0:0:0::/48']],
])('%s is counted as %s', (address, networks) => {
  expect(clientNetworks(address)).toEqual(networks)
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:50123', '203.0.113.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]:50123', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['203.0.113.7:x', 'unknown'],
  ['"><script>', 'unknown'],
  ['', 'unknown'],
])('a proxy that says %j speaks of %s', (said, address) => {
  expect(clientAddress(said)).toBe(address)
})

test('what is no address is counted as what it is', () => {
  expect(clientNetworks('unknown')).toEqual(['unknown'])
})

test('the larger the network, the more it may do', () => {
  const limit = { name: 'sign-in', attempts: 100, perMinutes: 15 }
  const attempts = limitsOfClient(limit, '2001:db8::1').map((one) => one.limit.attempts)
  expect(attempts).toEqual([100, 200, 400])
})
