import { readFileSync } from 'node:fs'
import type { Endpoint } from './endpoint.ts'

/** A request that a test sent, and the answer that it got. */
export interface ApiExample {
  path: string
  ifMatch?: string
  /** It was sent with an Idempotency-Key. */
  once?: true
  body?: unknown
  /** The content of the file that was sent. */
  file?: string
  /** The same with @portico/client. */
  typescript: string
  status: number
  /** Of the answer. */
  type?: string
  reply?: unknown
}

let read: Record<string, ApiExample> | undefined

/** Made by `npm run examples`, with an endpoint of every kind that an API key may call. */
export function exampleOf({ method, path }: Endpoint): ApiExample | undefined {
  read ??= JSON.parse(
    readFileSync(new URL('../../docs/api-examples.json', import.meta.url), 'utf8'),
  ) as Record<string, ApiExample>
  return read[`${method} ${path}`]
}
