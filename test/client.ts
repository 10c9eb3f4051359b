import { randomUUID } from 'node:crypto'
import {
  takesIdempotencyKey,
  type BodyFor,
  type Endpoint,
  type ParamsFor,
  type QueryFor,
  type ReplyOf,
} from '../server/http/endpoint.ts'

/** A refused call: the problem that the server replied with. */
export class Refused extends Error {
  readonly status: number
  readonly problem: {
    type: string
    detail: string
    errors?: { pointer: string; detail: string }[]
    [key: string]: unknown
  }
  readonly retryAfter: string | undefined

  constructor(status: number, problem: Refused['problem'], retryAfter: string | undefined) {
    super(`${status} ${problem.detail}`)
    this.status = status
    this.problem = problem
    this.retryAfter = retryAfter
  }

  /** The last word of the problem's type, such as `not-found`. */
  get code() {
    return this.problem.type.split('#')[1]
  }
}

type Given<Name extends string, Value> = undefined extends Value
  ? { [N in Name]?: Exclude<Value, undefined> }
  : { [N in Name]: Value }

export type Sent<E extends Endpoint> = Given<'params', ParamsFor<E>> &
  Given<'body', BodyFor<E>> & { query?: Partial<QueryFor<E>>; version?: number; idempotencyKey?: string }

type Arguments<E extends Endpoint> = Record<never, never> extends Sent<E> ? [sent?: Sent<E>] : [sent: Sent<E>]

/** How requests travel: into the server itself (`FastifyInstance` can), or over HTTP (`faults/over-http.ts`). */
export interface Wire {
  inject(request: {
    method: Endpoint['method']
    url: string
    remoteAddress: string
    headers: Record<string, string>
    payload?: string | Buffer
  }): PromiseLike<{ statusCode: number; headers: Record<string, unknown>; body: string; rawPayload?: Buffer }>
}

interface Manner {
  address?: string
  /** Of a program. */
  key?: string | undefined
  /**
   * Sends every other POST twice under one Idempotency-Key, as people do whose line broke: what the tests tell must stay true.
   * `EVERY_POST_TWICE=1` insists on all of them.
   */
  insists?: boolean
}

/** A browser without a screen: keeps its cookies, sends its origin, and calls the declared endpoints. */
export class Client {
  readonly #wire: Wire
  readonly #origin: string
  readonly #key: string | undefined
  readonly address: string
  readonly cookies = new Map<string, string>()

  readonly #insists: boolean
  #posts = 0

  constructor(wire: Wire, origin: string, { address = '127.0.0.1', key, insists = false }: Manner = {}) {
    this.#wire = wire
    this.#origin = origin
    this.#key = key
    this.#insists = insists
    this.address = address
  }

  /** A program on the same way, which shows an API key instead. */
  withKey(key: string, address = this.address): Client {
    return new Client(this.#wire, this.#origin, { address, key, insists: this.#insists })
  }

  /** Calls an endpoint and returns its reply; throws `Refused` if that is a problem. */
  async call<E extends Endpoint>(endpoint: E, ...[sent]: Arguments<E>): Promise<ReplyOf<E>> {
    const { body, version, idempotencyKey } = (sent ?? {}) as {
      body?: unknown
      version?: number
      idempotencyKey?: string
    }
    const isInsisting = idempotencyKey === undefined && this.#isInsisting(endpoint)
    const key = isInsisting ? randomUUID() : idempotencyKey
    const request = {
      ...(body !== undefined && { payload: JSON.stringify(body), type: 'application/json' }),
      headers: {
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
    }
    const url = addressOf(endpoint, sent)
    const { json, text } = await this.send(endpoint.method, url, request)
    if (isInsisting && (await this.send(endpoint.method, url, request)).text !== text)
      throw new Error(`${endpoint.method} ${url}, sent twice under one key, was answered in two ways`)
    return json as ReplyOf<E>
  }

  #isInsisting(endpoint: Endpoint): boolean {
    if (!this.#insists || !takesIdempotencyKey(endpoint) || endpoint.shownOnce) return false
    this.#posts += 1
    return this.#posts % 2 === 0 || Boolean(process.env['EVERY_POST_TWICE'])
  }

  /** Gets a file as its bytes. */
  async download<E extends Endpoint>(endpoint: E, ...[sent]: Arguments<E>) {
    const { content, headers } = await this.send(endpoint.method, addressOf(endpoint, sent))
    return { content, headers }
  }

  /** Sends a request as it is; throws `Refused` if the reply is a problem. */
  async send(
    method: Endpoint['method'],
    url: string,
    {
      payload,
      type,
      headers,
    }: { payload?: string | Buffer; type?: string; headers?: Record<string, string> } = {},
  ): Promise<{
    status: number
    json: unknown
    text: string
    content: Buffer
    headers: Record<string, unknown>
  }> {
    const response = await this.#wire.inject({
      method,
      url,
      remoteAddress: this.address,
      headers: {
        ...(this.#key === undefined ? { origin: this.#origin } : { authorization: `Bearer ${this.#key}` }),
        'user-agent': 'a test',
        ...(this.cookies.size > 0 && {
          cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        ...(type && { 'content-type': type }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    })
    this.#keepCookies(response.headers['set-cookie'] as string | string[] | undefined)
    const isJson = /json/.test((response.headers['content-type'] as string | undefined) ?? '')
    const json: unknown = isJson && response.body ? JSON.parse(response.body) : undefined
    if (response.statusCode >= 400)
      throw new Refused(
        response.statusCode,
        (json ?? { type: '#none', detail: response.body }) as Refused['problem'],
        response.headers['retry-after'] as string | undefined,
      )
    const content = response.rawPayload ?? Buffer.from(response.body)
    return { status: response.statusCode, json, text: response.body, content, headers: response.headers }
  }

  #keepCookies(header: string | string[] | undefined) {
    for (const cookie of [header ?? []].flat()) {
      const [pair = '', ...attributes] = cookie.split('; ')
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}

function addressOf(endpoint: Endpoint, sent: object | undefined): string {
  const { params, query } = (sent ?? {}) as {
    params?: Record<string, unknown>
    query?: Record<string, string | number | boolean | undefined>
  }
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name])),
  )
  const search = new URLSearchParams(
    Object.entries(query ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    ),
  )
  return search.size > 0 ? `${path}?${search.toString()}` : path
}

/** The problem that a call is refused with. Fails the test if it is not refused. */
export async function refused(call: Promise<unknown>): Promise<Refused> {
  try {
    await call
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('the call was not refused')
}
