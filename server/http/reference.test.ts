import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { endpoint } from './endpoint.ts'
import { pagesToRead } from './reading-page.ts'
import { serveReference } from './reference.ts'

test('a page of the reference is made once, however often strangers ask for it', async () => {
  let summaries = 0
  const list = endpoint({
    method: 'GET',
    path: '/v1/things',
    get summary() {
      summaries += 1
      return 'List the things'
    },
    caller: 'viewer',
    reply: z.object({ name: z.string() }),
  })
  const server = Fastify()
  onTestFinished(() => server.close())
  serveReference(server, [list], new URL('http://localhost:8080'), pagesToRead(undefined))
  const first = await server.inject('/docs/things')
  expect(first.body).toContain('List the things')
  const made = summaries
  expect((await server.inject('/docs/things')).body).toBe(first.body)
  expect(summaries).toBe(made)
})
