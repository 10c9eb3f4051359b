import { sql } from 'kysely'
import { pageOf, readCursor } from '../../http/page.ts'
import { NotFound } from '../../http/problems.ts'
import { withKeptSince } from '../../keeping/kept-since.ts'
import type { Reading } from '../../scope/scope.ts'
import type {
  Delivery,
  DeliveryAttempt,
  DeliveryDetails,
  DeliveryKind,
  DeliveryReport,
  DeliveryState,
} from './deliveries.api.ts'
import type { DocumentKind } from '../../documents/kinds.ts'
import type { LetterKind } from '../letters/letter.ts'
import { carriesSecret } from '../outbox/post.ts'

interface Query {
  limit: number
  cursor?: string | undefined
  state?: DeliveryState | undefined
  customerId?: string | undefined
  contactId?: string | undefined
  personId?: string | undefined
  kind?: DeliveryKind | undefined
  documentId?: string | undefined
  invoiceId?: string | undefined
}

/** What went out or waits to, newest first. */
export async function listDeliveries(scope: Reading, query: Query) {
  const { db, organizationId } = scope
  const after = readCursor(query.cursor, 'id')
  const { rows } = await sql<Row>`
    ${SELECT}
    where d.organization_id = ${organizationId}
      and ${query.state ? sql`d.state = ${query.state}` : EVERY}
      and ${query.customerId ? sql`d.customer_id = ${query.customerId}` : EVERY}
      and ${query.contactId ? sql`d.contact_id = ${query.contactId}` : EVERY}
      and ${query.personId ? sql`d.person_id = ${query.personId}` : EVERY}
      and ${query.kind ? sql`coalesce(d.document_kind, d.kind) = ${query.kind}` : EVERY}
      and ${query.documentId ? sql`d.document_id = ${query.documentId}` : EVERY}
      and ${query.invoiceId ? sql`d.invoice_id = ${query.invoiceId}` : EVERY}
      and ${after ? sql`d.id < ${after[0]}::uuid` : EVERY}
    order by d.id desc
    limit ${query.limit + 1}`.execute(db)
  return withKeptSince(
    scope,
    'deliveries',
    pageOf(rows, query.limit, (row) => [row.id], delivery),
  )
}

/** One delivery with every attempt. */
export async function readDelivery(
  { db, organizationId }: Reading,
  deliveryId: string,
): Promise<DeliveryDetails> {
  const { rows } = await sql<
    Row & { attempts: Omit<DeliveryAttempt, 'sentence'>[]; reports: Omit<DeliveryReport, 'sentence'>[] }
  >`
    ${SELECT_WITH_ATTEMPTS}
    where d.organization_id = ${organizationId} and d.id = ${deliveryId}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('message')
  return {
    ...delivery(row),
    attempts: row.attempts.map((attempt) => ({
      ...attempt,
      at: new Date(attempt.at).toISOString(),
      sentence: OUTCOMES[attempt.outcome],
    })),
    reports: row.reports.map((report) => ({
      ...report,
      at: new Date(report.at).toISOString(),
      sentence: EVENTS[report.event],
    })),
  }
}

const EVERY = sql`true`

interface Row extends Omit<Delivery, 'kind' | 'what' | 'scheduledFor' | 'canSendAgain'> {
  kind: LetterKind
  documentKind: DocumentKind | null
  notBefore: string | null
}

const COLUMNS = sql`
  d.id, d.kind, d.address as to, d.subject, d.state, d.reason, d.customer_id as "customerId",
  u.name as "customerName", d.contact_id as "contactId", d.person_id as "personId",
  coalesce(person_name(p.first_name, p.last_name, p.email), m.name) as "personName", d.document_kind as "documentKind",
  d.document_id as "documentId", d.invoice_id as "invoiceId", d.role, d.not_before as "notBefore",
  p.email_bounced_at is not null as "addressBounced", d.attempt_count as "attemptCount", d.created_at as "createdAt",
  d.due_at as "nextTryAt", d.finished_at as "finishedAt", d.content is not null as "textKept"`
const FROM = sql`
  from deliveries d
  left join customers u on u.organization_id = d.organization_id and u.id = d.customer_id
  left join people p on p.organization_id = d.organization_id and p.id = d.person_id
  left join staff_members m on m.organization_id = d.organization_id and m.id = d.member_id`
const SELECT = sql`select ${COLUMNS} ${FROM}`
const SELECT_WITH_ATTEMPTS = sql`
  select ${COLUMNS},
    (select coalesce(json_agg(json_build_object('number', a.number, 'at', a.at, 'outcome', a.outcome, 'reply', a.reply)
        order by a.number desc), '[]')
      from delivery_attempts a where a.organization_id = d.organization_id and a.delivery_id = d.id) as attempts,
    (select coalesce(json_agg(json_build_object('event', r.event, 'at', r.at, 'reason', r.reason) order by r.at desc), '[]')
      from delivery_reports r where r.organization_id = d.organization_id and r.delivery_id = d.id) as reports
  ${FROM}`

function delivery(row: Row): Delivery {
  const isWaiting = row.state === 'queued'
  const wouldBounce = row.documentId !== null && row.addressBounced
  return {
    ...row,
    kind: kindOf(row),
    what: KINDS[kindOf(row)],
    scheduledFor: isWaiting && row.attemptCount === 0 ? row.notBefore : null,
    canSendAgain: isWaiting || (row.textKept && !(carriesSecret(row.kind) || wouldBounce)),
  }
}

function kindOf({ kind, documentKind: document }: Row): DeliveryKind {
  if (kind !== 'document') return kind
  if (document === null) throw new Error('a letter of a document names its kind')
  return document
}

const KINDS: Record<DeliveryKind, string> = {
  invoice: 'Invoice',
  reminder: 'Reminder',
  receipt: 'Receipt',
  statement: 'Statement',
  notice: 'Notice',
  temporaryPassword: 'Temporary password',
  passwordLink: 'Link to choose a password',
  forgottenPassword: 'Link for a forgotten password',
  passwordChanged: 'Password changed',
  staffPasswordChanged: 'Staff password changed',
  newDevice: 'Sign-in from a new device',
  contactAdded: 'Added as a contact',
  addressChanged: 'E-mail address changed',
  staffInvitation: 'Staff invitation',
  staffPasswordLink: 'Link to choose a staff password',
  webhookOff: 'Webhook switched off',
}

const EVENTS: Record<DeliveryReport['event'], string> = {
  bounced: 'It bounced.',
  delayed: 'The recipient’s mail server has not accepted it yet. Delivery is still being tried.',
  delivered: 'Delivered to the recipient’s mail server.',
  complained: 'The recipient marked it as spam.',
}

const OUTCOMES: Record<DeliveryAttempt['outcome'], string> = {
  'not-written': 'It was not sent: the message could not be put together.',
  accepted: 'Accepted by the mail server.',
  'refused-for-now': 'The mail server asked to try again later.',
  'refused-for-good': 'Permanently rejected by the mail server.',
  'not-reached':
    'It was not sent: the mail server could not be reached, or the connection broke before the end.',
  unknown:
    'The whole message was sent, but no answer came: it may have arrived. If it is sent again, it has the same Message-ID, so that mail programs can show it once.',
}
