import type { FastifyInstance } from 'fastify'
import { cookieName } from './cookies.ts'
import type { Endpoint } from './endpoint.ts'
import { anchor, endpointSection, shownPath } from './endpoint-section.ts'
import { escapeHtml } from './markdown.ts'
import { openApi } from './openapi.ts'
import { KEY_REQUESTS_PER_MINUTE } from './key-limit.ts'
import { KEY_AREAS } from './key-scopes.ts'
import { PROBLEM_KINDS, PROBLEMS } from './problem-catalogue.ts'
import { foundPage, matches, type SendPage } from './reading-page.ts'

const area = { name: 'API reference', address: '/docs' }

/**
 * Serves `/openapi.json` for programs and `/docs` for people: what every program must send, then a page for each noun.
 * A noun's page takes milliseconds to make, and anybody may ask for it: it is made once, and kept.
 */
export function serveReference(
  server: FastifyInstance,
  endpoints: Endpoint[],
  publicUrl: URL,
  send: SendPage,
) {
  let description: string | undefined
  const nouns = byNoun(endpoints)
  const made = new Map<string, string>()
  server.get('/openapi.json', (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send((description ??= JSON.stringify(openApi(endpoints, publicUrl)))),
  )
  server.get<{ Querystring: { search?: string } }>('/docs', ({ query }, reply) => {
    const search = String(query.search ?? '')
      .trim()
      .slice(0, 100)
    const contents = contentsOf(nouns)
    if (search !== '')
      return send(reply, {
        area,
        contents,
        searched: search,
        ...foundPage(search, find(endpoints, search)),
      })
    return send(reply, { area, contents, title: 'API', main: firstPage(nouns, publicUrl) })
  })
  server.get<{ Params: { noun: string } }>('/docs/:noun', ({ params: { noun } }, reply) => {
    const members = nouns.get(noun)
    const contents = contentsOf(nouns, noun)
    if (!members) {
      const main = '<h1>There is no such page</h1><p>Choose a page from the list, or search.</p>'
      return send(reply, { area, title: 'No such page', contents, main }, 404)
    }
    const main = made.get(noun) ?? nounPage(noun, members, publicUrl)
    made.set(noun, main)
    return send(reply, { area, title: inWords(noun), contents, main })
  })
}

const nounPage = (noun: string, members: Endpoint[], publicUrl: URL) =>
  `<h1>${inWords(noun)}</h1>${listOf(members)}${members.map((endpoint) => endpointSection(endpoint, publicUrl)).join('\n')}`

function byNoun(endpoints: Endpoint[]): Map<string, Endpoint[]> {
  const nouns = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    const noun = nounOf(endpoint)
    nouns.set(noun, [...(nouns.get(noun) ?? []), endpoint])
  }
  return nouns
}

/** What an endpoint is about: what its path begins with. */
const nounOf = ({ path }: Endpoint) => path.split('/')[2]!.replace(/\.\w+$/, '')

const inWords = (noun: string) => `${noun[0]?.toUpperCase()}${noun.slice(1).replaceAll('-', ' ')}`

const addressOf = (endpoint: Endpoint) => `/docs/${nounOf(endpoint)}#${anchor(endpoint)}`

function contentsOf(nouns: Map<string, Endpoint[]>, current?: string): string {
  const links = [...nouns.keys()]
    .toSorted()
    .map(
      (noun) =>
        `<li><a href="/docs/${noun}"${noun === current ? ' aria-current="page"' : ''}>${inWords(noun)}</a></li>`,
    )
  return `<ul><li><a href="/docs"${current === undefined ? ' aria-current="page"' : ''}>What to send</a></li>
<li><a href="/docs#problems">Problems</a></li><li><a href="/openapi.json">openapi.json</a></li><li><a href="/help">Help</a></li></ul>
<p class="group">Endpoints</p><ul>${links.join('')}</ul>`
}

const listOf = (endpoints: Endpoint[]) =>
  `<table class="index">${endpoints.map((endpoint) => `<tr><td><a href="${addressOf(endpoint)}">${escapeHtml(endpoint.summary)}</a></td><td><code>${endpoint.method} ${escapeHtml(shownPath(endpoint))}</code></td></tr>`).join('')}</table>`

function find(endpoints: Endpoint[], search: string) {
  const found = endpoints
    .filter((it) =>
      matches(
        search,
        `${it.method} ${shownPath(it)} ${it.summary} ${it.description ?? ''} ${inWords(nounOf(it))}`,
      ),
    )
    .map((it) => ({
      href: addressOf(it),
      title: it.summary,
      where: `${it.method} ${shownPath(it)}`,
      text: it.description ?? '',
    }))
  const problems = PROBLEMS.filter(({ code, means }) => matches(search, `${code} ${means}`)).map(
    ({ code, status, means }) => ({
      href: `/docs#${code}`,
      title: code,
      where: `Problem, ${status}`,
      text: means,
    }),
  )
  return [...found, ...problems]
}

const scopesRow = ([area, words]: [string, { read?: string; write?: string }]) =>
  (['read', 'write'] as const)
    .flatMap((right) => (words[right] === undefined ? [] : [[right, words[right]]]))
    .map(([right, does]) => `<tr><td><code>${area}:${right}</code></td><td>${does}</td></tr>`)
    .join('')

function firstPage(nouns: Map<string, Endpoint[]>, publicUrl: URL): string {
  const here = escapeHtml(publicUrl.origin)
  return `<h1>Portico API</h1>
<p>JSON over HTTP at <code>${here}</code>. The two web apps do everything through it, and so can a program of yours. <a href="/openapi.json">openapi.json</a> describes it for tools (OpenAPI 3.1).</p>
<h2 id="keys">1. A key</h2>
<p>An owner makes a key for each program on <a href="/organization/api-keys"><i>Organization &gt; API keys</i></a>: with a name, under which the journal says what the program did, and with scopes, which say what it may do. <code>contacts:write</code> includes <code>contacts:read</code>. Each endpoint says what it needs; what needs a person, no key opens. The examples have it in a variable: <code>export PORTICO_KEY=portico_…</code>. The page <a href="/help/api">For programs</a> goes from a key to a contact with a password.</p>
<pre tabindex="0">curl -H 'Authorization: Bearer portico_…' '${here}/v1/customers?search=acme'</pre>
<table>${Object.entries(KEY_AREAS).map(scopesRow).join('')}</table>
<p>A key may send ${KEY_REQUESTS_PER_MINUTE.toLocaleString('en')} requests a minute. <code>RateLimit</code> says how many are left.</p>
<h2 id="changes">2. What every change needs</h2>
<table>
<tr><td><code>Content-Type: application/json</code></td><td>With every body; a file is sent as its endpoint says. Unknown keys are refused.</td></tr>
<tr><td><code>If-Match: "3"</code></td><td>With an edit, where the endpoint says so: the <code>version</code> that was read. Without it the reply is 428. When somebody else saved in the meantime it is 412: read the record again, and decide again.</td></tr>
<tr><td><code>Idempotency-Key: …</code></td><td>Optional, with a <code>POST</code>: 1 to 200 characters that you choose, without spaces, such as a new UUID for each thing to do. The same request with the same key within 24 hours is done once and gets the first answer again, also when that was lost on its way. Another request to the same endpoint with it is 422, also one whose fields come in another order; while the first is at work it is 409: send it again in a moment. A refused request leaves its key free. The few that refuse the header say so.</td></tr>
</table>
<pre tabindex="0">curl -X PATCH -H 'Authorization: Bearer portico_…' \\
  -H 'Content-Type: application/json' -H 'If-Match: "3"' \\
  -d '{"jobTitle":"Head of finance"}' ${here}/v1/contacts/018f2c…</pre>
<p>The web apps come with a session instead of a key: the cookie <code>${cookieName('staff', publicUrl)}</code>, and <code>Origin: ${here}</code> with every request but <code>GET</code>, or it is refused with <code>wrong-origin</code>.</p>
<h2 id="replies">3. How replies are written</h2>
<p>Ids are UUIDs. Times are RFC 3339 in UTC (<code>2026-05-03T09:30:00Z</code>), days <code>2026-05-03</code>. Amounts are whole numbers of the currency’s smallest unit, beside a <code>currency</code>: <code>1050</code> and <code>EUR</code> are € 10.50.</p>
<h2 id="lists">4. Lists come in pages</h2>
<p>A list gives <code>data</code> and <code>nextCursor</code>. Ask again with <code>cursor</code> set to it until it is <code>null</code>. <code>limit</code> is 1 to 100, and 50 by default.</p>
<h2 id="refusals">5. Refusals</h2>
<p>A refusal is <code>application/problem+json</code> (RFC 9457). Its <code>type</code> ends in one of the names <a href="#problems">below</a>, which never change; <code>detail</code> is a sentence for people; <code>errors</code> names each field that is wrong, with the remedy. A record of another organization gets the same reply as one that does not exist: 404.</p>
<h2 id="limits">6. When to wait</h2>
<p>429 says that there were too many attempts or requests, 503 that the server is busy. Both carry <code>Retry-After</code>, in seconds. A body is at most 16 kB where nobody has to show who they are, else 1 MB, a file as its endpoint says.</p>
<h2 id="nouns">Endpoints</h2>
<table>${[...nouns]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(
      ([noun, members]) =>
        `<tr><td><a href="/docs/${noun}">${inWords(noun)}</a></td><td>${members.map(({ summary }) => escapeHtml(summary)).join(' · ')}</td></tr>`,
    )
    .join('')}</table>
<h2 id="problems">Problems</h2>
${PROBLEM_KINDS.map(problemsOfKind).join('')}`
}

const problemsOfKind = ({ statuses, kind, remedy }: (typeof PROBLEM_KINDS)[number]) =>
  `<h3>${kind}</h3><p>${escapeHtml(remedy)}</p><dl>${PROBLEMS.filter(({ status }) =>
    statuses.includes(status),
  )
    .map(
      ({ code, status, means }) =>
        `<dt id="${code}"><code>${code}</code> ${status}</dt><dd>${escapeHtml(means)}</dd>`,
    )
    .join('')}</dl>`
