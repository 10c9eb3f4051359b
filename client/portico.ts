import { CALLS, type Portico } from './api.ts'
import { pagesOf } from './pages.ts'
import { send, type Call, type Connection, type Sent } from './send.ts'

export type * from './api.ts'
export type { Pages } from './pages.ts'
export { PorticoError, type FieldError, type PorticoErrorCode } from './portico-error.ts'
export type { CallOptions, FileBody } from './send.ts'

export interface ConnectOptions {
  /** Where Portico is, such as `https://portico.example.com`. */
  address: string
  /** An API key, made by an owner on Organization > API keys. */
  key: string
  /** How often a call that may be repeated is tried again before its failure is thrown. 4 by default. */
  retries?: number
  /** Where Portico asks to wait longer than this, the refusal is thrown at once. 60 seconds by default. */
  longestWaitSeconds?: number
  /** Instead of the global one: for a proxy, or for tests. */
  fetch?: typeof globalThis.fetch
  /** Instead of a timer: for tests. */
  pause?(seconds: number, signal?: AbortSignal): Promise<void>
}

/** Everything an API key can do, by noun and verb: `portico.contacts.add(customerId, { email })`. */
export function connect(options: ConnectOptions): Portico {
  const connection: Connection = {
    retries: 4,
    longestWaitSeconds: 60,
    fetch: (...request) => globalThis.fetch(...request),
    pause: pauseByTimer,
    ...options,
  }
  const nouns = Object.entries(CALLS).map(([noun, calls]) => [noun, methodsOf(connection, calls)])
  return Object.fromEntries(nouns) as Portico
}

function methodsOf(connection: Connection, calls: Record<string, Call>) {
  const methods = Object.entries(calls).map(([verb, call]) => [
    verb,
    (...given: unknown[]) => perform(connection, call, given),
  ])
  return Object.fromEntries(methods) as Record<string, unknown>
}

/** What is given stands in the order of the declaration: what the path names, the body, the query, the options. */
function perform(connection: Connection, call: Call, given: unknown[]): unknown {
  const names = [...call.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const params = Object.fromEntries(names.map((name, at) => [name, String(given[at])]))
  const rest = given.slice(names.length)
  const body = call.body ? rest.shift() : undefined
  const query = call.query ? (rest.shift() as Sent['query']) : undefined
  const sent: Sent = { ...(rest[0] as object | undefined), params, body, query }
  if (call.reply !== 'pages' && call.reply !== 'feed') return send(connection, call, sent)
  return pagesOf(call.reply, (cursor) =>
    send(connection, call, cursor === undefined ? sent : { ...sent, query: { ...query, cursor } }),
  )
}

function pauseByTimer(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal!.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, seconds * 1000)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
