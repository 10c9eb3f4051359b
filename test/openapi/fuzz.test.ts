import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CALLS, type Portico } from '../../client/api.ts'
import { openConnected } from '../../client/test/connected.ts'
import { apiKeysApi } from '../../server/api-keys/api-keys.api.ts'
import type { Json } from '../../server/http/json-schema.ts'
import { PROBLEMS } from '../../server/http/problem-catalogue.ts'
import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { remindersApi } from '../../server/reminders/reminders.api.ts'
import { staffSessionApi } from '../../server/staff/staff.api.ts'
import { webhooksApi } from '../../server/webhooks/webhooks.api.ts'
import { recording, type Exchange } from '../api-examples/record.ts'
import { tellStory } from '../api-examples/story.ts'
import type { Client } from '../client.ts'
import { ORIGIN, OWNER } from '../world.ts'
import { description } from './described.ts'
import { spoiled, valuesOf, type Ids } from './from-schema.ts'

/** How often each operation is called. `FUZZ=1000` does more, and other things each time. */
const RUNS = Number(process.env['FUZZ'] ?? 20)
const SEED = process.env['FUZZ'] === undefined ? { seed: 4711 } : {}

interface Operation {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Json }[]
  requestBody?: { content: Record<string, { schema?: Json }> }
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Json }> }>
  security: Record<string, string[]>[]
}

const operations = Object.entries(description['paths'] as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase() as Operation['method'],
      name: `${method.toUpperCase()} ${path}`,
    })),
)

test('whatever its schemas allow or forbid, each operation answers as they say, or refuses as the catalogue says', async () => {
  const { world, key, address } = await openConnected()
  const { portico, exchanges } = recording(address, key)
  await tellStory(portico, world)
  const contact = await signInContact(portico, world)
  await showPassword(world.owner)
  const ids = await idsOf(exchanges.values(), world)
  const conforms = conformance()
  const faults: string[] = []
  // What takes something away comes late, and what may end a session last.
  for (const operation of operations.toSorted((one, other) => harm(one) - harm(other))) {
    // A key may send so many requests a minute.
    world.clock.advance({ minutes: 1 })
    await showPassword(world.owner)
    const client = operation.security.some(({ portal }) => portal) ? contact : world.owner
    const headers: Record<string, string> = operation.security.some((one) => one['key'])
      ? { authorization: `Bearer ${key}` }
      : { origin: ORIGIN, cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const property = fc.asyncProperty(
      requestsOf(operation, ids, world.organization.slug),
      async (request) => {
        const response = await world.app.server.inject({
          method: operation.method,
          url: request.url,
          headers: { ...headers, ...request.headers },
          ...(request.payload !== undefined && { payload: request.payload }),
        })
        const fault = conforms(operation, response)
        if (fault !== null) throw new Error(`${fault} to ${JSON.stringify(request).slice(0, 1000)}`)
      },
    )
    try {
      await fc.assert(property, { numRuns: RUNS, endOnFailure: true, ...SEED })
    } catch (error) {
      const { cause, message } = error as Error
      faults.push(`${operation.name}: ${(cause as Error | undefined)?.message ?? message}`)
    }
    await world.app.services.longWork.settled()
  }
  expect(faults).toEqual([])
})

async function signInContact(portico: Portico, world: World): Promise<Client> {
  const { data } = await portico.contacts.listAll({ email: 'anna@ash.example' })
  await portico.contacts.issuePassword(data[0]!.id, { generate: true })
  const letter = (await world.deliverMail()).find(({ password }) => password)
  const contact = world.visitor()
  const params = { portal: world.organization.slug }
  await contact.call(portalApi.signIn, {
    params,
    body: { email: data[0]!.email, password: letter!.password! },
  })
  await contact.call(portalApi.choosePassword, { params, body: { password: 'violet tractors hum softly' } })
  return contact
}

const showPassword = (owner: Client) =>
  owner
    .call(staffSessionApi.showPassword, { body: { password: OWNER.password } })
    .catch(() =>
      owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } }),
    )
    // Signed in or not, the answers are as declared.
    .catch(() => undefined)

function harm({ method, path }: Operation): number {
  const endsSessions = method !== 'GET' && /session|password|account|setup|staff|organizations/.test(path)
  if (path.startsWith('/v1/portals')) return endsSessions ? 2 : 1
  return method === 'GET' ? 0 : endsSessions ? 5 : method === 'DELETE' ? 4 : 3
}

/** What the paths of the story named, and what only owners make. */
async function idsOf(exchanges: Iterable<Exchange>, { owner }: World): Promise<Ids> {
  const ids: Ids = new Map()
  for (const { noun, verb, url } of exchanges) {
    const names = CALLS[noun as keyof typeof CALLS][verb]!.path.split('/')
    for (const [at, part] of url.pathname.split('/').entries())
      if (/^:\w+Id$/.test(names[at]!))
        ids.set(names[at]!.slice(1), [...new Set([...(ids.get(names[at]!.slice(1)) ?? []), part])])
  }
  const webhook = await owner.call(webhooksApi.add, {
    body: { url: 'https://hooks.northwind.example/' } as never,
  })
  ids.set('webhookId', [webhook.id])
  const others = await owner.call(apiKeysApi.make, { body: { name: 'Another', scopes: ['journal:read'] } })
  ids.set('apiKeyId', [others.id])
  const { steps } = await owner.call(remindersApi.settings)
  ids.set(
    'stepId',
    steps.map(({ id }) => id),
  )
  return ids
}

type World = Awaited<ReturnType<typeof openConnected>>['world']

/** A request of an operation, mostly as its schemas allow, with what exists in its path. */
function requestsOf({ path, parameters, requestBody }: Operation, ids: Ids, portal: string) {
  const inPath = parameters.filter((one) => one.in === 'path')
  const inQuery = parameters.filter((one) => one.in === 'query')
  const pathValue = (name: string, schema: Json) =>
    name === 'portal' ? fc.constant<unknown>(portal) : valuesOf(schema, ids, name)
  const text = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const bodies = valuesOf(content?.schema ?? {}, ids)
  // No cursor is valid but one that was given.
  const asked = inQuery.filter(({ name }) => name !== 'cursor')
  const queries = fc.record(
    Object.fromEntries(asked.map(({ name, schema }) => [name, valuesOf(schema, ids, name)])),
    { requiredKeys: inQuery.filter(({ required }) => required).map(({ name }) => name) },
  )
  return fc
    .record({
      path: fc.record(
        Object.fromEntries(
          inPath.map(({ name, schema }) => [
            name,
            fc.oneof({ weight: 9, arbitrary: pathValue(name, schema) }, fc.string({ minLength: 1 })),
          ]),
        ),
      ),
      query: fc.oneof({ weight: 3, arbitrary: queries }, spoiled(queries)),
      body: fc.oneof({ weight: 2, arbitrary: bodies }, spoiled(bodies)),
      version: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ path: inside, query, body, version }) => {
      const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(wellFormed(String((inside as Record<string, unknown>)[name]))),
      )
      const search = new URLSearchParams(
        Object.entries((query ?? {}) as Record<string, unknown>).map(([name, value]): [string, string] => [
          name,
          wellFormed(text(value)),
        ]),
      )
      return {
        url: search.size > 0 ? `${address}?${search.toString()}` : address,
        headers: {
          ...(type !== undefined && { 'content-type': type === '*/*' ? 'application/json' : type }),
          ...(parameters.some(({ name }) => name === 'If-Match') && { 'if-match': `"${version}"` }),
        },
        ...(type !== undefined && {
          payload: type === 'application/json' ? (JSON.stringify(body) ?? '') : text(body),
        }),
      }
    })
}

const wellFormed = (text: string) => text.toWellFormed()

/** Says what is wrong with an answer, by a validator that is not ours; null where nothing is. */
function conformance() {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { binary: true } })
  addFormats.default(ajv)
  const compiled = new Map<Json, ValidateFunction>()
  const validate = (schema: Json, value: unknown): string | null => {
    const check = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, check)
    return check(value) ? null : ajv.errorsText(check.errors)
  }
  const { schemas } = description['components'] as { schemas: { Problem: Json } }
  return (
    { responses }: Operation,
    { statusCode, headers, body }: { statusCode: number; headers: Record<string, unknown>; body: string },
  ): string | null => {
    const type = ((headers['content-type'] as string | undefined) ?? '').split(';')[0]!
    if (statusCode >= 500) return `answered ${statusCode} ${body}`
    if (statusCode >= 400) {
      if (type !== 'application/problem+json') return `answered ${statusCode} as ${type}`
      const problem = JSON.parse(body) as { type: string; status: number }
      const code = problem.type.split('#')[1]
      if (!PROBLEMS.some((one) => one.code === code && one.status === statusCode))
        return `answered with ${statusCode} ${code}, which is not in the catalogue,`
      return validate(schemas.Problem, problem)
    }
    const declared = responses[statusCode]
    if (!declared) return `answered with ${statusCode}, which is not declared,`
    const content = declared.content?.[type]
    if (declared.content ? !content : body !== '')
      return `answered as ${type || 'nothing'}, which is not declared,`
    return type === 'application/json' ? validate(content!.schema, JSON.parse(body)) : null
  }
}
