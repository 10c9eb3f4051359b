import Fastify from 'fastify'
import { expect, test, vi } from 'vitest'
import { warnOfUntrustedProxy } from './untrusted-proxy.ts'

test('a forwarded request without a trusted proxy is reported once', async () => {
  const warn = vi.fn()
  const server = Fastify()
  warnOfUntrustedProxy(server, { warn })
  server.get('/', () => 'here')
  await server.inject('/')
  expect(warn).not.toHaveBeenCalled()
  for (let n = 0; n < 2; n++) await server.inject({ url: '/', headers: { 'x-forwarded-for': '203.0.113.7' } })
  expect(warn.mock.calls).toEqual([[expect.stringContaining('TRUST_PROXY')]])
  await server.close()
})
