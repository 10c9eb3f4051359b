import { gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { compressLarge } from './compress-large.ts'

const LIST = { data: Array.from({ length: 100 }, (_, at) => ({ name: `Müller & Söhne ${at}` })) }

async function ask(path: '/list' | '/one', accepted?: string, method: 'GET' | 'HEAD' = 'GET') {
  const server = Fastify()
  compressLarge(server)
  server.get('/list', () => LIST)
  server.get('/one', () => LIST.data[0])
  const { headers, rawPayload } = await server.inject({
    method,
    url: path,
    headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
  })
  return { headers, rawPayload }
}

test.each(['gzip, deflate, br, zstd', 'gzip', 'GZIP;q=0.5, *;q=0'])(
  'a list goes compressed to a browser that takes %s',
  async (accepted) => {
    const { headers, rawPayload } = await ask('/list', accepted)
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(rawPayload.length),
      'content-type': 'application/json; charset=utf-8',
      vary: 'accept-encoding',
    })
    expect(rawPayload.length).toBeLessThan(JSON.stringify(LIST).length / 4)
    expect(JSON.parse(gunzipSync(rawPayload).toString())).toEqual(LIST)
  },
)

test.each([undefined, 'identity', 'br', 'gzip;q=0, br', 'br, gzip; q=0.00'])(
  'and as it is to a program that takes %s; a cache in between keeps both',
  async (accepted) => {
    const { headers, rawPayload } = await ask('/list', accepted)
    expect(headers['content-encoding']).toBeUndefined()
    expect(headers['vary']).toBe('accept-encoding')
    expect(JSON.parse(rawPayload.toString())).toEqual(LIST)
  },
)

test('what is small goes as it is', async () => {
  const { headers, rawPayload } = await ask('/one', 'gzip')
  expect(headers['content-encoding']).toBeUndefined()
  expect(JSON.parse(rawPayload.toString())).toEqual(LIST.data[0])
})

test('HEAD says what GET would', async () => {
  const [head, get] = [await ask('/list', 'gzip', 'HEAD'), await ask('/list', 'gzip')]
  const { date: _, connection: __, ...same } = get.headers
  expect(head.headers).toMatchObject(same)
  expect(head.rawPayload.length).toBe(0)
})
