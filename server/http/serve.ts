import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import * as z from 'zod'
import { INSTALLATION } from '../database/id.ts'
import { byKey, byPerson, byStaff, bySystem, type Actor } from '../scope/actor.ts'
import { inOrganization, type Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import {
  answerWriter,
  sendAnswer,
  sendDownload,
  sendProblem,
  type Created,
  type NamedFile,
} from './answer.ts'
import { clientOf, type Client } from './client-network.ts'
import { Cookies } from './cookies.ts'
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from './endpoint.ts'
import { check } from './field-errors.ts'
import { requireFreshPassword } from './fresh-password.ts'
import { idempotencyOf, once, readIdempotencyKey } from './idempotency.ts'
import { mostBodyBytes } from './json-body.ts'
import { requireScope } from './key-caller.ts'
import {
  doorOf,
  type Admitted,
  type Identify,
  type PortalCaller,
  type StaffCaller,
  type StaffOrKey,
} from './let-in.ts'
import {
  InvalidRequest,
  NotFound,
  Problem,
  TooLarge,
  UnsupportedType,
  VersionMissing,
  type FieldError,
} from './problems.ts'
import { receiveFile, type ReceivedFile } from './receive-file.ts'

/** A request of which nothing is read before its signature is checked: a stranger's body costs nothing. */
export interface RawRequest {
  header(name: string): string | undefined
  body(): Promise<Buffer>
}

/** What is asked at a door: the scope, where from, and what the browser carries. */
export interface Visit extends Scope {
  client: Client
  cookies: Cookies
}

/** The same visit, in an organization that no session names. */
export const visitAt = (visit: Visit, organizationId: string): Visit => ({
  ...inOrganization(visit.services, organizationId, visit.now),
  client: visit.client,
  cookies: visit.cookies,
})

type CallerOf<E extends Endpoint> = E['caller'] extends 'anyone' | 'machine'
  ? unknown
  : E['caller'] extends 'choosing' | 'portal'
    ? { portal: PortalCaller }
    : E extends { caller: 'owner' } | { inPerson: true }
      ? { staff: StaffCaller }
      : StaffOrKey

declare module 'fastify' {
  interface FastifyRequest {
    /** Set if the caller was identified before the body was read. */
    admitted: Admitted | undefined
  }
}

/** Everything a handler may need of one request, validated: the scope of the caller's organization, and what was sent. */
export type Call<E extends Endpoint = Endpoint> = Visit &
  CallerOf<E> & {
    params: ParamsOf<E>
    query: QueryOf<E>
    body: BodyOf<E>
    upload: E extends { upload: object } ? ReceivedFile : undefined
    raw: E extends { raw: object } ? RawRequest : undefined
    version: E extends { ifMatch: true } ? number : undefined
  }

type Result<E extends Endpoint> = E['download'] extends 'application/pdf'
  ? NamedFile
  : E['download'] extends string
    ? Readable | string
    : E extends { mayCreate: true }
      ? ReplyOf<E> | Created<ReplyOf<E>>
      : ReplyOf<E>

/**
 * A handler returns a reply, throws a problem (nothing happened), or returns one (refused, and what it wrote stays).
 */
type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Result<E> | Problem> | Result<E> | Problem

export interface Route {
  endpoint: Endpoint
  handle: Handler<Endpoint>
}

/** Binds the endpoints of a noun to what they do. */
export function serve<Api extends Record<string, Endpoint>>(
  api: Api,
  handlers: { [Name in keyof Api]: Handler<Api[Name]> },
): Route[] {
  return Object.entries(api).map(([name, endpoint]) => ({
    endpoint,
    handle: handlers[name] as Handler<Endpoint>,
  }))
}

/** Puts the routes into the server. */
export function mount(server: FastifyInstance, routes: Route[], identify: Identify, services: Services) {
  server.decorateRequest('admitted', undefined)
  for (const { endpoint, handle } of routes) {
    const letIn = doorOf(endpoint, identify, services)
    const writeAnswer = answerWriter(endpoint)
    const run = async (call: Call) => {
      const result = await handle(call)
      return result instanceof Problem ? result : writeAnswer(result)
    }
    const route: RouteOptions = {
      method: endpoint.method,
      url: endpoint.path,
      bodyLimit: endpoint.upload?.mostBytes ?? endpoint.raw?.mostBytes ?? mostBodyBytes(endpoint.caller),
      config: { upload: endpoint.upload !== undefined },
      // A caller who may not come in is told so before any of the body is read.
      ...((endpoint.body ?? endpoint.upload) && {
        onRequest: async (request, reply) => {
          request.admitted = await letIn(request, reply)
        },
      }),
      handler: async (request, reply) => {
        const caller = request.admitted ?? (await letIn(request, reply))
        const key = readIdempotencyKey(request, endpoint)
        const call = readCall(request, endpoint, caller, {
          services,
          cookies: new Cookies(request, reply, services.publicUrl),
        })
        if (endpoint.download) {
          const result = await handle(call)
          if (result instanceof Problem) return sendProblem(reply, result)
          return sendDownload(reply, endpoint.download, result as unknown as NamedFile | Readable | string)
        }
        const answer = await withUpload(request, endpoint, call, (received) =>
          key === undefined
            ? run(received)
            : once(received, idempotencyOf(key, request, endpoint, received), run),
        )
        if (answer instanceof Problem) return sendProblem(reply, answer)
        // Not "cookies" or "storage": the other app of this origin has its session there, and this one its
        // preferences.
        if (endpoint.signsOut) reply.header('clear-site-data', '"cache"')
        return sendAnswer(reply, answer)
      },
    }
    if (endpoint.raw) mountRaw(server, route)
    else server.route(route)
  }
}

/** Checks what was sent, and that the caller may ask for that. An upload is yet to be received. */
function readCall(
  request: FastifyRequest,
  endpoint: Endpoint,
  caller: Admitted,
  { services, cookies }: { services: Services; cookies: Cookies },
): Call {
  if (!endpoint.raw) refuseOtherType(request, endpoint)
  const params = parse(endpoint.params, request.params, notFound)
  const query = parse(endpoint.query ?? NO_QUERY, request.query, invalid)
  const body =
    endpoint.upload || endpoint.raw
      ? undefined
      : parse(endpoint.body ?? NO_BODY, request.body ?? undefined, invalid)
  if (caller.staff && endpoint.fresh?.asks?.(body)) requireFreshPassword(caller.staff, services.clock())
  if (caller.key && endpoint.letsIn?.asks(body)) requireScope(caller.key, 'portal-access:write')
  const organizationId = (caller.staff ?? caller.key ?? caller.portal)?.organizationId ?? INSTALLATION
  return {
    staff: caller.staff,
    key: caller.key,
    portal: caller.portal,
    organizationId,
    by: actorOf(caller),
    services,
    db: services.database.of(organizationId),
    now: services.clock(),
    params,
    query,
    body,
    upload: undefined,
    raw: endpoint.raw && rawRequest(request, endpoint.raw),
    version: endpoint.ifMatch ? readVersion(request) : undefined,
    client: clientOf(request),
    cookies,
  } as Call
}

/** Receives the whole file first: then no transaction waits for a slow line. */
async function withUpload<T>(
  { body }: FastifyRequest,
  { upload }: Endpoint,
  call: Call,
  run: (call: Call) => Promise<T>,
): Promise<T> {
  if (!upload) return run(call)
  const file = await receiveFile(body as Readable, upload.mostBytes)
  try {
    const received: Visit & { upload: ReceivedFile } = { ...call, upload: file }
    return await run(received as Visit as Call)
  } finally {
    await file.remove()
  }
}

function actorOf({ staff, key, portal }: Admitted): Actor {
  if (staff) return byStaff(staff)
  if (key) return byKey(key)
  return portal ? byPerson(portal) : bySystem(INSTALLATION)
}

/** In a scope of its own, where a body of any type is left as it comes. */
function mountRaw(server: FastifyInstance, route: RouteOptions) {
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload))
    scope.route(route)
    done()
  })
}

function rawRequest({ body, headers }: FastifyRequest, { mostBytes }: { mostBytes: number }): RawRequest {
  return {
    header: (name) => [headers[name] ?? []].flat()[0],
    body: () => (body instanceof Readable ? readAll(body, mostBytes) : Promise.resolve(Buffer.alloc(0))),
  }
}

async function readAll(stream: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new TooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Files come as a stream and JSON does not: one in place of the other was sent under the wrong type. */
function refuseOtherType({ body }: FastifyRequest, { upload }: Endpoint) {
  if (body instanceof Readable !== Boolean(upload) && (upload || body !== undefined))
    throw new UnsupportedType(upload?.types)
}

const NO_QUERY = z.strictObject({})
const NO_BODY = z.strictObject({}).optional()

function parse<T>(
  schema: z.ZodType<T> | undefined,
  input: unknown,
  refuse: (errors: FieldError[]) => Problem,
) {
  if (!schema) return undefined
  const checked = check(schema, input)
  if (checked.ok) return checked.data
  throw refuse(checked.errors)
}

/** An id that cannot be one is told like one that nothing has: `/customerId` as "There is no such customer." */
const notFound = ([error]: FieldError[]) => new NotFound(error?.pointer.slice(1).replace(/Id$/, ''))

const invalid = (errors: FieldError[]) => new InvalidRequest(errors)

/** RFC 9110 If-Match with one strong tag, or the bare number. */
function readVersion(request: FastifyRequest): number {
  const header = request.headers['if-match']
  if (header === undefined) throw new VersionMissing()
  const version = /^"?([1-9][0-9]{0,8})"?$/.exec(header)?.[1]
  if (version === undefined)
    throw new InvalidRequest([
      { pointer: '/If-Match', detail: 'Send the version you read, for example "3".' },
    ])
  return Number(version)
}
