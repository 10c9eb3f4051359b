import { connect, type Portico } from '../../client/portico.ts'

/** What was sent, and what came back. */
export interface Exchange {
  noun: string
  verb: string
  given: unknown[]
  method: string
  url: URL
  headers: Headers
  body: unknown
  response: Response
}

/** A client whose calls are written down, each of a noun and verb the first time it is done. */
export function recording(address: string, key: string) {
  const exchanges = new Map<string, Exchange>()
  let calling: Pick<Exchange, 'noun' | 'verb' | 'given'> | undefined
  const portico = connect({
    address,
    key,
    async fetch(url, init) {
      const response = await fetch(url, init)
      const { noun, verb } = calling!
      const name = `${noun}.${verb}`
      if (response.ok && !exchanges.has(name))
        exchanges.set(name, {
          ...calling!,
          method: init!.method!,
          url: url as URL,
          headers: init!.headers as Headers,
          body: init!.body,
          response: response.clone(),
        })
      return response
    },
  })
  const nouns = Object.entries(portico).map(([noun, methods]) => [
    noun,
    Object.fromEntries(
      Object.entries(methods as Record<string, (...given: unknown[]) => unknown>).map(([verb, method]) => [
        verb,
        (...given: unknown[]) => {
          calling = { noun, verb, given }
          return method(...given)
        },
      ]),
    ),
  ])
  return { portico: Object.fromEntries(nouns) as Portico, exchanges }
}
