import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import type { Mailbox } from '../../scope/services.ts'
import { mailboxFiles } from './mailbox-files.ts'
import { DELIVERY_HEADER } from '../smtp/message.ts'

export interface OpenedMailbox extends Mailbox {
  /** For the postman, with credentials of its own, so that no other user of this machine can put letters in. */
  smtpUrl: string
  close(): Promise<void>
}

export interface MailboxOptions {
  dataDir: string
  /** By default a free one. */
  port?: number
  messagesMost?: number
}

const MESSAGE_BYTES_MOST = 25 * 1024 * 1024

/**
 * The built-in mailbox: where letters go while `SMTP_URL` is not set. It speaks SMTP on loopback, so that everything
 * up to the mail server is what it will be later, and nothing leaves this machine.
 */
export async function openMailbox({
  dataDir,
  port = 0,
  messagesMost,
}: MailboxOptions): Promise<OpenedMailbox> {
  const folder = join(dataDir, 'mailbox')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files = mailboxFiles(folder, messagesMost)
  await files.removeDrafts()
  const password = randomBytes(24).toString('base64url')

  const server = new SMTPServer({
    name: 'portico-mailbox',
    banner: 'Portico mailbox',
    size: MESSAGE_BYTES_MOST,
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    // Loopback only: encryption would keep nobody out.
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    logger: false,
    // The postman's addresses were judged when they were stored. By itself it refuses two dots in a row even in quotes.
    lenientAddressParsing: true,
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: 'postman' }) : done(refusal(535, 'Not the postman')),
    onRcptTo: (_address, session, done) =>
      done(session.envelope.rcptTo.length > 0 ? refusal(452, 'One recipient at a time') : null),
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk)
      })
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal(552, 'The message is too large'))
        const content = Buffer.concat(chunks)
        const place = placeOf(content)
        if (!place) return done(refusal(550, `No delivery is named in ${DELIVERY_HEADER}`))
        files.keep(place.organizationId, place.deliveryId, content).then(
          () => done(null, 'Kept'),
          (error: Error) => done(refusal(452, `Could not be kept: ${error.message}`)),
        )
      })
    },
  })
  // A client that hangs up in the middle must not end the process.
  server.on('error', () => {})
  await new Promise<void>((listening, failed) => {
    server.server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })

  const address = server.server.address() as AddressInfo
  return {
    smtpUrl: `smtp://postman:${password}@127.0.0.1:${address.port}`,
    ids: files.ids,
    entries: files.entries,
    read: files.read,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** Which mailbox a message belongs in, by its own header. */
function placeOf(content: Buffer): { organizationId: string; deliveryId: string } | null {
  const headersEnd = content.indexOf('\r\n\r\n')
  const headers = content.subarray(0, Math.max(headersEnd, 0)).toString('latin1')
  const [, organizationId, deliveryId] = DELIVERY.exec(headers) ?? []
  return organizationId && deliveryId ? { organizationId, deliveryId } : null
}

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const DELIVERY = new RegExp(`^${DELIVERY_HEADER}:\\s*(${ID})/(${ID})\\s*$`, 'im')

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}
