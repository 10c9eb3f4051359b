import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { asMailed } from '../../people/email-address.ts'
import type { SmtpMessage, SmtpOutcome, SmtpPhase } from './outcome.ts'
import type { SmtpServer } from './smtp-url.ts'

/**
 * How long each phase may take. RFC 5321 section 4.5.3.2 allows minutes, but a relay that needs those is not working.
 */
export const LIMITS = {
  connectMilliseconds: 15_000,
  greetingMilliseconds: 15_000,
  silenceMilliseconds: 60_000,
  /** For all of it: a server that sends a byte a minute is never silent. */
  messageMilliseconds: 120_000,
  idleMilliseconds: 10_000,
}
export type Limits = typeof LIMITS

/** One SMTP session, for one message after another. */
export class Connection {
  /** Once true, it is never used again. */
  lost = false
  messages = 0
  readonly #smtp: SMTPConnection
  readonly #server: SmtpServer
  readonly #limits: Limits
  #ready = false
  #needsReset = false
  /** Settles the wait for an answer; rejected when the connection fails instead. */
  #fail: (error: SmtpError) => void = () => {}
  #idleTimer: NodeJS.Timeout | undefined

  constructor(server: SmtpServer, limits: Limits) {
    this.#server = server
    this.#limits = limits
    this.#smtp = new SMTPConnection({
      ...server.options,
      connectionTimeout: limits.connectMilliseconds,
      dnsTimeout: limits.connectMilliseconds,
      greetingTimeout: limits.greetingMilliseconds,
      socketTimeout: limits.silenceMilliseconds,
    })
    this.#smtp.on('error', (error: SmtpError) => this.#lose(error))
    this.#smtp.on('end', () => this.#lose(new Error('The connection was closed.')))
  }

  async send(message: SmtpMessage): Promise<SmtpOutcome> {
    clearTimeout(this.#idleTimer)
    this.messages += 1
    const deadline = setTimeout(
      () => this.abandon(new Error('The mail server took too long.')),
      this.#limits.messageMilliseconds,
    )
    try {
      return await this.#handOver(message)
    } finally {
      clearTimeout(deadline)
    }
  }

  async #handOver(message: SmtpMessage): Promise<SmtpOutcome> {
    let phase: SmtpPhase = 'connect'
    try {
      if (!this.#ready) {
        await this.#step((done) => this.#smtp.connect(done))
        phase = 'sign-in'
        const { credentials } = this.#server
        if (credentials) await this.#step((done) => this.#smtp.login({ ...credentials }, done))
        this.#ready = true
      }
      phase = 'sender'
      if (this.#needsReset) await this.#step((done) => this.#smtp.reset(done))
      this.#needsReset = false
    } catch (error) {
      this.end()
      return refusedOrNotSent(error as SmtpError, phase)
    }

    const content = new Content(message.content)
    const envelope = {
      from: asMailed(message.from),
      to: [asMailed(message.to)],
      size: message.content.length,
    }
    try {
      const info = await this.#step<{ response: string }>((done) => this.#smtp.send(envelope, content, done))
      return { outcome: 'accepted', reply: plainReply(info!.response) }
    } catch (caught) {
      const error = caught as SmtpError
      if (!error.responseCode && content.handedOver) {
        this.end()
        return { outcome: 'unknown', reason: plainReply(error.message) }
      }
      this.#needsReset = true
      return refusedOrNotSent(error, content.begun ? 'content' : phaseOf(error))
    }
  }

  /** Ready for another message. Ended if none comes. */
  rest(onEnd: () => void) {
    this.#fail = onEnd
    this.#idleTimer = setTimeout(() => {
      onEnd()
      this.end()
    }, this.#limits.idleMilliseconds)
    this.#idleTimer.unref()
  }

  end() {
    clearTimeout(this.#idleTimer)
    if (this.lost) return
    this.lost = true
    this.#smtp.quit()
    // A server that does not answer QUIT must not keep the socket.
    setTimeout(() => this.#smtp.close(), 1_000).unref()
  }

  /** Ends it, whatever it is doing. */
  abandon(error: SmtpError) {
    this.#lose(error)
    this.#smtp.close()
  }

  #step<T>(start: (done: (error?: SmtpError | null, result?: T) => void) => void): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      start((error, result) => (error ? reject(error) : resolve(result)))
    })
  }

  #lose(error: SmtpError) {
    this.lost = true
    this.#fail(error)
  }
}

type SmtpError = Error & { responseCode?: number; response?: string; command?: string }

const CONTENT_CHUNK_BYTES = 65_536

/** The message as a stream that remembers how far it was read: nothing is read before the server answered DATA. */
class Content extends Readable {
  readonly #bytes: Buffer
  #read = 0
  begun = false
  /** From here on the final dot may be under way. */
  handedOver = false

  constructor(bytes: Buffer) {
    super()
    this.#bytes = bytes
  }

  override _read() {
    this.begun = true
    if (this.#read < this.#bytes.length) {
      this.push(this.#bytes.subarray(this.#read, (this.#read += CONTENT_CHUNK_BYTES)))
    } else {
      this.handedOver = true
      this.push(null)
    }
  }
}

function refusedOrNotSent(error: SmtpError, phase: SmtpPhase): SmtpOutcome {
  if (!error.responseCode) return { outcome: 'not-sent', reason: plainReply(error.message), phase }
  const permanent = error.responseCode >= 500
  return { outcome: 'refused', permanent, reply: plainReply(error.response ?? error.message), phase }
}

function phaseOf(error: SmtpError): SmtpPhase {
  if (error.command === 'RCPT TO') return 'recipient'
  return error.command === 'DATA' ? 'content' : 'sender'
}

const REPLY_CHARACTERS_MOST = 500

/** The server's words on one line: they are stored and shown to staff. */
function plainReply(text: string): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, REPLY_CHARACTERS_MOST)
}
