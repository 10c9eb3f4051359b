import { sql } from 'kysely'
import { newId } from '../../database/id.ts'
import { NotFound, Problem } from '../../http/problems.ts'
import { record } from '../../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../../scope/scope.ts'
import type { DeliveryDetails } from './deliveries.api.ts'
import type { LetterKind } from '../letters/letter.ts'
import { readDelivery } from './list-deliveries.ts'
import { carriesSecret } from '../outbox/post.ts'

interface Found {
  state: string
  kind: LetterKind
  subject: string
  address: string
  personId: string | null
  contactId: string | null
  customerId: string | null
  memberId: string | null
  documentId: string | null
  addressBounced: boolean
  textKept: boolean
}

/**
 * Tries a delivery that waits at once. One that is done goes out as a new delivery, once, with a Message-ID of its
 * own, because mail programs hide a second message under the same.
 */
export async function sendAgain(scope: Scope, deliveryId: string): Promise<DeliveryDetails> {
  const id = await inTransaction(scope, async (tx) => {
    const { rows } = await sql<Found>`
      select d.state, d.kind, d.subject, d.address, d.person_id as "personId", d.contact_id as "contactId",
        d.customer_id as "customerId", d.member_id as "memberId", d.document_id as "documentId",
        d.content is not null as "textKept",
        exists (select from people p where p.organization_id = d.organization_id and p.id = d.person_id
          and p.email_bounced_at is not null) as "addressBounced"
      from deliveries d
      where d.organization_id = ${tx.organizationId} and d.id = ${deliveryId} for update`.execute(tx.db)
    const found = rows[0]
    if (!found) throw new NotFound('message')
    if (found.state !== 'queued' && carriesSecret(found.kind)) throw new SecretErased(found.memberId !== null)
    if (!found.textKept) throw new TextNotKept(found.documentId !== null)
    if (found.state !== 'queued' && found.documentId !== null && found.addressBounced)
      throw new AddressBounced()
    await record(tx, {
      action: 'delivery.sent-again',
      personId: found.personId,
      contactId: found.contactId,
      customerId: found.customerId,
      memberId: found.memberId,
      changes: { subject: { new: found.subject }, to: { new: found.address } },
    })
    return found.state === 'queued' ? tryNow(tx, deliveryId) : copy(tx, deliveryId)
  })
  return readDelivery(scope, id)
}

async function tryNow({ db, organizationId, now }: InTransaction, deliveryId: string): Promise<string> {
  // A leased delivery is under way right now.
  await sql`
    with due as (
      update outbox set due_at = ${now}
      where organization_id = ${organizationId} and delivery_id = ${deliveryId} and leased_until is null
      returning delivery_id)
    update deliveries d set due_at = ${now}, not_before = null from due
    where d.organization_id = ${organizationId} and d.id = due.delivery_id`.execute(db)
  return deliveryId
}

async function copy({ db, organizationId, now }: InTransaction, deliveryId: string): Promise<string> {
  const id = newId()
  const { numAffectedRows } = await sql`
    with again as (
      insert into deliveries (organization_id, id, cause, kind, person_id, contact_id, customer_id, member_id, address,
        subject, content, document_kind, document_id, invoice_id, role, created_at, due_at)
      select organization_id, ${id}, ${`again:${deliveryId}`}, kind, person_id, contact_id, customer_id, member_id, address,
        subject, content, document_kind, document_id, invoice_id, role, ${now}, ${now}
      from deliveries where organization_id = ${organizationId} and id = ${deliveryId}
      on conflict (organization_id, cause) do nothing
      returning id)
    insert into outbox (organization_id, delivery_id, due_at)
    select ${organizationId}, id, ${now} from again`.execute(db)
  if (!numAffectedRows) throw new SentAgainBefore()
  return id
}

class SecretErased extends Problem {
  constructor(ofStaff: boolean) {
    super(
      409,
      'secret-erased',
      'The password in it was erased',
      ofStaff
        ? 'Its link was erased once the message had been sent or given up. Invite the staff member again instead.'
        : 'Its password or link was erased once the message had been sent or given up. Issue a new password from the contact’s details instead.',
    )
  }
}

class TextNotKept extends Problem {
  constructor(ofDocument: boolean) {
    super(
      409,
      'text-not-kept',
      'Its text is no longer kept',
      `The text of this message is no longer kept, so it cannot be sent again.${ofDocument ? ' Send the document itself again instead.' : ''}`,
    )
  }
}

class AddressBounced extends Problem {
  constructor() {
    super(
      409,
      'address-bounced',
      'Mail to this address bounces',
      'Mail to the contact’s address bounces, so it would not arrive. Correct the address in the contact’s details, or mark it there as working.',
    )
  }
}

class SentAgainBefore extends Problem {
  constructor() {
    super(
      409,
      'sent-again-before',
      'It was already sent again',
      'This message was already sent again. Look at the newer one: it can be sent again as well.',
    )
  }
}
