import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import * as z from 'zod'
import { INSTALLATION } from '../database/id.ts'
import { byKey, byPerson, byStaff, bySystem, type Actor } from '../scope/actor.ts'
import { inOrganization, type Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { clientAddress } from './client-network.ts'
import { Cookies } from './cookies.ts'
import { isCreated } from './created.ts'
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from './endpoint.ts'
import { check } from './field-errors.ts'
import { requireFreshPassword } from './fresh-password.ts'
import { bearerOf, NotForKeys, requireScope, type KeyCaller } from './key-caller.ts'
import { countRequest } from './key-limit.ts'
import { scopeFor, type KeyScope } from './key-scopes.ts'
import { readIdempotency, type Idempotency } from './idempotency.ts'
import {
  InvalidRequest,
  NotAllowed,
  NotFound,
  NotSignedIn,
  Problem,
  TooLarge,
  UnsupportedType,
  VersionMissing,
  WrongOrigin,
  type FieldError,
} from './problems.ts'
import { mostBodyBytes } from './json-body.ts'
import { replyWriter } from './reply-writer.ts'

/** A signed-in staff member, in the organization they work for now. */
export interface StaffCaller {
  organizationId: string
  sessionId: string
  memberId: string
  accountId: string
  name: string
  email: string
  role: 'owner' | 'manager' | 'viewer'
  /** When the password was last typed in this session. */
  passwordShownAt: Date
}

/** A signed-in contact, at one organization's portal. */
export interface PortalCaller {
  organizationId: string
  sessionId: string
  personId: string
  name: string
  /** May only choose a password. */
  choosing: boolean
}

/** Staff, or a program of theirs: exactly one of them. */
export type StaffOrKey = { staff: StaffCaller; key?: undefined } | { staff?: undefined; key: KeyCaller }

/** Finds out whose session or key a request carries. */
export interface Identify {
  staff(cookies: Cookies, services: Services, wanted: Endpoint): Promise<StaffCaller | null>
  portal(cookies: Cookies, portal: string, services: Services): Promise<PortalCaller | null>
  /** Throws `KeyRefused` where it is none of ours, or not any more, or not from there. */
  key(key: string, address: string, services: Services): Promise<KeyCaller>
  /** Told when a staff member's role, or a key's scopes, do not allow what they ask for. */
  notAllowed(by: StaffOrKey, wanted: Endpoint, client: Client, services: Services): void
}

/** A request of which nothing is read before its signature is checked: a stranger's body costs nothing. */
export interface RawRequest {
  header(name: string): string | undefined
  body(): Promise<Buffer>
}

export interface Client {
  address: string
  userAgent: string
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

interface Admitted {
  staff?: StaffCaller
  key?: KeyCaller
  portal?: PortalCaller
}

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
    upload: E extends { upload: object } ? Readable : undefined
    raw: E extends { raw: object } ? RawRequest : undefined
    version: E extends { ifMatch: true } ? number : undefined
    idempotency: E extends { idempotent: true } ? Idempotency | undefined : undefined
  }

/** A file whose name people see when they save it. */
export interface NamedFile {
  filename: string
  content: Buffer
}

type Result<E extends Endpoint> = E['download'] extends 'application/pdf'
  ? NamedFile
  : E['download'] extends string
    ? Readable | string
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
    const status = endpoint.status ?? (endpoint.reply || endpoint.download ? 200 : 204)
    const write = endpoint.reply && replyWriter(endpoint.reply)
    const scope = scopeFor(endpoint)
    const letIn = async (request: FastifyRequest, reply: FastifyReply, cookies: Cookies) => {
      const bearer = isForStaff(endpoint) ? bearerOf(request.headers.authorization) : undefined
      if (bearer !== undefined) {
        const key = await admitKey(bearer, { endpoint, scope, request, identify, services })
        await countRequest(services, key, reply)
        return { key }
      }
      if (endpoint.caller !== 'machine') refuseForeignOrigin(request, services.publicUrl)
      return admit(endpoint, request, cookies, identify, services)
    }
    const route: RouteOptions = {
      method: endpoint.method,
      url: endpoint.path,
      bodyLimit: endpoint.upload?.mostBytes ?? endpoint.raw?.mostBytes ?? mostBodyBytes(endpoint.caller),
      config: { upload: endpoint.upload !== undefined },
      // A caller who may not come in is told so before any of the body is read.
      ...((endpoint.body ?? endpoint.upload) && {
        onRequest: async (request, reply) => {
          request.admitted = await letIn(request, reply, new Cookies(request, reply, services.publicUrl))
        },
      }),
      handler: async (request, reply) => {
        const cookies = new Cookies(request, reply, services.publicUrl)
        const caller = request.admitted ?? (await letIn(request, reply, cookies))
        if (!endpoint.raw) refuseOtherType(request, endpoint)
        const idempotency = readIdempotency(request, endpoint)
        const params = parse(endpoint.params, request.params, notFound)
        const query = parse(endpoint.query ?? NO_QUERY, request.query, invalid)
        const body =
          endpoint.upload || endpoint.raw
            ? undefined
            : parse(endpoint.body ?? NO_BODY, request.body ?? undefined, invalid)
        if (caller.staff && endpoint.fresh?.asks?.(body)) requireFreshPassword(caller.staff, services.clock())
        if (caller.key && endpoint.letsIn?.asks(body)) requireScope(caller.key, 'portal-access:write')
        const organizationId = (caller.staff ?? caller.key ?? caller.portal)?.organizationId ?? INSTALLATION
        const result = await handle({
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
          upload: endpoint.upload ? request.body : undefined,
          raw: endpoint.raw && rawRequest(request, endpoint.raw),
          version: endpoint.ifMatch ? readVersion(request) : undefined,
          idempotency,
          client: clientOf(request),
          cookies,
        } as Call<Endpoint>)
        if (result instanceof Problem) return answer(reply, result)
        reply.header('cache-control', 'no-store').status(isCreated(result) ? 201 : status)
        // Not "cookies" or "storage": the other app of this origin has its session there, and this one its
        // preferences.
        if (endpoint.signsOut) reply.header('clear-site-data', '"cache"')
        if (status === 204) return reply.send()
        if (endpoint.download === 'application/pdf') return sendPdf(reply, result as unknown as NamedFile)
        if (endpoint.download) return reply.type(typeOf(endpoint.download)).send(result)
        const version = (result as { version?: unknown } | undefined)?.version
        if (typeof version === 'number') reply.header('etag', `"${version}"`)
        return reply.type('application/json; charset=utf-8').send(write!(result))
      },
    }
    if (endpoint.raw) mountRaw(server, route)
    else server.route(route)
  }
}

const typeOf = (download: string) => (download.startsWith('text/') ? `${download}; charset=utf-8` : download)

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

/** Shown in the browser, and saved under its name (RFC 6266). */
function sendPdf(reply: FastifyReply, { filename, content }: NamedFile) {
  const plain = filename.replace(/[^\w.-]+/g, '-')
  return reply
    .type('application/pdf')
    .header(
      'content-disposition',
      `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(filename)}`,
    )
    .send(content)
}

/** Sends a problem as RFC 9457 defines it. */
export function answer(reply: FastifyReply, problem: Problem) {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  if (problem.headers) reply.headers(problem.headers)
  return reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify as (payload: unknown) => string)
    .send(problem.toJSON())
}

function clientOf(request: FastifyRequest): Client {
  return {
    address: clientAddress(request.ip),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD'])

function refuseForeignOrigin(request: FastifyRequest, publicUrl: URL) {
  if (!SAFE_METHODS.has(request.method) && request.headers.origin !== publicUrl.origin)
    throw new WrongOrigin(publicUrl.origin)
}

/** Files come as a stream and JSON does not: one in place of the other was sent under the wrong type. */
function refuseOtherType({ body }: FastifyRequest, { upload }: Endpoint) {
  if (body instanceof Readable !== Boolean(upload) && (upload || body !== undefined))
    throw new UnsupportedType(upload?.types)
}

const RANK = { viewer: 1, manager: 2, owner: 3 }

async function admit(
  endpoint: Endpoint,
  request: FastifyRequest,
  cookies: Cookies,
  identify: Identify,
  services: Services,
): Promise<Admitted> {
  const { caller } = endpoint
  if (caller === 'anyone' || caller === 'machine') return {}
  if (caller === 'choosing' || caller === 'portal') {
    const portal = await identify.portal(cookies, (request.params as { portal: string }).portal, services)
    if (!portal) throw new NotSignedIn()
    if (portal.choosing && caller !== 'choosing')
      throw new NotAllowed('Choose your own password first. The temporary one opens nothing else.')
    return { portal }
  }
  const staff = await identify.staff(cookies, services, endpoint)
  if (!staff) throw new NotSignedIn()
  if (RANK[staff.role] < RANK[caller]) {
    identify.notAllowed({ staff }, endpoint, clientOf(request), services)
    throw new NotAllowed(
      `This needs the role ${ROLES[caller]}; yours is ${ROLES[staff.role]}. Ask an owner of the organization.`,
    )
  }
  return { staff }
}

const isForStaff = ({ caller }: Endpoint) => caller === 'viewer' || caller === 'manager' || caller === 'owner'

interface Presented {
  endpoint: Endpoint
  scope: KeyScope | null
  request: FastifyRequest
  identify: Identify
  services: Services
}

/** A program shows its key by itself, which no other site can have a browser do: so it needs no Origin. */
async function admitKey(
  bearer: string,
  { endpoint, scope, request, identify, services }: Presented,
): Promise<KeyCaller> {
  const client = clientOf(request)
  const key = await identify.key(bearer, client.address, services)
  if (scope === null) throw new NotForKeys()
  try {
    requireScope(key, scope)
  } catch (error) {
    identify.notAllowed({ key }, endpoint, client, services)
    throw error
  }
  return key
}

/** As staff read them. */
const ROLES = { viewer: 'View only', manager: 'Manager', owner: 'Owner' }

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
