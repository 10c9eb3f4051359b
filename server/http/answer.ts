import type { FastifyReply } from 'fastify'
import type { Readable } from 'node:stream'
import type { Endpoint } from './endpoint.ts'
import type { Problem } from './problems.ts'
import { replyWriter } from './reply-writer.ts'

/** A reply about something that was made just now, by an endpoint that else changes what is there: it is sent with 201. */
export class Created<Reply> {
  readonly reply: Reply

  constructor(reply: Reply) {
    this.reply = reply
  }
}

/** What an endpoint without a download answers, in the form in which it can be kept and sent again. */
export interface Answer {
  status: number
  /** Null: nothing to read. */
  json: string | null
  /** Of the record that the reply is about, for If-Match. */
  version: number | null
}

const statusOf = ({ status, reply, download }: Endpoint) => status ?? (reply || download ? 200 : 204)

/** Writes what the handler of an endpoint returned as its answer. */
export function answerWriter(endpoint: Endpoint): (result: unknown) => Answer {
  const usual = statusOf(endpoint)
  const write = endpoint.reply && replyWriter(endpoint.reply)
  return (result) => {
    const isNew = result instanceof Created
    const reply = (isNew ? result.reply : result) as { version?: unknown } | undefined
    return {
      status: isNew ? 201 : usual,
      json: write ? write(reply) : null,
      version: typeof reply?.version === 'number' ? reply.version : null,
    }
  }
}

export function sendAnswer(reply: FastifyReply, { status, json, version }: Answer) {
  reply.header('cache-control', 'no-store').status(status)
  if (json === null) return reply.send()
  if (version !== null) reply.header('etag', `"${version}"`)
  return reply.type('application/json; charset=utf-8').send(json)
}

/** A file whose name people see when they save it. */
export interface NamedFile {
  filename: string
  content: Buffer
}

export function sendDownload(
  reply: FastifyReply,
  type: NonNullable<Endpoint['download']>,
  result: NamedFile | Readable | string,
) {
  reply.header('cache-control', 'no-store').status(200)
  if (type === 'application/pdf') return sendPdf(reply, result as NamedFile)
  return reply.type(type.startsWith('text/') ? `${type}; charset=utf-8` : type).send(result)
}

/** Shown in the browser, and saved under its name (RFC 6266). */
function sendPdf(reply: FastifyReply, { filename, content }: NamedFile) {
  const plain = filename.replace(/[^\w.-]+/g, '-')
  return reply
    .type('application/pdf')
    .header(
      'content-disposition',
      `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(filename)}`,
    )
    .send(content)
}

/** Sends a problem as RFC 9457 defines it. */
export function sendProblem(reply: FastifyReply, problem: Problem) {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  if (problem.headers) reply.headers(problem.headers)
  return reply
    .status(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify as (payload: unknown) => string)
    .send(problem.toJSON())
}
