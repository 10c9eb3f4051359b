import { Agent, request } from 'node:http'
import type { Wire } from '../client.ts'

const ANSWER_WITHIN_SECONDS = 60

/** The reply never came, or not all of it: what became of the request is unknown. */
export class Lost extends Error {
  override name = 'Lost'
}

/** Real requests to a port of this machine, over connections that stay open. */
export function overHttp(port: number): Wire & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  return {
    close: () => agent.destroy(),
    inject: ({ method, url, headers, payload }) =>
      new Promise((resolve, reject) => {
        const lost = (error: Error) =>
          reject(new Lost(`${method} ${url}: ${error.message}`, { cause: error }))
        const sent = request({ host: '127.0.0.1', port, method, path: url, agent, headers }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', lost)
          response.on('end', () =>
            resolve({
              statusCode: response.statusCode!,
              headers: response.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          )
        })
        sent.setTimeout(ANSWER_WITHIN_SECONDS * 1000, () => sent.destroy(new Error('no answer')))
        sent.on('error', lost)
        sent.end(payload)
      }),
  }
}
