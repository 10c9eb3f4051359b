import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { CannotStart } from '../../cannot-start.ts'
import { INSTALLATION } from '../../database/id.ts'
import { safeReason } from '../../http/safe-reason.ts'
import { inOrganization } from '../../scope/scope.ts'
import type { Services } from '../../scope/services.ts'
import { readBounceAddress } from './bounce-address.ts'
import { limitVisitors } from './bounce-visitors.ts'
import { readRefusal } from './bounce-reason.ts'
import { readDeliveryReport } from './delivery-report.ts'
import { recordReport, type Report } from './record-report.ts'

export interface BounceListener {
  port: number
  close(): Promise<void>
}

export interface BounceListenerOptions {
  services: Services
  /** Such as bounces@portico.example.com: it takes mail for `bounces+token@…`. */
  address: string
  port: number
  host: string
}

/** A bounce may carry the message that came back, with its attachment. The report stands before that. */
const MESSAGE_BYTES_MOST = 30 * 1024 * 1024
const READ_BYTES_MOST = 256 * 1024
const CLIENTS_MOST = 20
const SILENCE_SECONDS = 60

/**
 * Where mail servers deliver their reports (RFC 3464). It takes mail only for addresses that we made, and keeps none
 * of it.
 */
export async function openBounceListener(options: BounceListenerOptions): Promise<BounceListener> {
  const { services, address, port, host } = options
  const server = new SMTPServer({
    name: address.slice(address.lastIndexOf('@') + 1),
    banner: 'Portico, for reports of delivery alone',
    size: MESSAGE_BYTES_MOST,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // A visitor who is sent away for another may still be leaving.
    maxClients: 2 * CLIENTS_MOST,
    socketTimeout: SILENCE_SECONDS * 1_000,
    closeTimeout: 1_000,
    logger: false,
    onRcptTo: (recipient, session, done) => {
      if (!readBounceAddress(services.sealer, address, recipient.address))
        return done(refusal(550, '5.1.1 Not an address of ours'))
      visitors.expect(session)
      done(session.envelope.rcptTo.length > 0 ? refusal(452, '4.5.3 One recipient at a time') : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      let kept = 0
      stream.on('data', (chunk: Buffer) => {
        if (kept < READ_BYTES_MOST) chunks.push(chunk)
        kept += chunk.length
      })
      stream.on('end', () => {
        const message = Buffer.concat(chunks).subarray(0, READ_BYTES_MOST)
        take(options, session.envelope.rcptTo[0]?.address ?? '', message).then(
          () => done(null, 'Thank you'),
          (error: unknown) => {
            services.log.error(
              { reason: safeReason(error) },
              'A report of delivery could not be written down.',
            )
            // The mail server will send it again.
            done(refusal(451, '4.3.0 Try again later'))
          },
        )
      })
    },
  })
  const visitors = limitVisitors(server, CLIENTS_MOST)
  // A client that hangs up in the middle must not end the process.
  server.on('error', () => {})
  await new Promise<void>((listening, failed) => {
    server.server.once('error', ({ message }: Error) =>
      failed(new CannotStart(`The listener for bounces cannot use BOUNCE_SMTP_PORT ${port}: ${message}.`)),
    )
    server.listen(port, host, listening)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** What is not a report, such as an out-of-office reply, is accepted and forgotten. */
async function take({ services, address }: BounceListenerOptions, recipient: string, message: Buffer) {
  const named = readBounceAddress(services.sealer, address, recipient)
  const said = readDeliveryReport(message)
  if (!named || !said) return
  const now = services.clock()
  const report = reportOf(said, now)
  for (const organizationId of await organizationsEndingWith(services, named.organizationEnd))
    await recordReport(inOrganization(services, organizationId, now), named.deliveryId, report)
}

function reportOf({ action, reason }: NonNullable<ReturnType<typeof readDeliveryReport>>, at: Date): Report {
  const { why, addressIsDead } = readRefusal(reason)
  if (action !== 'failed') return { event: action, at, reason, why, addressIsDead: false }
  return { event: 'bounced', at, reason, why, addressIsDead }
}

/** The address of a bounce has room for the end of an organization's id only; the delivery's own id tells the rest. */
async function organizationsEndingWith({ database }: Services, end: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from organization_ids() as id where right(id::text, ${end.length}) = ${end}`.execute(
    database.of(INSTALLATION),
  )
  return rows.map(({ id }) => id)
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}
