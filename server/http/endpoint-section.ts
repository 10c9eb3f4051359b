import type { Endpoint } from './endpoint.ts'
import { exampleSection } from './example-section.ts'
import { escapeHtml } from './markdown.ts'
import { jsonSchema, type Json } from './json-schema.ts'
import { callerInWords, freshInWords, refusesKeyInWords, scopeInWords } from './openapi.ts'

export const anchor = ({ method, path }: Endpoint) =>
  `${method.toLowerCase()}${path.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}`

export const shownPath = ({ path }: Endpoint) => path.replaceAll(/:(\w+)/g, '{$1}')

/** One endpoint: what it is for, who may call it, what it takes and returns. */
export function endpointSection(endpoint: Endpoint, publicUrl: URL): string {
  const { method, summary, description, caller, params, query, body, upload, reply, download, ifMatch } =
    endpoint
  const status = endpoint.status ?? (reply || download ? 200 : 204)
  return `<section id="${anchor(endpoint)}">
<h2>${escapeHtml(summary)}</h2>
<p class="call"><b>${method}</b> <code>${escapeHtml(shownPath(endpoint))}</code></p>
${description ? `<p>${escapeHtml(description)}</p>` : ''}
<p class="who">${escapeHtml([`For ${callerInWords(caller)}.`, scopeInWords(endpoint), freshInWords(endpoint), refusesKeyInWords(endpoint)].filter(Boolean).join(' '))}${ifMatch ? ' Needs <code>If-Match</code>.' : ''}</p>
${params ? fields('In the path', jsonSchema(params, 'input')) : ''}
${query ? fields('In the query', jsonSchema(query, 'input')) : ''}
${upload ? `<h3>Body</h3><p>A file, ${upload.types.map((type) => `<code>${type}</code>`).join(', ')}, at most ${upload.mostBytes / 1024 / 1024} MB.</p>` : ''}
${body ? fields('Body', jsonSchema(body, 'input')) : ''}
${reply ? fields(`Reply, ${status}`, jsonSchema(reply, 'output')) : `<h3>Reply, ${status}</h3><p>${download ? `A file, <code>${download}</code>.` : 'Nothing to read.'}</p>`}
${exampleSection(endpoint, publicUrl)}
</section>`
}

function fields(title: string, schema: Json): string {
  return `<h3>${title}</h3>${schemaList(schema)}`
}

function schemaList(schema: Json): string {
  const objects = objectsIn(schema)
  if (objects.length === 0) return `<p><code>${escapeHtml(typeInWords(schema))}</code></p>`
  return objects.length === 1 ? table(objects[0]!) : `<p>One of:</p>${objects.map(table).join('')}`
}

function table(schema: Json): string {
  const required = new Set((schema['required'] as string[] | undefined) ?? [])
  const rows = Object.entries(schema['properties'] as Record<string, Json>).map(([name, field]) => {
    const description = field['description'] as string | undefined
    const about = [typeInWords(field), ...(description ? [description] : [])].join('. ')
    return `<tr><td><code>${escapeHtml(name)}</code>${required.has(name) ? '' : ' <i>optional</i>'}</td><td>${escapeHtml(about)}${objectsIn(field).length > 0 ? schemaList(field) : ''}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

/** The part that has fields: the schema itself, each alternative, or the members of a list. */
function objectsIn(schema: Json): Json[] {
  if (schema['properties']) return [schema]
  const inner = (schema['anyOf'] as Json[] | undefined) ?? (schema['items'] ? [schema['items'] as Json] : [])
  return inner.flatMap(objectsIn)
}

function typeInWords(field: Json): string {
  const alternatives = field['anyOf'] as Json[] | undefined
  if (alternatives) return [...new Set(alternatives.map(typeInWords))].join(' or ')
  if (field['const'] !== undefined) return JSON.stringify(field['const'])
  if (field['enum']) return (field['enum'] as string[]).map((value) => `"${value}"`).join(' | ')
  if (field['type'] === 'array') return `list of ${typeInWords((field['items'] as Json | undefined) ?? {})}`
  const type = [(field['type'] as string | string[] | undefined) ?? 'text'].flat().join(' or ')
  const bounds = [
    field['maxLength'] !== undefined && `up to ${field['maxLength'] as number} characters`,
    field['default'] !== undefined && `default ${JSON.stringify(field['default'])}`,
  ].filter(Boolean)
  return [FORMATS[field['format'] as string] ?? type, ...bounds].join(', ')
}

const FORMATS: Record<string, string> = { email: 'e-mail address', 'date-time': 'time' }
