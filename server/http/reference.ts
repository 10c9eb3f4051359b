import type { FastifyInstance } from 'fastify'
import type { Endpoint } from './endpoint.ts'
import { callerInWords, jsonSchema, openApi } from './openapi.ts'
import { PROBLEMS } from './problem-catalogue.ts'

type Json = Record<string, unknown>

/** Serves `/openapi.json` for programs and `/docs` for people. Each is made once, when it is first asked for. */
export function serveReference(server: FastifyInstance, endpoints: Endpoint[], publicUrl: URL) {
  let description: string | undefined
  let page: string | undefined
  server.get('/openapi.json', (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send((description ??= JSON.stringify(openApi(endpoints, publicUrl)))),
  )
  server.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send((page ??= referencePage(endpoints, publicUrl))),
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
<a class="skip" href="#main">Skip to content</a>
<nav aria-label="Endpoints">
<p><strong>Portico API</strong> <a href="/openapi.json">openapi.json</a></p>
${[...groups]
  .map(
    ([group, members]) =>
      `<p class="group"><a href="#group-${group}">${inWords(group)}</a></p><ul>${members.map((endpoint) => `<li><a href="#${anchor(endpoint)}"><b>${endpoint.method}</b> ${escape(shortPath(endpoint))}</a></li>`).join('')}</ul>`,
  )
  .join('\n')}
<p class="group"><a href="#problems">Problems</a></p>
</nav>
<main id="main">
<h1>Portico API reference</h1>
<p>JSON over HTTP at <code>${escape(publicUrl.origin)}</code>. Times are RFC 3339 in UTC, ids are UUIDs. Sign in with
<a href="#post-v1-session">POST /v1/session</a> and keep the cookie. Every change needs the header
<code>Origin: ${escape(publicUrl.origin)}</code>; an edit needs <code>If-Match</code> with the version that was read.
Lists give <code>data</code> and a <code>nextCursor</code> to ask for the next page with.</p>
<pre tabindex="0">curl -c jar -H 'Origin: ${escape(publicUrl.origin)}' -H 'Content-Type: application/json' \\
  -d '{"email":"you@example.com","password":"…"}' ${escape(publicUrl.origin)}/v1/session
curl -b jar '${escape(publicUrl.origin)}/v1/customers?search=acme'</pre>
${[...groups].map(([group, members]) => `<h2 id="group-${group}">${inWords(group)}</h2>${members.map(section).join('\n')}`).join('\n')}
<h2 id="problems">Problems</h2>
<p>A refusal is <code>application/problem+json</code> (RFC 9457). Its <code>type</code> ends in one of these names, for ever;
its <code>detail</code> is a sentence for people; <code>errors</code> names each field that is wrong.</p>
<dl>${PROBLEMS.map(({ code, status, means }) => `<dt id="${code}"><code>${code}</code> ${status}</dt><dd>${escape(means)}</dd>`).join('')}</dl>
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
    idempotent,
  } = endpoint
  const status = endpoint.status ?? (reply || download ? 200 : 204)
  return `<section id="${anchor(endpoint)}">
<h3>${escape(summary)}</h3>
<p class="call"><b>${method}</b> <code>${escape(path.replaceAll(/:(\w+)/g, '{$1}'))}</code></p>
${description ? `<p>${escape(description)}</p>` : ''}
<p class="who">For ${escape(callerInWords(caller))}.${ifMatch ? ' Needs <code>If-Match</code>.' : ''}${idempotent ? ' Honours <code>Idempotency-Key</code> for 24 hours.' : ''}</p>
${params ? fields('In the path', jsonSchema(params, 'input')) : ''}
${query ? fields('In the query', jsonSchema(query, 'input')) : ''}
${upload ? `<h4>Body</h4><p>A file, <code>${upload.type}</code>, at most ${upload.mostBytes / 1024 / 1024} MB.</p>` : ''}
${body ? fields('Body', jsonSchema(body, 'input')) : ''}
${reply ? fields(`Reply, ${status}`, jsonSchema(reply, 'output')) : `<h4>Reply, ${status}</h4><p>${download ? `A file, <code>${download}</code>.` : 'Nothing to read.'}</p>`}
</section>`
}

function fields(title: string, schema: Json): string {
  return `<h4>${title}</h4>${schemaList(schema)}`
}

function schemaList(schema: Json): string {
  const objects = objectsIn(schema)
  if (objects.length === 0) return `<p><code>${escape(typeInWords(schema))}</code></p>`
  return objects.length === 1 ? table(objects[0]!) : `<p>One of:</p>${objects.map(table).join('')}`
}

function table(schema: Json): string {
  const required = new Set((schema['required'] as string[] | undefined) ?? [])
  const rows = Object.entries(schema['properties'] as Record<string, Json>).map(([name, field]) => {
    const description = field['description'] as string | undefined
    const about = [typeInWords(field), ...(description ? [description] : [])].join('. ')
    return `<tr><td><code>${escape(name)}</code>${required.has(name) ? '' : ' <i>optional</i>'}</td><td>${escape(about)}${objectsIn(field).length > 0 ? schemaList(field) : ''}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

/** What has fields of its own: the schema itself, each alternative, or the members of a list. */
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

const inWords = (group: string) => `${group[0]?.toUpperCase()}${group.slice(1).replaceAll('-', ' ')}`
const anchor = ({ method, path }: Endpoint) =>
  `${method.toLowerCase()}${path.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}`
const shortPath = ({ path }: Endpoint) => path.replace('/v1', '').replaceAll(/:(\w+)/g, '{$1}')
const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e3e5e8, #2f3237); --dim: light-dark(#5c636d, #9aa1ab); --accent: light-dark(#1a5fd0, #7fb0ff); --quiet: light-dark(#fafbfc, #191b20) }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 "Inter Variable", Inter, system-ui, sans-serif; display: grid; grid-template-columns: 300px minmax(0, 1fr); background: light-dark(#fff, #141517); color: light-dark(#1b1f24, #e6e8eb) }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.skip { position: fixed; top: 8px; left: 8px; padding: 8px 14px; background: light-dark(#fff, #141517); transform: translateY(-200%) } .skip:focus { transform: none }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 24px; border-right: 1px solid var(--line); background: var(--quiet); font-size: 13px }
nav p:first-child { display: flex; justify-content: space-between; margin: 0 0 24px } nav ul { list-style: none; margin: 0; padding: 0 } nav .group { margin: 20px 0 4px } nav .group a { color: inherit; font-weight: 600 }
nav li a { display: grid; grid-template-columns: 52px minmax(0, 1fr); padding: 3px 0; overflow-wrap: anywhere } nav b { font-size: 11px; line-height: 20px; color: var(--dim); font-weight: 600 }
main { padding: 32px 48px 96px; max-width: 900px } h1 { font-size: 28px; line-height: 1.25; margin: 0 0 16px }
h2 { font-size: 22px; margin: 72px 0 0 } section { padding-top: 8px; margin-top: 24px; border-top: 1px solid var(--line) }
h3 { font-size: 17px; line-height: 1.4; margin: 16px 0 4px } .call { margin: 0 } .call b { color: var(--accent); font-size: 13px } .call code { font-size: 14px }
h4 { font-size: 13px; color: var(--dim); margin: 24px 0 4px } .who { color: var(--dim); margin: 8px 0 } i { color: var(--dim); font-style: normal; font-size: 12px }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere } pre { overflow: auto; padding: 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--quiet); overflow-wrap: normal }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid var(--line); padding: 6px 12px 6px 0; vertical-align: top } td:first-child { width: 220px } td table { margin-top: 6px } td td:first-child { width: 180px }
dt { margin-top: 16px } dd { margin: 0 } h2, section, dt { scroll-margin-top: 16px }
@media (max-width: 800px) {
  body { display: block } main { padding: 24px 16px }
  nav { position: static; height: auto; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 16px; border-right: 0; border-bottom: 1px solid var(--line) }
  nav p:first-child { flex-basis: 100%; margin: 0 0 4px } nav ul { display: none } nav .group { margin: 0 } nav .group a { display: block; padding: 4px 0; color: var(--accent); font-weight: 400 }
  td { display: block; width: auto !important; padding-right: 0 } td:first-child { padding-bottom: 0 } td + td { border-top: 0; padding-top: 0 } td td:first-child { padding-left: 12px } td td + td { padding-left: 12px }
}
`
