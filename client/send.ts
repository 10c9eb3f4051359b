import { errorOf, PorticoError, unexpectedAnswer, unreachable } from './portico-error.ts'

/** How an endpoint is called. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  /** JSON, or a file of some type. */
  body?: 'json' | 'file'
  query?: true
  /** It takes an `Idempotency-Key`. */
  idempotent?: true
  reply?: 'json' | 'file' | 'pages' | 'feed'
}

export interface CallOptions {
  /** Gives the call up, such as `AbortSignal.timeout(10_000)`. */
  signal?: AbortSignal
}

/** A file to send. A `Blob` that has a type is sent as that. */
export type FileBody = Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | string

export interface Sent extends CallOptions {
  params: Record<string, string>
  body?: unknown
  query?: Record<string, string | number | boolean | undefined> | undefined
  version?: number
  idempotencyKey?: string
}

export interface Connection {
  address: string
  key: string
  retries: number
  longestWaitSeconds: number
  fetch: typeof globalThis.fetch
  pause(seconds: number, signal?: AbortSignal): Promise<void>
}

/** Sends it until it is answered, as often as that is safe: a POST has one Idempotency-Key through all its attempts. */
export async function send(connection: Connection, call: Call, sent: Sent): Promise<unknown> {
  const request = requestOf(connection, call, sent)
  for (let failures = 0; ;) {
    try {
      return await attempt(connection, call, request)
    } catch (error) {
      if (!(error instanceof PorticoError) || !mayRepeat(error, call)) throw error
      // The first attempt is still at work: the answer comes.
      if (error.code !== 'idempotency-in-flight') failures += 1
      const seconds = error.retryAfterSeconds ?? usualPause(failures)
      if (failures > connection.retries || seconds > connection.longestWaitSeconds) throw error
      await connection.pause(seconds, sent.signal)
    }
  }
}

function requestOf({ address, key }: Connection, call: Call, sent: Sent): [URL, RequestInit] {
  const headers = new Headers({ authorization: `Bearer ${key}` })
  if (sent.version !== undefined) headers.set('if-match', `"${sent.version}"`)
  if (call.idempotent) headers.set('idempotency-key', sent.idempotencyKey ?? newKey())
  if (call.body === 'json') headers.set('content-type', 'application/json')
  if (call.body === 'file')
    headers.set('content-type', (sent.body as Blob).type || 'application/octet-stream')
  const init: RequestInit = {
    method: call.method,
    headers,
    credentials: 'omit',
    // A POST that is led on becomes a GET, and would seem to have succeeded.
    redirect: 'manual',
    signal: sent.signal ?? null,
    body: call.body === 'json' ? JSON.stringify(sent.body) : ((sent.body as FileBody | undefined) ?? null),
  }
  return [addressOf(address, call, sent), init]
}

function addressOf(address: string, { path }: Call, { params, query }: Sent): URL {
  const url = new URL(
    path.replace(/:(\w+)/g, (_, name: string) => segmentOf(params[name]!)),
    address,
  )
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

/** `..` would make a customer's contacts those of all customers: no encoding keeps it a name. */
function segmentOf(said: string): string {
  if (said === '.' || said === '..') throw new TypeError(`"${said}" cannot be a part of an address.`)
  return encodeURIComponent(said)
}

async function attempt(
  connection: Connection,
  call: Call,
  [url, init]: [URL, RequestInit],
): Promise<unknown> {
  try {
    const response = await connection.fetch(url, init)
    if (!response.ok) throw await errorOf(response)
    if (call.reply === 'file') return response
    if (call.reply === undefined) return undefined
    if (!response.headers.get('content-type')?.includes('json')) throw unexpectedAnswer(response)
    return await response.json()
  } catch (error) {
    if (error instanceof PorticoError || init.signal?.aborted) throw error
    throw unreachable(error)
  }
}

/** Too many requests: nothing was done. Otherwise something may have been, and must not be done twice. */
function mayRepeat({ status, code }: PorticoError, { method, idempotent }: Call): boolean {
  if (status === 429) return true
  const isSafe = method === 'GET' || method === 'PUT' || method === 'DELETE' || idempotent === true
  const mayPass = code === 'unreachable' || code === 'idempotency-in-flight'
  return isSafe && (mayPass || [502, 503, 504].includes(status))
}

/** About half a second, then twice as long each time; not the same for all who were refused at the same moment. */
const usualPause = (failures: number) => Math.min(2 ** failures, 16) * (0.25 + Math.random() / 4)

/** `randomUUID` is missing in pages that come over plain HTTP. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
