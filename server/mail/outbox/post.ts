import type { DocumentKind } from '../../documents/kinds.ts'
import { sql, type RawBuilder } from 'kysely'
import { newId } from '../../database/id.ts'
import { column, columnsOf } from '../../fields/columns.ts'
import type { InTransaction, Reading, ReadingNow, Within } from '../../scope/scope.ts'
import type { DocumentOfLetter } from '../letters/document.ts'
import { letterSubject } from '../letters/render-letter.tsx'
import type { LetterFacts, LetterKind } from '../letters/letter.ts'
import type { Sealer } from '../../scope/services.ts'

/** Letters that carry a password or the token of a link: it is sealed until they are sent, and erased then. */
const CREDENTIAL_LETTERS = [
  'temporaryPassword',
  'passwordLink',
  'forgottenPassword',
  'staffInvitation',
  'staffPasswordLink',
] as const satisfies LetterKind[]
export type CredentialLetterKind = (typeof CREDENTIAL_LETTERS)[number]

export function carriesSecret(kind: LetterKind): kind is CredentialLetterKind {
  return CREDENTIAL_LETTERS.some((one) => one === kind)
}

/** The person written to, and the customer it is about, which the letter names. */
export interface ContactAddressee {
  personId: string
  contactId: string
  customerId: string
}

type Addressee =
  /** The letter is not sent if this contact is inactive, or, without one, if the person's last contact is. */
  | { personId: string; contactId?: string; customerId?: string }
  | { memberId: string }
  /** Somebody who is not a contact, for this sending only. */
  | { address: string; customerId: string }

interface LetterOf<K extends LetterKind> {
  kind: K
  facts: LetterFacts[K]
  to: Addressee
  /** Names the cause and the recipient. The same cause never makes a second delivery. */
  cause: string
  /** Only if it is not the reader's own. */
  address?: string
  /** Not sent earlier than this. */
  notBefore?: Date | null
  document?: undefined
  secret?: undefined
  expiresAt?: undefined
  generation?: undefined
}

type CredentialLetterOf<K extends LetterKind> = Omit<LetterOf<K>, 'secret' | 'expiresAt' | 'generation'> & {
  /** The password, or the token of the link. */
  secret: string
  expiresAt: Date
  /** Of the person's portal access. A letter whose generation has passed is not sent. */
  generation?: number
}

type DocumentLetter = Omit<LetterOf<'document'>, 'to' | 'document' | 'address'> & {
  to: ContactAddressee | { address: string; customerId: string }
  document: DocumentOfLetter
  address?: undefined
}

export type NewLetter =
  | DocumentLetter
  | {
      [K in Exclude<LetterKind, 'document'>]: K extends CredentialLetterKind
        ? CredentialLetterOf<K>
        : LetterOf<K>
    }[Exclude<LetterKind, 'document'>]

/** What a letter is posted in. */
export type Posting = Pick<InTransaction, 'db' | 'organizationId' | 'now'> & { services: { sealer: Sealer } }

/**
 * Puts a letter into the outbox, in the transaction of its cause: it goes out if and only if that commits (R17).
 * Returns the id of the delivery, or null if this cause made one before.
 */
export async function post(tx: Posting, letter: NewLetter): Promise<string | null> {
  return (await postAll(tx, [letter]))[0]!
}

/** The same for several at once, in their order. */
export async function postAll(tx: Posting, letters: readonly NewLetter[]): Promise<(string | null)[]> {
  const { db, organizationId, now } = tx
  const addressees = await addresseesOf(
    tx,
    letters.map(({ to }) => to),
  )
  const deliveries = letters.map((letter, at) => deliveryOf(tx, letter, addressees[at]!))
  const { rows } = await sql<{ id: string }>`
    with delivery as (
      insert into deliveries (organization_id, created_at, ${DELIVERY.names})
      select ${organizationId}, ${now}, ${DELIVERY.fromJson('r')}
      from json_to_recordset(${JSON.stringify(deliveries)}::json) as r (${DELIVERY.typed})
      on conflict (organization_id, cause) do nothing
      returning id, due_at)
    insert into outbox (organization_id, delivery_id, due_at)
    select ${organizationId}, id, due_at from delivery
    returning delivery_id as id`.execute(db)
  const posted = new Set(rows.map(({ id }) => id))
  return deliveries.map(({ id }) => (posted.has(id) ? id : null))
}

const DELIVERY = columnsOf('deliveries', {
  id: column('id', 'uuid'),
  cause: column('cause', 'text'),
  kind: column('kind', 'text'),
  personId: column('person_id', 'uuid'),
  contactId: column('contact_id', 'uuid'),
  customerId: column('customer_id', 'uuid'),
  memberId: column('member_id', 'uuid'),
  address: column('address', 'text'),
  subject: column('subject', 'text'),
  content: column('content', 'jsonb'),
  sealed: column('sealed', 'bytea'),
  generation: column('access_generation', 'integer'),
  expiresAt: column('expires_at', 'timestamptz'),
  dueAt: column('due_at', 'timestamptz'),
  notBefore: column('not_before', 'timestamptz'),
  documentKind: column('document_kind', 'text'),
  documentId: column('document_id', 'uuid'),
  invoiceId: column('invoice_id', 'uuid'),
  role: column('role', 'text'),
})

function deliveryOf(tx: Posting, letter: NewLetter, { email, language, organizationName }: AddresseeFacts) {
  const { kind, facts, to, cause, document, secret, generation, expiresAt } = letter
  const notBefore = letter.notBefore && letter.notBefore > tx.now ? letter.notBefore : null
  const id = newId()
  const sealed = secret === undefined ? null : tx.services.sealer.seal(secret, sealContext(tx, id))
  return {
    ...{ id, cause, kind, generation, expiresAt, notBefore },
    // A person, a member, or somebody at a customer.
    ...('address' in to ? { customerId: to.customerId } : to),
    address: letter.address ?? email,
    subject: letterSubject(kind, organizationName, facts, language),
    content: facts,
    sealed: sealed && `\\x${sealed.toString('hex')}`,
    dueAt: notBefore ?? tx.now,
    ...(document && {
      documentKind: document.kind,
      documentId: document.id,
      invoiceId: document.invoiceId,
      role: document.role,
    }),
  }
}

/** A sealed secret opens in the delivery it was sealed for and nowhere else. */
export function sealContext({ organizationId }: Within, deliveryId: string): string {
  return `${organizationId}/${deliveryId}`
}

/** Cancels queued letters that carry a credential of this person, and erases their secrets (R5, R10). */
export async function cancelCredentialLetters(
  tx: InTransaction<ReadingNow>,
  personId: string,
  why: string,
): Promise<void> {
  await cancel(tx, sql`person_id = ${personId} and sealed is not null`, why)
}

/** Cancels queued letters to a person as a contact of one customer (R6). */
export async function cancelLettersOfContact(
  tx: InTransaction<ReadingNow>,
  contactId: string,
  why: string,
): Promise<void> {
  await cancel(tx, sql`contact_id = ${contactId} and ${FOLLOWS_CONTACT}`, why)
}

/**
 * A password serves all their customers, so it is cancelled only with their access; and an address that was given up is told
 * about it in any case (R5).
 */
const FOLLOWS_CONTACT = sql`sealed is null and kind <> 'addressChanged'`

/** Whether the person has letters that a change redirects or cancels, as an expression within a statement. */
export const lettersWaitFor = ({ organizationId }: Within, personId: RawBuilder<unknown>) => sql`exists (
  select from deliveries where organization_id = ${organizationId} and person_id = ${personId} and state = 'queued'
    and ${FOLLOWS_CONTACT})`

/** Cancels queued letters to a staff member: their invitation was withdrawn or renewed, or they left. */
export async function cancelLettersOfMember(
  tx: InTransaction<ReadingNow>,
  memberId: string,
  why: string,
): Promise<void> {
  await cancel(tx, sql`member_id = ${memberId}`, why)
}

/**
 * The letters of one document, or of every document about one invoice or for one customer: those of `kinds`, or all.
 */
export interface LettersOfDocument {
  documentId?: string
  invoiceId?: string
  customerId?: string
  kinds?: DocumentKind[]
}

/** Cancels queued letters of a document, such as reminders of what was paid. Returns how many there were. */
export function cancelLettersOfDocument(
  tx: InTransaction<ReadingNow>,
  which: LettersOfDocument,
  why: string,
): Promise<number> {
  return cancel(tx, ofDocument(which), why)
}

/** Cancels queued documents to a person: their mailbox no longer exists. */
export async function cancelDocumentLettersOfPerson(
  tx: InTransaction<ReadingNow>,
  personId: string,
  why: string,
): Promise<void> {
  await cancel(tx, sql`person_id = ${personId} and document_id is not null`, why)
}

/** Cancels queued documents of one kind to one contact: they unsubscribed. */
export async function cancelDocumentLettersOfContact(
  tx: InTransaction<ReadingNow>,
  { contactId, kind }: { contactId: string; kind: DocumentKind },
  why: string,
): Promise<void> {
  await cancel(tx, sql`contact_id = ${contactId} and document_kind = ${kind}`, why)
}

/** Changes the time of what waits to be sent for the first time. Returns how many letters that are. */
export async function rescheduleLettersOfDocument(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  which: LettersOfDocument,
  notBefore: Date,
): Promise<number> {
  const dueAt = notBefore > now ? notBefore : now
  const { rows } = await sql`
    with due as (
      update outbox o set due_at = ${dueAt} from deliveries d
      where o.organization_id = ${organizationId} and o.leased_until is null
        and d.organization_id = ${organizationId} and d.id = o.delivery_id and d.state = 'queued' and d.attempt_count = 0
        and ${ofDocument(which)}
      returning o.delivery_id)
    update deliveries d set due_at = ${dueAt}, not_before = ${notBefore > now ? notBefore : null} from due
    where d.organization_id = ${organizationId} and d.id = due.delivery_id
    returning d.id`.execute(db)
  return rows.length
}

function ofDocument({ documentId, invoiceId, customerId, kinds }: LettersOfDocument): RawBuilder<unknown> {
  if (documentId === undefined && invoiceId === undefined && customerId === undefined)
    throw new Error('letters of which document?')
  const conditions = [
    ...(documentId === undefined ? [] : [sql`document_id = ${documentId}`]),
    ...(invoiceId === undefined ? [] : [sql`invoice_id = ${invoiceId}`]),
    ...(customerId === undefined ? [] : [sql`customer_id = ${customerId} and document_id is not null`]),
    ...(kinds === undefined ? [] : [sql`document_kind = any(${kinds}::text[])`]),
  ]
  return sql.join(conditions, sql` and `)
}

/** What waits for the person goes to their new address; the notice of the change still goes to the old one (R5). */
export async function redirectLetters(
  { db, organizationId }: InTransaction<Reading>,
  personId: string,
  email: string,
): Promise<void> {
  await sql`
    update deliveries set address = ${email}
    where organization_id = ${organizationId} and person_id = ${personId} and state = 'queued'
      and ${FOLLOWS_CONTACT}`.execute(db)
}

/** One that is under way stays in the outbox: the postman that has it, or finds it left there, records the outcome. */
async function cancel(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  which: RawBuilder<unknown>,
  why: string,
): Promise<number> {
  const { rows } = await sql`
    with cancelled as (
      update deliveries
      set state = 'cancelled', reason = ${`Cancelled: ${why}.`}, sealed = null, due_at = null, finished_at = ${now}
      where organization_id = ${organizationId} and state = 'queued' and ${which}
      returning id),
    taken as (
      delete from outbox o using cancelled c
      where o.organization_id = ${organizationId} and o.delivery_id = c.id and o.leased_until is null)
    select id from cancelled`.execute(db)
  return rows.length
}

interface AddresseeFacts {
  email: string
  language: string
  organizationName: string
}

/** In the order of `all`. */
async function addresseesOf(
  { db, organizationId }: Reading,
  all: readonly Addressee[],
): Promise<AddresseeFacts[]> {
  const personIds = all.flatMap((to) => ('personId' in to ? [to.personId] : []))
  const memberIds = all.flatMap((to) => ('memberId' in to ? [to.memberId] : []))
  const { rows } = await sql<{ name: string; language: string; readers: Reader[] }>`
    select o.name, o.language, coalesce((
      select json_agg(json_build_object('id', reader.id, 'email', reader.email, 'language', reader.language)) from (
        select p.id, p.email, p.language from people p
        where p.organization_id = ${organizationId} and p.id = any (${personIds}::uuid[])
        union all
        select m.id, m.email, null from staff_members m
        where m.organization_id = ${organizationId} and m.id = any (${memberIds}::uuid[])) reader), '[]') as readers
    from organizations o where o.id = ${organizationId}`.execute(db)
  const { name, language, readers } = rows[0]!
  const byId = new Map(readers.map((reader) => [reader.id, reader]))
  return all.map((to) => {
    if ('address' in to) return { email: to.address, language, organizationName: name }
    const reader = byId.get('personId' in to ? to.personId : to.memberId)
    if (!reader) throw new Error('a letter goes to a person or a staff member of its organization')
    return { email: reader.email, language: reader.language ?? language, organizationName: name }
  })
}

interface Reader {
  id: string
  email: string
  /** Null: the organization's. */
  language: string | null
}
