import * as z from 'zod'
import { takesIdempotencyKey, type Endpoint } from '../../server/http/endpoint.ts'
import { scopeFor } from '../../server/http/key-scopes.ts'
import type { Json } from '../../server/http/json-schema.ts'
import { scopeInWords } from '../../server/http/openapi.ts'
import { PROBLEMS } from '../../server/http/problem-catalogue.ts'
import { jsonOf, typeOf, type Named } from './write-type.ts'

/** What the declarations of `server/` export: endpoints by noun, and the schemas that have a name. */
export type Declarations = Record<string, unknown>

/** `client/api.ts`: what a key may call, as methods with their types, and as the data that `portico.ts` makes them from. */
export function writeApi(declarations: Declarations): string {
  const nouns = Object.entries(declarations)
    .filter(([name]) => /^\w+Api$/.test(name))
    .map(([name, api]) => ({
      name: name.slice(0, -'Api'.length),
      calls: Object.entries(api as Record<string, Endpoint>).filter(
        ([, endpoint]) => scopeFor(endpoint) !== null,
      ),
    }))
    .filter(({ calls }) => calls.length > 0)
    .toSorted((one, other) => one.name.localeCompare(other.name))
  const named = namesOfSchemas(declarations)
  const interfaces = nouns.map(
    ({ name, calls }) =>
      `export interface ${capital(name)}Calls {\n${calls.map(([verb, endpoint]) => method(verb, endpoint, named)).join('\n')}\n}`,
  )
  const data = nouns.map(
    ({ name, calls }) =>
      `${name}: {\n${calls.map(([verb, endpoint]) => `${verb}: ${dataOf(endpoint)},`).join('\n')}\n},`,
  )
  return `// Made from the declarations by \`npm run client\`: change those.
import type { Pages } from './pages.ts'
import type { Call, CallOptions, FileBody } from './send.ts'

/** Everything that an API key may call, by noun. */
export interface Portico {
${nouns.map(({ name }) => `${name}: ${capital(name)}Calls`).join('\n')}
}

${interfaces.join('\n\n')}

${[...named.definitions]
  .toSorted(([one], [other]) => one.localeCompare(other))
  .map(([, definition]) => definition)
  .join('\n\n')}

/** Of an edit: the version that was read. */
interface Version {
  version: number
}

/** Of what is to be done once. The client chooses a key for each call if none is given. */
interface Once {
  idempotencyKey?: string
}

export type ProblemCode = ${PROBLEMS.map(({ code }) => `'${code}'`)
    .toSorted()
    .join(' | ')}

export const CALLS: Record<keyof Portico, Record<string, Call>> = {
${data.join('\n')}
}
`
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** A schema that the declarations export is a type with its name, unless it is but text or a number. */
function namesOfSchemas(declarations: Declarations): Named {
  const names = new Map<unknown, string>()
  for (const [name, schema] of Object.entries(declarations))
    if (schema instanceof z.ZodType && !/^(string|integer|number|boolean)$/.test(kindOf(schema)))
      names.set(schema, capital(name))
  return { names, definitions: new Map() }
}

function kindOf(schema: z.ZodType): string {
  const { type, enum: values } = jsonOf(schema, 'input')
  return values === undefined ? String(type) : 'enum'
}

function method(verb: string, endpoint: Endpoint, named: Named): string {
  const { summary, description, body, upload, query, ifMatch } = endpoint
  const needed: string[] = [...paramsOf(endpoint)].map((name) => `${name}: string`)
  if (body) needed.push(`body: ${typeOf(jsonOf(body, 'input', named), named, 'input')}`)
  if (upload) needed.push('file: FileBody')
  const optional: string[] = []
  if (query) {
    const json = jsonOf(query, 'input', named)
    const isNeeded = (json['required'] as string[] | undefined)?.length
    ;(isNeeded ? needed : optional).push(`query${isNeeded ? '' : '?'}: ${typeOf(json, named, 'input')}`)
  }
  const options = [
    'CallOptions',
    ...(ifMatch ? ['Version'] : []),
    ...(takesIdempotencyKey(endpoint) ? ['Once'] : []),
  ]
  if (ifMatch) needed.push(`options: ${options.join(' & ')}`)
  else optional.push(`options?: ${options.join(' & ')}`)
  const about = [`${summary}.`, description, scopeInWords(endpoint)].filter(Boolean).join('\n\n')
  return `/**\n${about.replaceAll('*/', '*\\/').replaceAll(/^/gm, ' * ')}\n */\n${verb}(${[...needed, ...optional].join(', ')}): ${returned(endpoint, named)}`
}

function returned(endpoint: Endpoint, named: Named): string {
  if (endpoint.download) return 'Promise<Response>'
  if (!endpoint.reply) return 'Promise<void>'
  const reply = typeOf(jsonOf(endpoint.reply, 'output', named), named, 'output')
  return `${repliesWithPages(endpoint) ? 'Pages' : 'Promise'}<${reply}>`
}

function dataOf(endpoint: Endpoint): string {
  const { method: verb, path, body, upload, query, reply, download } = endpoint
  const call = {
    method: verb,
    path,
    ...((body ?? upload) && { body: body ? 'json' : 'file' }),
    ...(query && { query: true }),
    ...(takesIdempotencyKey(endpoint) && { idempotent: true }),
    ...((reply ?? download) && { reply: download ? 'file' : (repliesWithPages(endpoint) ?? 'json') }),
  }
  return JSON.stringify(call)
}

const paramsOf = ({ path }: Endpoint) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)

function repliesWithPages({ reply, query }: Endpoint): 'pages' | 'feed' | undefined {
  if (!reply || !query || !('cursor' in query.shape)) return undefined
  const { nextCursor } = jsonOf(reply, 'output')['properties'] as Record<string, Json>
  return nextCursor!['type'] === 'string' ? 'feed' : 'pages'
}
