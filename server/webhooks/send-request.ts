import { lookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isAllowed } from './allowed-address.ts'

/** How requests leave this process. */
export interface Way {
  /** Where they may go besides the public internet. */
  privateNetworks: readonly string[]
  /** For all of it: see PATIENCE_MS. */
  timeoutMs: number
  /** The addresses of a name. */
  resolve(hostname: string): Promise<LookupAddress[]>
}

export interface Request {
  url: string
  headers: Record<string, string>
  body: string
}

/** What came of one request. */
export interface Outcome {
  /** Null: no answer. */
  status: number | null
  /** Why the message does not count as taken, in a sentence. Null: it was taken. */
  error: string | null
  /** How the answer begins. */
  answer: string
  /** When to come again, as the answer says it. */
  retryAfter: string | null
  durationMs: number
}

const ANSWER_CHARACTERS = 1000
/** More is not read: an answer may be endless. */
const ANSWER_BYTES = 4096

/** From looking up the name to the end of the answer. */
export const PATIENCE_MS = 15_000

export const lookUp = (hostname: string): Promise<LookupAddress[]> => lookup(hostname, { all: true })

/**
 * Posts once, and never throws for what the other side does. The name is looked up once; the connection goes to an address that
 * was checked, so that a name which leads elsewhere a moment later gains nothing. Redirects are not followed.
 */
export async function sendRequest(way: Way, request: Request, givenUp: AbortSignal): Promise<Outcome> {
  const began = performance.now()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), way.timeoutMs)
  const signal = AbortSignal.any([deadline.signal, givenUp])
  try {
    const url = new URL(request.url)
    const addresses = await unlessAborted(checkedAddresses(way, url), signal)
    return { ...(await post(url, addresses, request, signal)), durationMs: since(began) }
  } catch (error) {
    const sentence = deadline.signal.aborted ? noAnswerWithin(way.timeoutMs) : inWords(error)
    return { status: null, error: sentence, answer: '', retryAfter: null, durationMs: since(began) }
  } finally {
    clearTimeout(timer)
  }
}

const since = (began: number) => Math.round(performance.now() - began)

async function checkedAddresses(way: Way, url: URL): Promise<LookupAddress[]> {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(hostname)
  const found = family ? [{ address: hostname, family }] : await way.resolve(hostname)
  const allowed = found.filter(({ address }) => isAllowed(address, url.protocol, way.privateNetworks))
  if (allowed.length === 0) throw new NotAllowedThere()
  return allowed
}

/** It does not say which address it is: that would tell an organization about the operator's network. */
class NotAllowedThere extends Error {
  constructor() {
    super(
      'The address is not a public one. Portico sends there only if its operator allows it (WEBHOOKS_TO_PRIVATE_NETWORKS).',
    )
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason as Error))
    work.then(resolve, reject)
  })
}

function post(
  url: URL,
  addresses: LookupAddress[],
  { headers, body }: Request,
  signal: AbortSignal,
): Promise<Omit<Outcome, 'durationMs'>> {
  const isSecure = url.protocol === 'https:'
  const checked: LookupFunction = (_hostname, { all }, found) =>
    all ? found(null, addresses) : found(null, addresses[0]!.address, addresses[0]!.family)
  return new Promise((resolve, reject) => {
    const sending = (isSecure ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // Of its own: no connection is shared, and no proxy of the environment is in between.
      agent: isSecure ? new HttpsAgent() : new HttpAgent(),
      lookup: checked,
      signal,
    })
    let hasAnswered = false
    const fail = (error: Error) => hasAnswered || reject(error)
    sending.on('response', (answer) => {
      hasAnswered = true
      readAnswer(answer, signal, (text) => {
        // Whatever else would come.
        sending.destroy()
        resolve(judge(answer, text))
      })
    })
    sending.on('error', fail)
    // Also where it was closed without a word, or the protocol was changed, which nobody asked for.
    sending.on('close', () => fail(new NoAnswer()))
    sending.end(body)
  })
}

/** The status is there: what follows is for the log alone, and its end need not come. */
function readAnswer(answer: IncomingMessage, signal: AbortSignal, read: (text: string) => void) {
  const parts: Buffer[] = []
  let bytes = 0
  const end = () => read(readable(Buffer.concat(parts)))
  answer.on('data', (part: Buffer) => {
    parts.push(part)
    bytes += part.length
    if (bytes >= ANSWER_BYTES) end()
  })
  answer.on('close', end).on('error', end)
  signal.addEventListener('abort', end)
}

const readable = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .slice(0, ANSWER_CHARACTERS)
    .toWellFormed()

function judge(
  { statusCode: status = 0, headers }: IncomingMessage,
  answer: string,
): Omit<Outcome, 'durationMs'> {
  return { status, error: whyNotTaken(status), answer, retryAfter: headers['retry-after'] ?? null }
}

function whyNotTaken(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400)
    return `It answered ${status}: a redirect, which is not followed. Enter the address that it leads to.`
  return status === 410 ? 'It answered 410: it wants no more.' : `It answered ${status}.`
}

const noAnswerWithin = (ms: number) => `There was no answer within ${ms / 1000} seconds.`

class NoAnswer extends Error {
  constructor() {
    super('The connection was closed before there was an answer.')
  }
}

const IN_WORDS: Record<string, string> = {
  ENOTFOUND: 'There is no such host: its name was not found.',
  EAI_AGAIN: 'The name of the host could not be looked up.',
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: new NoAnswer().message,
  EPIPE: new NoAnswer().message,
  ETIMEDOUT: 'The connection took too long.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is self-signed.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate is of an authority that is not known here.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another host.',
}

/** What went wrong on the way. Words of the machine are for engineers, who set such things up: they follow what is known. */
function inWords(error: unknown): string {
  if (error instanceof NotAllowedThere || error instanceof NoAnswer) return error.message
  const { code: given } = error as { code?: unknown }
  const code = typeof given === 'string' ? given : ''
  if (IN_WORDS[code]) return IN_WORDS[code]
  // Of several addresses, each has its error.
  if (error instanceof AggregateError) return inWords(error.errors[0])
  if (code.startsWith('HPE_')) return `What came back is no answer of HTTP (${code}).`
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return `No secure connection could be made (${code}).`
  return `It could not be sent (${code || 'unknown error'}).`
}
