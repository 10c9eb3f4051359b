import type { FastifyRequest } from 'fastify'
import * as z from 'zod'
import { expect, test } from 'vitest'
import { endpoint } from './endpoint.ts'
import { readIdempotency } from './idempotency.ts'

const pay = endpoint({
  method: 'POST',
  path: '/v1/customers/:customerId/payments',
  summary: 'Record a payment',
  caller: 'manager',
  idempotent: true,
  params: z.object({ customerId: z.string() }),
  body: z.strictObject({ amountMinor: z.int() }),
})

const readOf = (customerId: string, amountMinor: number) =>
  readIdempotency(
    {
      headers: { 'idempotency-key': 'one' },
      params: { customerId },
      query: {},
      body: { amountMinor },
    } as unknown as FastifyRequest,
    pay,
  )

test('the same words about another thing, or other words about the same, are another request', () => {
  expect(readOf('acme', 100)).toEqual(readOf('acme', 100))
  expect(readOf('birch', 100)!.fingerprint).not.toBe(readOf('acme', 100)!.fingerprint)
  expect(readOf('acme', 200)!.fingerprint).not.toBe(readOf('acme', 100)!.fingerprint)
})
