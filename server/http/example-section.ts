import { exampleOf, type ApiExample } from './api-examples.ts'
import type { Endpoint } from './endpoint.ts'
import { escapeHtml } from './markdown.ts'

/** A request that can be pasted, and what came of it when a test sent it. Empty for what no API key may call. */
export function exampleSection(endpoint: Endpoint, publicUrl: URL): string {
  const example = exampleOf(endpoint)
  if (!example) return ''
  return `<h3>Example</h3>
<p>With curl:</p>${code(inCurl(endpoint.method, example, publicUrl))}
<p>With <code>@portico/client</code>:</p>${code(example.typescript)}
<p>The answer, ${example.status}${example.type === undefined ? ': nothing to read.' : ` <code>${example.type}</code>${example.reply === undefined ? ': a file.' : ':'}`}</p>${example.reply === undefined ? '' : code(written(example.reply))}`
}

const code = (text: string) => `<pre tabindex="0">${escapeHtml(text)}</pre>`

const written = (reply: unknown) => (typeof reply === 'string' ? reply : JSON.stringify(reply, null, 2))

/** For a shell that has the key in `PORTICO_KEY`. */
export function inCurl(method: string, example: ApiExample, publicUrl: URL): string {
  const { path, ifMatch, once, body, file, reply, type } = example
  const words = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(new URL(path, publicUrl).href)}`,
    '-H "Authorization: Bearer $PORTICO_KEY"',
    ...(ifMatch === undefined ? [] : [`-H ${quoted(`If-Match: ${ifMatch}`)}`]),
    ...(once ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body, null, 2))}`]),
    ...(file === undefined ? [] : ["-H 'Content-Type: text/csv'", `--data-binary @- <<'END'\n${file}END`]),
    ...(type !== undefined && reply === undefined ? ['-OJ'] : []),
  ]
  return words.join(' \\\n  ')
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
