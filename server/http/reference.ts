import type { FastifyInstance } from 'fastify'
import type { Endpoint } from './endpoint.ts'
import { callerInWords, jsonSchema, openApi } from './openapi.ts'
import { PROBLEMS } from './problem-catalogue.ts'

type Json = Record<string, unknown>

/** Serves `/openapi.json` for programs and `/docs` for people. Both are made once, at start. */
export function serveReference(server: FastifyInstance, endpoints: Endpoint[], publicUrl: URL) {
  const description = JSON.stringify(openApi(endpoints, publicUrl))
  const page = referencePage(endpoints, publicUrl)
  server.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(description),
  )
  server.get('/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
  )
}

/** One page, without a script: it prints, searches with the browser's own search, and links to each endpoint. */
export function referencePage(endpoints: Endpoint[], publicUrl: URL): string {
  const groups = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    const group = endpoint.path.split('/')[2] ?? ''
    groups.set(group, [...(groups.get(group) ?? []), endpoint])
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Portico API reference</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Endpoints">
<p><strong>Portico API</strong></p>
<p><a href="/openapi.json">openapi.json</a></p>
${[...groups]
  .map(
    ([group, members]) =>
      `<h2>${group}</h2><ul>${members.map((endpoint) => `<li><a href="#${anchor(endpoint)}"><b>${endpoint.method}</b> ${escape(shortPath(endpoint))}</a></li>`).join('')}</ul>`,
  )
  .join('\n')}
<h2>Problems</h2><ul><li><a href="#problems">Every kind of refusal</a></li></ul>
</nav>
<main>
<h1>Portico API reference</h1>
<p>JSON over HTTP at <code>${escape(publicUrl.origin)}</code>. Times are RFC 3339 in UTC, ids are UUIDs. Sign in with
<a href="#post-v1-session">POST /v1/session</a> and keep the cookie. Every change needs the header
<code>Origin: ${escape(publicUrl.origin)}</code>; an edit needs <code>If-Match</code> with the version that was read.
Lists give <code>data</code> and a <code>nextCursor</code> to ask for the next page with.</p>
<pre>curl -c jar -H 'Origin: ${escape(publicUrl.origin)}' -H 'Content-Type: application/json' \\
  -d '{"email":"you@example.com","password":"…"}' ${escape(publicUrl.origin)}/v1/session
curl -b jar '${escape(publicUrl.origin)}/v1/customers?search=acme'</pre>
${endpoints.map(section).join('\n')}
<section id="problems"><h2>Problems</h2>
<p>A refusal is <code>application/problem+json</code> (RFC 9457). Its <code>type</code> ends in one of these names, for ever;
its <code>detail</code> is a sentence for people; <code>errors</code> names each field that is wrong.</p>
<dl>${PROBLEMS.map(({ code, status, means }) => `<dt id="${code}"><code>${code}</code> ${status}</dt><dd>${escape(means)}</dd>`).join('')}</dl>
</section>
</main>
</body>
</html>
`
}

function section(endpoint: Endpoint): string {
  const {
    method,
    path,
    summary,
    description,
    caller,
    params,
    query,
    body,
    upload,
    reply,
    download,
    ifMatch,
  } = endpoint
  const status = endpoint.status ?? (reply || download ? 200 : 204)
  return `<section id="${anchor(endpoint)}">
<h2><b>${method}</b> <code>${escape(path.replaceAll(/:(\w+)/g, '{$1}'))}</code></h2>
<p>${escape(summary)}.${description ? ` ${escape(description)}` : ''}</p>
<p class="who">For ${escape(callerInWords(caller))}.${ifMatch ? ' Needs <code>If-Match</code>.' : ''}</p>
${params ? fields('In the path', jsonSchema(params, 'input')) : ''}
${query ? fields('In the query', jsonSchema(query, 'input')) : ''}
${upload ? `<h3>Body</h3><p>A file, <code>${upload.type}</code>, at most ${upload.mostBytes / 1024 / 1024} MB.</p>` : ''}
${body ? fields('Body', jsonSchema(body, 'input')) : ''}
${reply ? fields(`Reply, ${status}`, jsonSchema(reply, 'output')) : `<h3>Reply, ${status}</h3><p>${download ? `A file, <code>${download}</code>.` : 'Nothing to read.'}</p>`}
</section>`
}

function fields(title: string, schema: Json): string {
  return `<h3>${title}</h3>${schemaList(schema)}`
}

function schemaList(schema: Json): string {
  const alternatives = schema['anyOf'] as Json[] | undefined
  if (alternatives && !alternatives.some(({ type }) => type === 'null'))
    return `<p>One of:</p>${alternatives.map(schemaList).join('')}`
  const properties = schema['properties'] as Record<string, Json> | undefined
  if (!properties) return `<p><code>${escape(typeInWords(schema))}</code></p>`
  const required = new Set((schema['required'] as string[] | undefined) ?? [])
  return `<table>${Object.entries(properties)
    .map(([name, field]) => {
      const inner = innerObject(field)
      return `<tr><td><code>${escape(name)}</code>${required.has(name) ? '' : ' <i>optional</i>'}</td><td>${escape(typeInWords(field))}${field['description'] ? `. ${escape(String(field['description'] as string))}` : ''}${inner ? schemaList(inner) : ''}</td></tr>`
    })
    .join('')}</table>`
}

function innerObject(field: Json): Json | null {
  const options = [
    field,
    field['items'] as Json | undefined,
    ...((field['anyOf'] as Json[] | undefined) ?? []),
  ]
  return options.find((option) => option?.['properties']) ?? null
}

function typeInWords(field: Json): string {
  const alternatives = field['anyOf'] as Json[] | undefined
  if (alternatives) return alternatives.map(typeInWords).join(' or ')
  if (field['const'] !== undefined) return JSON.stringify(field['const'])
  if (field['enum']) return (field['enum'] as string[]).map((value) => `"${value}"`).join(' | ')
  if (field['type'] === 'array') return `list of ${typeInWords((field['items'] as Json | undefined) ?? {})}`
  const bounds = [
    field['format'] && `(${field['format'] as string})`,
    field['maxLength'] !== undefined && `up to ${field['maxLength'] as number} characters`,
    field['default'] !== undefined && `default ${JSON.stringify(field['default'])}`,
  ].filter(Boolean)
  return [(field['type'] as string | undefined) ?? 'text', ...bounds].join(', ')
}

const anchor = ({ method, path }: Endpoint) =>
  `${method.toLowerCase()}${path.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}`
const shortPath = ({ path }: Endpoint) => path.replace('/v1', '').replaceAll(/:(\w+)/g, '{$1}')
const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e3e5e8, #2f3237); --dim: light-dark(#5c636d, #9aa1ab); --accent: light-dark(#1a5fd0, #7fb0ff) }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 "Inter Variable", Inter, system-ui, sans-serif; display: grid; grid-template-columns: 300px minmax(0, 1fr); background: light-dark(#fff, #141517); color: light-dark(#1b1f24, #e6e8eb) }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px; border-right: 1px solid var(--line); font-size: 13px }
nav ul { list-style: none; margin: 0; padding: 0 } nav h2 { font-size: 12px; color: var(--dim); margin: 20px 0 4px }
nav li a { display: block; padding: 3px 0; overflow-wrap: anywhere } nav b { font-size: 11px; color: var(--dim); font-weight: 600 }
main { padding: 32px 48px 96px; max-width: 900px } a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
section { border-top: 1px solid var(--line); padding-top: 16px; margin-top: 40px } section h2 { font-size: 18px; overflow-wrap: anywhere } section h2 b { color: var(--accent) }
h3 { font-size: 13px; color: var(--dim); margin: 20px 0 4px } .who { color: var(--dim) } i { color: var(--dim); font-style: normal; font-size: 12px }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace } pre { overflow: auto; padding: 16px; border: 1px solid var(--line); border-radius: 8px }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid var(--line); padding: 6px 12px 6px 0; vertical-align: top } td:first-child { width: 220px }
dt { margin-top: 16px } dd { margin: 0 } :target { scroll-margin-top: 16px }
@media (max-width: 800px) { body { display: block } nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line) } main { padding: 24px 16px } td { display: block; width: auto !important } td + td { border-top: 0 } }
`
