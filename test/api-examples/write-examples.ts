import { format } from 'prettier'
import type { ApiExample } from '../../server/http/api-examples.ts'
import { CALLS } from '../../client/api.ts'
import type { Exchange } from './record.ts'

/** The examples as the reference shows them, by endpoint, with the same ids and times whenever they are made. */
export async function writeExamples(exchanges: Iterable<Exchange>): Promise<Record<string, ApiExample>> {
  const stable = stableText()
  const examples: [string, ApiExample][] = []
  for (const exchange of exchanges) {
    const { noun, verb, method, url, headers, body, response, given } = exchange
    const call = CALLS[noun as keyof typeof CALLS][verb]!
    const type = response.headers.get('content-type')?.split(';')[0]
    const isText = type !== undefined && (type.startsWith('text/') || type === 'application/json')
    const ifMatch = headers.get('if-match')
    const example: ApiExample = {
      path: `${url.pathname}${url.search}`,
      ...(ifMatch !== null && { ifMatch }),
      ...(call.idempotent && { once: true }),
      ...(call.body === 'json' && { body: JSON.parse(body as string) as unknown }),
      ...(call.body === 'file' && { file: await (body as Blob).text() }),
      typescript: await inTypeScript(exchange, given),
      status: response.status,
      ...(type !== undefined && { type }),
      ...(isText && { reply: type === 'application/json' ? await response.json() : await response.text() }),
    }
    examples.push([`${call.method === method ? method : ''} ${call.path}`, example])
  }
  return JSON.parse(stable(JSON.stringify(Object.fromEntries(examples)))) as Record<string, ApiExample>
}

async function inTypeScript({ noun, verb }: Exchange, given: unknown[]): Promise<string> {
  const { reply, body } = CALLS[noun as keyof typeof CALLS][verb]!
  const told = given.map((one) => (one instanceof Blob ? 'file' : JSON.stringify(one))).join(', ')
  const call = `portico.${noun}.${verb}(${told})`
  const whole =
    reply === 'pages' || reply === 'feed'
      ? `for await (const row of ${call}) console.log(row)`
      : reply === undefined
        ? `await ${call}`
        : `const ${reply === 'file' ? 'response' : 'reply'} = await ${call}`
  const file = `const file = new Blob([await readFile('file.csv')], { type: 'text/csv' })\n`
  const options = { parser: 'typescript', semi: false, singleQuote: true, printWidth: 90 }
  return (await format(`${body === 'file' ? file : ''}${whole}`, options)).trim()
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g

/** Ids are numbered as they come, and a cursor, which has ids in it, is one for all. */
function stableText(): (text: string) => string {
  const ids = new Map<string, string>()
  const numbered = (id: string) => {
    if (!ids.has(id)) ids.set(id, `019df229-6a80-7000-8000-${String(ids.size + 1).padStart(12, '0')}`)
    return ids.get(id)!
  }
  return (text) =>
    text.replaceAll(ID, numbered).replaceAll(/"nextCursor":"[^"]+"/g, '"nextCursor":"WyIwMTlkZjIyOSJd"')
}
