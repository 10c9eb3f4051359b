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
  { personId: string; contactId?: string; customerId?: string } | { memberId: string }

interface LetterOf<K extends LetterKind> {
  kind: K
  facts: LetterFacts[K]
  to: Addressee
  /** Names the cause and the recipient. The same cause never makes a second delivery. */
  cause: string
  /** Only if it is not the reader's own. */
  address?: string
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

export type NewLetter = {
  [K in Exclude<LetterKind, 'document'>]: K extends CredentialLetterKind ? CredentialLetterOf<K> : LetterOf<K>
}[Exclude<LetterKind, 'document'>]

export interface DocumentLetter {
  facts: LetterFacts['document']
  /** A contact; or somebody who is none, for this sending only. */
  to: ContactAddressee | { customerId: string }
  address: string
  document: DocumentOfLetter
  /** As that of a letter. */
  cause: string
  /** Not sent earlier than this. */
  notBefore?: Date | null
}

/** What a letter is posted in. */
export type Posting = Pick<InTransaction, 'db' | 'organizationId' | 'now'> & { services: { sealer: Sealer } }

/**
 * Puts a letter into the outbox, in the transaction of its cause: it goes out if and only if that commits (R17).
 * Returns the id of the delivery, or null if this cause made one before.
 */
export async function post(tx: Posting, letter: NewLetter): Promise<string | null> {
  const delivery = deliveryOf(tx, letter, await addresseeOf(tx, letter.to))
  return (await putIntoOutbox(tx, [delivery]))[0]!
}

/**
 * The same as parts of a statement, `with ${posting(...)}`, for a reader who was looked up before. With `where`, only if that
 * holds.
 */
export const posting = (
  scope: Omit<Posting, 'db'>,
  letter: NewLetter,
  reader: AddresseeFacts,
  where: RawBuilder<unknown>,
) => puttingIntoOutbox(scope, [deliveryOf(scope, letter, reader)], where)

function deliveryOf(
  scope: Omit<Posting, 'db'>,
  { kind, facts, to, cause, address, secret, generation, expiresAt }: NewLetter,
  { email, language, organizationName }: AddresseeFacts,
) {
  const id = newId()
  const sealed = secret === undefined ? null : scope.services.sealer.seal(secret, sealContext(scope, id))
  return {
    ...{ id, cause, kind, generation, expiresAt, ...to },
    address: address ?? email,
    subject: letterSubject(kind, organizationName, facts, language),
    content: facts,
    sealed: sealed && `\\x${sealed.toString('hex')}`,
    dueAt: scope.now,
  }
}

/** The same for a document to several at once. Its subject is the sender's own words, whatever language the reader has. */
export function postDocuments(
  tx: Omit<Posting, 'services'>,
  letters: readonly DocumentLetter[],
): Promise<(string | null)[]> {
  const deliveries = letters.map(({ facts, to, address, document, cause, notBefore: wanted }) => {
    const notBefore = wanted && wanted > tx.now ? wanted : null
    return {
      ...{ id: newId(), cause, kind: 'document', address, subject: facts.subject, content: facts, ...to },
      ...{ notBefore, dueAt: notBefore ?? tx.now },
      ...{ documentKind: document.kind, documentId: document.id, role: document.role },
      invoiceId: document.invoiceId,
    }
  })
  return putIntoOutbox(tx, deliveries)
}

/** In their order: the id of each delivery, or null. */
async function putIntoOutbox(
  tx: Omit<Posting, 'services'>,
  deliveries: readonly { id: string }[],
): Promise<(string | null)[]> {
  const { rows } = await sql<{ id: string }>`
    with ${puttingIntoOutbox(tx, deliveries)} select id from delivery`.execute(tx.db)
  const posted = new Set(rows.map(({ id }) => id))
  return deliveries.map(({ id }) => (posted.has(id) ? id : null))
}

const puttingIntoOutbox = (
  { organizationId, now }: Pick<Posting, 'organizationId' | 'now'>,
  deliveries: readonly { id: string }[],
  where = sql``,
) => sql`
  delivery as (
    insert into deliveries (organization_id, created_at, ${DELIVERY.names})
    select ${organizationId}, ${now}, ${DELIVERY.fromJson('r')}
    from json_to_recordset(${JSON.stringify(deliveries)}::json) as r (${DELIVERY.typed}) ${where}
    on conflict (organization_id, cause) do nothing
    returning id, due_at),
  queued as (
    insert into outbox (organization_id, delivery_id, due_at)
    select ${organizationId}, id, due_at from delivery)`

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

const FOLLOWS_CONTACT = sql`follows_contact(sealed, kind)`

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

/** What a letter needs of its reader. */
export interface AddresseeFacts {
  email: string
  /** Theirs, or else the organization's. */
  language: string
  organizationName: string
}

async function addresseeOf(scope: Reading, to: Addressee): Promise<AddresseeFacts> {
  const { db, organizationId } = scope
  const { rows } = await sql<AddresseeFacts>`
    select reader.email, coalesce(reader.language, o.language) as language, o.name as "organizationName"
    from organizations o, (${'personId' in to ? readingPerson(scope, to.personId) : readingMember(scope, to.memberId)}) reader
    where o.id = ${organizationId}`.execute(db)
  if (!rows[0]) throw new Error('a letter goes to a person or a staff member of its organization')
  return rows[0]
}

const readingPerson = ({ organizationId }: Within, id: string) => sql`
  select email, language from people where organization_id = ${organizationId} and id = ${id}`

const readingMember = ({ organizationId }: Within, id: string) => sql`
  select email, null as language from staff_members where organization_id = ${organizationId} and id = ${id}`
