import Fastify from 'fastify'
import pg from 'pg'
import { expect, test } from 'vitest'
import { answerProblems } from './answer-problems.ts'

test.each([
  ['two that wait for each other', '40P01'],
  ['what another transaction has held for too long', '55P03'],
  ['too many connections', '53300'],
])('%s: the reply says to wait, and not that something is broken', async (_, code) => {
  const server = Fastify()
  answerProblems(server)
  server.get('/', () => {
    throw Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code })
  })
  const { statusCode, headers, json } = await server.inject('/')
  expect([statusCode, headers['retry-after']]).toEqual([503, '2'])
  expect(json()).toMatchObject({ type: '/docs#busy' })
})
