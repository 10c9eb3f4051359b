import { receivedAs, type ReceivedKind, unsubscribableOf, type DocumentKind } from '../../documents/kinds.ts'
import { sql } from 'kysely'
import { Problem } from '../../http/problems.ts'
import { safeReason } from '../../http/safe-reason.ts'
import { emailIdentity } from '../../people/email-address.ts'
import { inOrganization, inTransaction, type Reading, type Scope } from '../../scope/scope.ts'
import type { Services } from '../../scope/services.ts'
import { bounceAddress } from '../bounces/bounce-address.ts'
import { type Attachment, type AttachmentToMake, bringsPdf, type DocumentFacts } from '../letters/document.ts'
import { writeLetterProof } from '../letters/letter-proof.ts'
import { hasPortalAccess } from '../letters/portal-access-of-readers.ts'
import { readLetterLogo, type LetterLogo } from '../letters/letter-logo.ts'
import { renderLetter } from '../letters/render-letter.tsx'
import type { LetterFacts, LetterKind } from '../letters/letter.ts'
import { oneClickUrl, unsubscribePageUrl } from '../letters/links.ts'
import { composeMessage } from '../smtp/message.ts'
import { sealContext } from './post.ts'
import type { DeliveryAttempt } from '../deliveries/deliveries.api.ts'
import {
  attemptOf,
  finish,
  leaveOutbox,
  recordAbandoned,
  recordOutcome,
  type AttemptOutcome,
  type Ending,
} from './record-outcome.ts'
import { SealBroken } from './seal.ts'
import type { Smtp } from '../smtp/smtp.ts'
import type { SmtpOutcome } from '../smtp/outcome.ts'
import { throughOutages } from './through-outages.ts'
import { unsubscribeToken } from '../unsubscribing/unsubscribe-token.ts'

export interface DeliveryTools {
  services: Services
  smtp: Smtp
  mailFrom: string
  /** Where mail servers report what came back. Null: to `mailFrom`, where nobody reads it. */
  bounceAddress?: string | null
  /** Makes what is attached to a document's letter. */
  attach?: (scope: Reading, wanted: AttachmentToMake) => Promise<Attachment>
  /**
   * Asked at the last moment: why a document must not be sent any more, as the end of a sentence. Null: it may be
   * sent.
   */
  stillWanted?: StillWanted
  /** Told of each attempt. */
  onAttempt?: (outcome: DeliveryAttempt['outcome']) => void
}

export type StillWanted = (
  scope: Reading,
  document: { kind: DocumentKind; id: string; invoiceId: string | null; contactId: string | null },
) => Promise<string | null>

export interface Claimed {
  organizationId: string
  deliveryId: string
  /** Its lease ran out: a postman took it before and never recorded the outcome. */
  abandoned: boolean
}

/** Hands one claimed delivery to the mail server, outside of any transaction, and records the outcome. */
export async function deliver(
  tools: DeliveryTools,
  { organizationId, deliveryId, abandoned }: Claimed,
): Promise<void> {
  const { services, smtp } = tools
  // One for each step: mail servers take their time, and what comes after them has a later `now`.
  const scope = () => inOrganization(services, organizationId)
  const end = (ending: Ending) => throughOutages(() => finish(scope(), deliveryId, ending))
  const read = () => throughOutages(() => readDue(scope(), deliveryId))
  let due = await read()
  if (abandoned && (due?.state === 'queued' || due?.state === 'cancelled')) {
    const lost = { deliveryId, number: due.attemptCount + 1 }
    await throughOutages(() => inTransaction(scope(), (tx) => recordAbandoned(tx, lost)))
    // It may have been cancelled in the meantime.
    due = await read()
  }
  if (due?.state !== 'queued') return throughOutages(() => leaveOutbox(scope(), deliveryId))

  const stopped = whatStops(due, services.clock())
  if (stopped) return end(stopped)

  const to = due.follows ? due.readerEmail! : due.address
  const attempted = { deliveryId, number: due.attemptCount + 1 }
  const record = (outcome: AttemptOutcome) => {
    tools.onAttempt?.(attemptOf(outcome).outcome)
    return recordOutcome(scope(), attempted, to, outcome)
  }
  const made = await documentParts(tools, scope(), deliveryId, due)
  if (made.outcome === 'not-written') return record(made)
  if (made.unwanted !== null) return end(cancelled(made.unwanted))

  const secret = openSecret(scope(), deliveryId, due.sealed)
  if (secret instanceof SealBroken) return end({ state: 'failed', reason: secret.message })
  const logo = await throughOutages(() => readLetterLogo(scope(), due.logoId))
  const { attachment } = made
  const content = await write(scope(), due, {
    deliveryId,
    from: tools.mailFrom,
    to,
    secret,
    attachment,
    logo,
  })
  if (content instanceof Error)
    return end({
      state: 'failed',
      reason: `The letter could not be written: ${forStaff(scope(), deliveryId, content)}`,
    })

  const from = tools.bounceAddress
    ? bounceAddress(services.sealer, tools.bounceAddress, { organizationId, deliveryId })
    : tools.mailFrom
  await record(withoutSecret(await smtp.send({ from, to, content }), secret))
}

interface Due {
  state: string
  attemptCount: number
  kind: LetterKind
  address: string
  /** There while it is queued. */
  content: LetterFacts[LetterKind] | null
  documentKind: DocumentKind | null
  documentId: string | null
  invoiceId: string | null
  role: 'to' | 'cc' | null
  contactId: string | null
  emailBouncedAt: string | null
  emailBounceReason: string | null
  unsubscribed: Partial<Record<ReceivedKind, string>> | null
  /** Null: the letter is not for a customer. */
  customerActive: boolean | null
  sealed: Buffer | null
  createdAt: string
  accessGeneration: number | null
  expiresAt: string | null
  personId: string | null
  memberId: string | null
  organizationName: string
  slug: string
  accentColor: string
  timeZone: string
  language: string
  readerName: string | null
  /** As shown in the head of the message. */
  readerFullName: string
  readerEmail: string | null
  /**
   * The contact that the letter is for is still active, at an active customer. For a letter that names no contact,
   * and for a password, which serves all their customers, any contact of the person counts.
   */
  contactActive: boolean | null
  generation: number | null
  locked: boolean | null
  hasAccess: boolean
  organizationEmail: string | null
  logoId: string | null
  memberActive: boolean | null
  follows: boolean
}

async function readDue({ db, organizationId }: Reading, deliveryId: string): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select d.state, d.attempt_count as "attemptCount", d.kind, d.address, d.content, d.sealed, d.created_at as "createdAt", d.access_generation as "accessGeneration",
      d.expires_at as "expiresAt", d.person_id as "personId", d.member_id as "memberId",
      d.document_kind as "documentKind", d.document_id as "documentId", d.invoice_id as "invoiceId", d.role,
      d.contact_id as "contactId", p.email_bounced_at as "emailBouncedAt",
      p.email_bounce_reason as "emailBounceReason", k.unsubscribed, a.active as "customerActive",
      o.name as "organizationName", o.slug, o.accent_color as "accentColor",
      coalesce(p.time_zone, o.time_zone) as "timeZone", coalesce(p.language, o.language) as language,
      coalesce(p.first_name, m.name) as "readerName",
      coalesce(m.name, person_name(p.first_name, p.last_name, '')) as "readerFullName",
      coalesce(p.email, m.email) as "readerEmail",
      exists (select from contacts c join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
        where c.organization_id = d.organization_id and c.person_id = d.person_id and c.active and u.active
        and (d.contact_id is null or d.sealed is not null or c.id = d.contact_id)) as "contactActive",
      g.generation, g.locked_at is not null as locked, ${hasPortalAccess} as "hasAccess",
      s.seller_email as "organizationEmail", s.logo_id as "logoId", m.active as "memberActive",
      d.person_id is not null and d.sealed is null and d.kind <> 'addressChanged' as follows
    from deliveries d
    join organizations o on o.id = d.organization_id
    left join customers a on a.organization_id = d.organization_id and a.id = d.customer_id
    left join people p on p.organization_id = d.organization_id and p.id = d.person_id
    left join contacts k on k.organization_id = d.organization_id and k.id = d.contact_id
    left join portal_access g on g.organization_id = d.organization_id and g.person_id = d.person_id
    left join invoicing_settings s on s.organization_id = d.organization_id
    left join staff_members m on m.organization_id = d.organization_id and m.id = d.member_id
    where d.organization_id = ${organizationId} and d.id = ${deliveryId}`.execute(db)
  return rows[0]
}

/** Checked at the last moment (R17): what was true when the letter was posted may not be true any more. */
function whatStops(due: Due, now: Date): Ending | null {
  if (due.expiresAt !== null && new Date(due.expiresAt) <= now) {
    return { state: 'failed', reason: 'It could not be delivered before the password or link in it expired.' }
  }
  if (due.kind === 'addressChanged') return null
  if (due.documentKind !== null) return whatStopsDocument(due, due.documentKind)
  if (due.personId !== null && !due.contactActive) return cancelled('the contact or the customer is inactive')
  if (due.memberId !== null && !due.memberActive) return cancelled('the staff member was removed')
  if (due.sealed === null) return null
  if (emailIdentity(due.address) !== emailIdentity(due.readerEmail!))
    return cancelled('the e-mail address was changed')
  if (due.accessGeneration !== null && due.accessGeneration !== due.generation) {
    return cancelled('a newer password was issued, or access ended')
  }
  return due.locked ? cancelled('portal access was revoked') : null
}

/**
 * What `recipients()` lets nothing override, in the same order, without reading the database again: last-look.test.ts
 * compares the two. What somebody receives is not asked again: who gets it was seen and decided when it was posted.
 */
function whatStopsDocument(due: Due, kind: DocumentKind): Ending | null {
  if (!due.customerActive) return cancelled('the customer is inactive')
  if (due.personId !== null && !due.contactActive) return cancelled('the contact is inactive')
  if (due.emailBouncedAt !== null)
    return cancelled(`mail to ${due.readerEmail} bounced: ${due.emailBounceReason ?? 'it does not work'}`)
  const received = receivedAs(kind)
  return due.unsubscribed?.[received] ? cancelled(`the contact unsubscribed from ${received}`) : null
}

type Made =
  | { outcome: 'made'; unwanted: string | null; attachment: Attachment | null }
  | { outcome: 'not-written'; reason: string }

/** What nouns above the mail know about a document. If they fail, the letter waits: it is not the reader's fault. */
async function documentParts(
  tools: DeliveryTools,
  scope: Scope,
  deliveryId: string,
  due: Due,
): Promise<Made> {
  const { documentKind: kind, documentId: id, invoiceId, contactId } = due
  if (kind === null || id === null) return { outcome: 'made', unwanted: null, attachment: null }
  try {
    const unwanted = (await tools.stillWanted?.(scope, { kind, id, invoiceId, contactId })) ?? null
    const { attachment: wanted, attachedWithoutAccessOnly } = due.content as DocumentFacts
    if (unwanted !== null || !wanted || !bringsPdf(attachedWithoutAccessOnly, due.hasAccess))
      return { outcome: 'made', unwanted, attachment: null }
    if (!tools.attach) throw new Error('nobody makes attachments here')
    return { outcome: 'made', unwanted, attachment: await tools.attach(scope, wanted) }
  } catch (error) {
    const reason = `The attachment could not be made: ${forStaff(scope, deliveryId, error)}`
    return { outcome: 'not-written', reason: reason.slice(0, 500) }
  }
}

/** A refusal tells staff what to change. Anything else is a fault, whose words are for the log. */
function forStaff({ services }: Scope, deliveryId: string, error: unknown): string {
  if (error instanceof Problem) return error.message
  services.log.error({ deliveryId, reason: safeReason(error) }, 'A message could not be put together.')
  return 'something went wrong. The server’s log says what.'
}

function cancelled(why: string): Ending {
  return { state: 'cancelled', reason: `Cancelled: ${why}.` }
}

function openSecret(scope: Scope, deliveryId: string, sealed: Buffer | null) {
  if (sealed === null) return null
  try {
    return scope.services.sealer.open(sealed, sealContext(scope, deliveryId))
  } catch (error) {
    if (error instanceof SealBroken) return error
    throw error
  }
}

interface Writing {
  deliveryId: string
  from: string
  to: string
  secret: string | null
  attachment: Attachment | null
  logo: LetterLogo | null
}

async function write(scope: Scope, due: Due, writing: Writing): Promise<Buffer | Error> {
  const { organizationId, now, services } = scope
  const { deliveryId, from, to, secret, attachment, logo } = writing
  const publicUrl = services.publicUrl.origin
  // The reader of the old address may be another person than the one at the new one.
  const isOldAddress = due.kind === 'addressChanged'
  const name = isOldAddress ? '' : (due.readerName ?? '')
  const fullName = isOldAddress ? '' : due.readerFullName
  const token = tokenToUnsubscribe(scope, due, to)
  try {
    const letter = renderLetter(due.kind, {
      organization: {
        name: due.organizationName,
        slug: due.slug,
        accentColor: due.accentColor,
        email: due.organizationEmail,
        logo,
      },
      publicUrl,
      reader: {
        name,
        email: to,
        timeZone: due.timeZone,
        language: due.language,
        hasPortalAccess: due.hasAccess,
        isContact: due.contactId !== null,
      },
      facts: due.content!,
      document:
        due.documentKind && due.documentId && due.role
          ? { kind: due.documentKind, id: due.documentId, invoiceId: due.invoiceId, role: due.role }
          : null,
      unsubscribeUrl: token && unsubscribePageUrl(publicUrl, due.slug, token),
      secret,
      proof: proofOf(scope, due),
      expiresAt: due.expiresAt,
    })
    return await composeMessage(
      {
        organizationId,
        deliveryId,
        from: { name: due.organizationName, address: from },
        to: { name: fullName, address: to },
        ...letter,
        attachment,
        logo,
        unsubscribeUrl: token && oneClickUrl(publicUrl, token),
        date: now,
      },
      publicUrl,
    )
  } catch (error) {
    return error as Error
  }
}

function proofOf(scope: Scope, due: Due): string | null {
  const { kind, personId, accessGeneration: generation } = due
  if (kind !== 'temporaryPassword' || personId === null || generation === null) return null
  return writeLetterProof(scope, {
    personId,
    generation,
    identity: emailIdentity(due.address),
    writtenAt: Date.parse(due.createdAt),
  })
}

function tokenToUnsubscribe({ organizationId, services }: Scope, due: Due, email: string): string | null {
  const { documentKind, contactId, personId } = due
  if (documentKind === null || contactId === null || personId === null) return null
  const { unsubscribe: kind } = due.content as DocumentFacts
  // A letter that nobody may unsubscribe from offers no link for it, whatever its content says.
  if (!kind || kind !== unsubscribableOf(documentKind)) return null
  return unsubscribeToken(services.sealer, { organizationId, contactId, kind }, { personId, email })
}

/** A mail server that quotes a message in its answer must not get a password into the database. */
function withoutSecret(outcome: SmtpOutcome, secret: string | null): SmtpOutcome {
  if (!secret) return outcome
  const clean = (text: string) => text.replaceAll(secret, '…')
  return 'reply' in outcome
    ? { ...outcome, reply: clean(outcome.reply) }
    : { ...outcome, reason: clean(outcome.reason) }
}
