import {
  takesIdempotencyKey,
  type BodyFor,
  type Endpoint,
  type ParamsFor,
  type QueryFor,
  type ReplyOf,
} from '../../server/http/endpoint.ts'
import { doneOnce } from './done-once.ts'
import { type ProblemBody, ProblemError, UNREACHABLE } from './problem.ts'
import { whileWaiting } from './waiting.ts'

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : { [N in Name]: Value }

/** The parts that the endpoint's declaration asks for, and no others. */
export type Request<E extends Endpoint> = Part<'params', ParamsFor<E>> & {
  query?: QueryFor<E>
} & (E['upload'] extends object ? { body: Blob } : Part<'body', BodyFor<E>>) &
  (E['ifMatch'] extends true ? { version: number } : { version?: undefined }) & {
    signal?: AbortSignal
  }

type Arguments<E extends Endpoint> =
  Record<never, never> extends Request<E> ? [request?: Request<E>] : [request: Request<E>]

/** Called when the server no longer knows the caller. Resolves to whether they signed in again, so that the call can be repeated. */
let whenSignedOut: () => Promise<boolean> = async () => false

export function onSignedOut(signInAgain: () => Promise<boolean>) {
  whenSignedOut = signInAgain
}

/** Called when a call needs the password once more. Resolves to whether it was typed, so that the call can be repeated. */
let whenPasswordIsNeeded: () => Promise<boolean> = async () => false

export function onPasswordNeeded(askForPassword: () => Promise<boolean>) {
  whenPasswordIsNeeded = askForPassword
}

/** Called when the organization is at another installation now: this page is left. */
let whenMoved: (origin: string) => void = () => {}

export function onMoved(leave: (origin: string) => void) {
  whenMoved = leave
}

/** Calls an endpoint as it is declared. A refusal is thrown as a ProblemError. */
export async function call<const E extends Endpoint>(
  endpoint: E,
  ...[request]: Arguments<E>
): Promise<ReplyOf<E>> {
  const parts = (request ?? {}) as LooseRequest
  const ask = (idempotencyKey?: string) =>
    whileWaiting(endpoint.method, parts.signal, async (signal): Promise<Reply> => {
      const response = await send(endpoint, { ...parts, signal, idempotencyKey })
      if (!response.ok) return { problem: await problemFrom(response) }
      if (endpoint.download) return { body: await response.text() }
      return { body: response.status === 204 ? undefined : await response.json() }
    })
  const reply = await (takesIdempotencyKey(endpoint) && !endpoint.readsOnly
    ? doneOnce([addressOf(endpoint, parts), parts.version, parts.body], ask)
    : ask())
  if (!reply.problem) return reply.body as ReplyOf<E>
  if (reply.problem.kind === 'moved') whenMoved(String(reply.problem.problem['origin']))
  if (await isWorthRepeating(reply.problem)) return await call(endpoint, ...([request] as Arguments<E>))
  throw reply.problem
}

async function isWorthRepeating({ kind }: ProblemError): Promise<boolean> {
  if (kind === 'not-signed-in') return whenSignedOut()
  return kind === 'password-needed' && (await whenPasswordIsNeeded())
}

/** Where an endpoint is: for links and downloads. */
export function addressOf(endpoint: Endpoint, parts: Pick<LooseRequest, 'params' | 'query'> = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(written(parts.params?.[name])),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    const text = written(value)
    if (text !== '') query.set(name, text)
  }
  return query.size ? `${path}?${query}` : path
}

/** Query strings carry text, numbers and switches; undefined values are left out. */
function written(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

type Reply = { problem: ProblemError } | { problem?: undefined; body: unknown }

interface LooseRequest {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  version?: number
  signal?: AbortSignal
}

async function send(
  endpoint: Endpoint,
  parts: LooseRequest & { signal: AbortSignal; idempotencyKey: string | undefined },
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  if (parts.version !== undefined) headers.set('if-match', `"${parts.version}"`)
  if (parts.idempotencyKey) headers.set('idempotency-key', parts.idempotencyKey)
  if (endpoint.upload) headers.set('content-type', endpoint.upload.types[0]!)
  else if (parts.body !== undefined) headers.set('content-type', 'application/json')
  try {
    return await fetch(addressOf(endpoint, parts), {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      body:
        parts.body instanceof Blob
          ? parts.body
          : parts.body === undefined
            ? undefined
            : JSON.stringify(parts.body),
      signal: parts.signal,
    })
  } catch (error) {
    if (parts.signal.aborted) throw error
    throw new ProblemError({
      type: 'about:blank#unreachable',
      title: 'The server cannot be reached',
      status: UNREACHABLE,
    })
  }
}

async function problemFrom(response: Response): Promise<ProblemError> {
  const retryAfterSeconds = Number(response.headers.get('retry-after')) || undefined
  const fallback: ProblemBody = {
    type: 'about:blank',
    title: 'The server could not answer',
    status: response.status,
  }
  const isJson = response.headers.get('content-type')?.includes('json')
  const body = isJson ? await response.json().catch(() => fallback) : fallback
  return new ProblemError(body as ProblemBody, retryAfterSeconds)
}
