import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { check } from '../../http/field-errors.ts'
import { InvalidRequest, Problem } from '../../http/problems.ts'
import type { RawRequest } from '../../http/serve.ts'
import { inOrganization, type Scope } from '../../scope/scope.ts'
import { readRefusal } from './bounce-reason.ts'
import { mailEvents, type MailEvent } from './mail-events.api.ts'
import { recordReport, type Report } from './record-report.ts'

const SIGNATURE_VALID_MINUTES = 5
export const SIGNATURE_HEADER = 'portico-signature'
const SIGNATURE = /^t=(\d{1,12}),sha256=([0-9a-f]{64}),v1=([0-9a-f]{64})$/

/** What a mail service reports about the messages it took. Events are recorded one by one: each stands for itself. */
export async function receiveMailEvents({ services, now }: Pick<Scope, 'services' | 'now'>, raw: RawRequest) {
  if (services.mailEventsSecret === null) throw new MailEventsOff()
  const body = await readSigned(services.mailEventsSecret, raw, now)
  let recorded = 0
  const events = readEvents(body)
  for (const event of events) {
    const scope = inOrganization(services, event.organizationId, now)
    const deliveryId = event.deliveryId ?? deliveryIdOf(event.messageId)
    if (deliveryId !== null && (await recordReport(scope, deliveryId, reportOf(event)))) recorded += 1
  }
  return { recorded, ignored: events.length - recorded }
}

/** The signature is over the digest of the body, so that it is checked before a byte of the body is read. */
async function readSigned(secret: string, { header, body }: RawRequest, now: Date): Promise<Buffer> {
  const [, seconds, digest, proof] = SIGNATURE.exec(header(SIGNATURE_HEADER) ?? '') ?? []
  if (!seconds || !digest || !proof)
    throw new SignatureRefused(
      'The header Portico-Signature is missing or not of the form t=…,sha256=…,v1=….',
    )
  const expected = createHmac('sha256', secret).update(`${seconds}.${digest}`).digest()
  if (!timingSafeEqual(expected, Buffer.from(proof, 'hex')))
    throw new SignatureRefused('The signature is another. Compare MAIL_EVENTS_SECRET on both sides.')
  if (Math.abs(now.getTime() - Number(seconds) * 1_000) > SIGNATURE_VALID_MINUTES * 60_000)
    throw new SignatureRefused(
      `The signature is older than ${SIGNATURE_VALID_MINUTES} minutes, or one of the two clocks is wrong.`,
    )
  const bytes = await body()
  if (createHash('sha256').update(bytes).digest('hex') !== digest)
    throw new SignatureRefused('The body is another than the one whose SHA-256 was signed.')
  return bytes
}

function readEvents(body: Buffer): MailEvent[] {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    throw new InvalidRequest([{ pointer: '', detail: 'The body is not JSON.' }])
  }
  const checked = check(mailEvents, json)
  if (checked.ok) return checked.data
  throw new InvalidRequest(checked.errors)
}

function reportOf({ event, reason, at }: MailEvent): Report {
  const refusal = readRefusal(reason)
  // A service that says "bounced" and no more means permanently.
  const unexplained = !/\d\.\d{1,3}\.\d{1,3}/.test(reason)
  return {
    event,
    at: new Date(at),
    reason,
    why: unexplained ? 'the mail service reported a permanent failure' : refusal.why,
    addressIsDead: unexplained || refusal.addressIsDead,
  }
}

/** Ours is `<deliveryId@host>`. */
function deliveryIdOf(messageId = ''): string | null {
  return /^\s*<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i.exec(messageId)?.[1]?.toLowerCase() ?? null
}

class MailEventsOff extends Problem {
  constructor() {
    super(
      404,
      'mail-events-off',
      'Reports are turned off',
      'This installation accepts no reports from mail services. To turn them on, set MAIL_EVENTS_SECRET to the secret that signs them.',
    )
  }
}

class SignatureRefused extends Problem {
  constructor(detail: string) {
    super(401, 'signature-refused', 'The signature is not valid', detail)
  }
}
