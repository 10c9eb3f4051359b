import { Connection, LIMITS, type Limits } from './smtp-connection.ts'
import type { SmtpMessage, SmtpOutcome } from './outcome.ts'
import { readSmtpUrl } from './smtp-url.ts'

export interface Smtp {
  send(message: SmtpMessage): Promise<SmtpOutcome>
  /** Ends idle connections at once, and busy ones when `send` is done with them. `now`: those at once, too, and nothing more is sent. */
  close(how?: { now: boolean }): void
}

export interface SmtpOptions {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the start. */
  url: string
  mostConnections?: number
  limits?: Partial<Limits>
}

const MESSAGES_PER_CONNECTION = 100
const STOPPED = 'Portico was stopped.'

export function openSmtp(options: SmtpOptions): Smtp {
  const limits = { ...LIMITS, ...options.limits }
  const server = readSmtpUrl(options.url)
  const idle: Connection[] = []
  const busy = new Set<Connection>()
  const waiting: (() => void)[] = []
  let open = 0
  let closed = false
  let abandoned = false

  async function send(message: SmtpMessage): Promise<SmtpOutcome> {
    if (open >= (options.mostConnections ?? 5)) await new Promise<void>((turn) => waiting.push(turn))
    else open += 1
    try {
      if (abandoned) return { outcome: 'not-sent', phase: 'connect', reason: STOPPED }
      const used = idle.pop()
      if (used) {
        const outcome = await sendOver(used, message)
        // The server may have hung up while the connection was idle, which says nothing about this message.
        if (outcome.outcome !== 'not-sent' || !used.lost) return outcome
      }
      return await sendOver(new Connection(server, limits), message)
    } finally {
      // A place is handed on instead of being freed and competed for.
      const next = waiting.shift()
      if (next) next()
      else open -= 1
    }
  }

  async function sendOver(connection: Connection, message: SmtpMessage): Promise<SmtpOutcome> {
    busy.add(connection)
    const outcome = await connection.send(message)
    busy.delete(connection)
    if (closed || connection.lost || connection.messages >= MESSAGES_PER_CONNECTION) connection.end()
    else {
      idle.push(connection)
      connection.rest(() => {
        const at = idle.indexOf(connection)
        if (at >= 0) idle.splice(at, 1)
      })
    }
    return outcome
  }

  function close({ now } = { now: false }) {
    closed = true
    for (const connection of idle.splice(0)) connection.end()
    abandoned ||= now
    if (now) for (const connection of busy) connection.abandon(new Error(STOPPED))
  }

  return { send, close }
}
