import type { FastifyInstance } from 'fastify'
import type { Caller } from './endpoint.ts'
import { InvalidRequest } from './problems.ts'

/** The most that anybody without a session has to say is a form of a few fields. */
const BYTES_BEFORE_A_SESSION = 16 * 1024
const BYTES_WITH_A_SESSION = 1024 * 1024

export function mostBodyBytes(caller: Caller): number {
  return caller === 'anyone' || caller === 'choosing' ? BYTES_BEFORE_A_SESSION : BYTES_WITH_A_SESSION
}

/** No declared body comes near this: an invoice of 500 lines has 3,000 values, nested three deep. */
const DEEPEST = 32
const VALUES_MOST = 50_000

/**
 * JSON whose nesting and number of values are bounded before it is parsed: they cost a hundred times as much as its
 * length.
 */
export function acceptJson(server: FastifyInstance) {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeContentTypeParser('application/json')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body as string
    if (isModest(text)) return void parse(request, text, done)
    done(
      new InvalidRequest([
        {
          pointer: '',
          detail: `The body has more than ${VALUES_MOST} values, or is nested more than ${DEEPEST} deep. Send less at once.`,
        },
      ]),
    )
  })
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = new Set(['[', '{'].map((one) => one.charCodeAt(0)))
const CLOSING = new Set([']', '}'].map((one) => one.charCodeAt(0)))
const COMMA = 0x2c

export function isModest(text: string): boolean {
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA) values += 1
    else if (OPENING.has(code)) {
      depth += 1
      values += 1
    } else if (CLOSING.has(code)) depth -= 1
    if (depth > DEEPEST || values > VALUES_MOST) return false
  }
  return true
}

/** Where the quotes close that open here. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1
    if (backslashes % 2 === 0) return at
  }
  return text.length
}
