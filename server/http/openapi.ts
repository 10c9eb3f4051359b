import type * as z from 'zod'
import { cookieName } from './cookies.ts'
import { takesIdempotencyKey, type Caller, type Endpoint } from './endpoint.ts'
import { jsonSchema, type Json } from './json-schema.ts'
import { scopeFor } from './key-scopes.ts'

const CALLERS: Record<Caller, string> = {
  machine: 'other programs',
  anyone: 'anyone, without a session',
  choosing: 'a portal session, also one that must first choose a password',
  portal: 'a portal session',
  viewer: 'any staff member',
  manager: 'staff with the role manager or owner',
  owner: 'staff with the role owner',
}

/** The OpenAPI 3.1 description, made from the declarations only. */
export function openApi(endpoints: Endpoint[], publicUrl: URL): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portico',
      version: '1',
      description:
        'Customers, their contacts and the contacts’ passwords for a customer portal; invoices, payments, reminders and statements, and what was delivered to whom. Amounts are whole numbers of the currency’s smallest unit, such as cents; times are RFC 3339 in UTC, ids are UUIDs. Errors are problem+json (RFC 9457). Programs send an API key as Authorization: Bearer. With a session instead of a key, changes need the header Origin with the address of this server. Edits need If-Match with the version that was read.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      contact: { name: 'Whoever runs this Portico', url: publicUrl.origin },
    },
    servers: [{ url: publicUrl.origin }],
    tags: [...new Set(endpoints.map(tagOf))].toSorted().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        staff: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName('staff', publicUrl),
          description: 'From POST /v1/session.',
        },
        key: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'portico_…',
          description: 'An API key, made by an owner on Organization > API keys.',
        },
        portal: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName('portal', publicUrl),
          description: 'From POST /v1/portals/{portal}/session.',
        },
      },
      schemas: { Problem: PROBLEM },
      responses: {
        Refusal: problemResponse('A refusal: what is wrong and how to put it right.'),
        Fault: problemResponse(
          'Portico is overloaded, at fault or cannot reach something: when to try again.',
        ),
      },
    },
  }
}

const problemResponse = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** Who may call an endpoint, in words. */
export const callerInWords = (caller: Caller): string => CALLERS[caller]

/** What an API key needs for it. */
export function scopeInWords(endpoint: Endpoint): string {
  const scope = scopeFor(endpoint)
  if (scope === null) return ''
  const besides = endpoint.letsIn ? `, and portal-access:write ${endpoint.letsIn.when}` : ''
  return `An API key needs the scope ${scope}${besides}.`
}

/** When an endpoint asks for the password once more. */
export const freshInWords = ({ fresh }: Endpoint): string =>
  fresh
    ? `Needs the password to have been typed within the last 30 minutes (POST /v1/session/password) ${fresh.when}.`
    : ''

/** Where a POST is not done once for each `Idempotency-Key`. */
export const refusesKeyInWords = (endpoint: Endpoint): string | false =>
  endpoint.method === 'POST' &&
  endpoint.caller !== 'machine' &&
  !takesIdempotencyKey(endpoint) &&
  'Refuses Idempotency-Key.'

const fileSchema = (type: string): Json =>
  type.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' }

function operation(endpoint: Endpoint): Json {
  const { caller, upload, raw, body, reply, download } = endpoint
  const scope = scopeFor(endpoint)
  const status = endpoint.status ?? (reply || download ? 200 : 204)
  const content = raw
    ? { '*/*': {} }
    : upload
      ? Object.fromEntries(upload.types.map((type) => [type, { schema: fileSchema(type) }]))
      : body && { 'application/json': { schema: jsonSchema(body, 'input') } }
  const answered = download
    ? { [download]: { schema: fileSchema(download) } }
    : reply && { 'application/json': { schema: jsonSchema(reply, 'output') } }
  return {
    operationId: operationId(endpoint),
    summary: endpoint.summary,
    description: [
      endpoint.description,
      `For ${CALLERS[caller]}.`,
      scopeInWords(endpoint),
      freshInWords(endpoint),
    ]
      .filter(Boolean)
      .join('\n\n'),
    tags: [tagOf(endpoint)],
    security:
      caller === 'anyone' || caller === 'machine'
        ? []
        : caller === 'portal' || caller === 'choosing'
          ? [{ portal: [] }]
          : [...(scope === null ? [] : [{ key: [] }]), { staff: [] }],
    ...(scope !== null && { 'x-api-key-scope': scope }),
    parameters: parameters(endpoint),
    ...(content && { requestBody: { required: true, content } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done.' : 'As asked.',
        ...(answered && { content: answered }),
      },
      ...(endpoint.mayCreate && { 201: { description: 'Added.', ...(answered && { content: answered }) } }),
      '4XX': { $ref: '#/components/responses/Refusal' },
      '5XX': { $ref: '#/components/responses/Fault' },
    },
  }
}

/** The noun of an endpoint. */
const tagOf = ({ path }: Endpoint) => path.split('/')[2]!

function operationId({ method, path }: Endpoint): string {
  const words = path.replace('/v1', '').split(/[^A-Za-z]+/)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function parameters(endpoint: Endpoint): Json[] {
  const { params, query, ifMatch } = endpoint
  return [
    ...named(params, 'path'),
    ...named(query, 'query'),
    ...(ifMatch
      ? [
          {
            name: 'If-Match',
            in: 'header',
            required: true,
            description: 'The version that was read, such as "3".',
            schema: { type: 'string' },
          },
        ]
      : []),
    ...(takesIdempotencyKey(endpoint)
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            description:
              'Yours, 1 to 200 characters: the same request with the same key within 24 hours is done once, and gets the first reply again.',
            schema: { type: 'string' },
          },
        ]
      : []),
  ]
}

function named(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return []
  const { properties, required } = jsonSchema(schema, 'input') as {
    properties: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || (required?.includes(name) ?? false),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'Names the kind of problem, for programs.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened and what to do, for people.' },
    errors: {
      type: 'array',
      description: 'Every field that is wrong.',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON pointer (RFC 6901) into what was sent.' },
          detail: { type: 'string' },
        },
      },
    },
  },
}
