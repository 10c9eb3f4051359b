import { sql, type RawBuilder } from 'kysely'
import type * as z from 'zod'
import { violates } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { recording } from '../journal/record.ts'
import { post } from '../mail/outbox/post.ts'
import { emailIdentity } from '../people/email-address.ts'
import { inOneStatement, inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { customerColumns, customerReply, wholeCustomer, whyRefused, type CustomerRow } from './customer.ts'
import type { Customer, newCustomer } from './customers.api.ts'
import { newContactsReceive } from './new-contacts-receive.ts'

export type NewCustomer = z.output<typeof newCustomer>

/**
 * Adds a customer. Its own e-mail address becomes its primary contact (R7); a person who has that address already is
 * told (R4). Most addresses are new: then it is one statement, and so one transaction.
 */
export async function addCustomer(scope: Scope, body: NewCustomer): Promise<Customer> {
  try {
    return customerReply(await inOneStatement(scope, (one) => insertCustomer(one, body, NEW_PERSON)))
  } catch (error) {
    if (!violates(error, 'people_email_identity_key')) throw await whyRefused(error, scope, body)
  }
  try {
    return await inTransaction(scope, async (tx) => {
      const row = await insertCustomer(tx, body, NEW_OR_KNOWN_PERSON)
      if (row.knownPersonId)
        await post(tx, {
          kind: 'contactAdded',
          facts: { customerName: body.name },
          to: { personId: row.knownPersonId, contactId: row.contactId!, customerId: row.id },
          cause: `contact-added:${row.contactId}`,
        })
      return customerReply(row)
    })
  } catch (error) {
    throw await whyRefused(error, scope, body)
  }
}

interface AddedRow extends CustomerRow {
  contactId: string | null
  /** Whose the address was before, if anybody's. */
  knownPersonId: string | null
}

async function insertCustomer(
  scope: Scope | InTransaction,
  body: NewCustomer,
  person: RawBuilder<unknown>,
): Promise<AddedRow> {
  const { db, organizationId, now } = scope
  const id = newId()
  const { rows } = await sql<AddedRow>`
    with c as (
      insert into customers (organization_id, id, created_at, updated_at, ${customerColumns.names})
      values (${organizationId}, ${id}, ${now}, ${now}, ${customerColumns.values(body)})
      returning *
    ), recorded as (${recording(scope, {
      action: 'customer.added',
      customerId: id,
      changes: { name: { new: body.name } },
    })})
    ${body.email ? withPrimaryContact(scope, id, body.email, person) : sql``}
    select ${wholeCustomer}, ${body.email ? PRIMARY_CONTACT : NO_CONTACT}
    from c left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id`.execute(
    db,
  )
  return rows[0]!
}

const PRIMARY_CONTACT = sql`(select id from contact) as "contactId", (select id from person where known) as "knownPersonId"`
const NO_CONTACT = sql`null::uuid as "contactId", null::uuid as "knownPersonId"`

/** Adds nothing at all if somebody has the address. */
const NEW_PERSON = sql`returning id, false as known`
/** The update changes nothing: it finds the person even if somebody else adds the address at this moment. */
const NEW_OR_KNOWN_PERSON = sql`
  on conflict (organization_id, email_identity) do update set email_identity = excluded.email_identity
  returning id, xmax <> 0 as known`

/**
 * A person who already has the address is linked as they are; otherwise the address becomes a person without a
 * password.
 */
function withPrimaryContact(scope: Scope, customerId: string, email: string, person: RawBuilder<unknown>) {
  const { organizationId, now } = scope
  const contactId = newId()
  return sql`
    , person as (
      insert into people (organization_id, id, email, email_identity, created_at, updated_at)
      values (${organizationId}, ${newId()}, ${email}, ${emailIdentity(email)}, ${now}, ${now})
      ${person}
    ), contact as (
      insert into contacts (organization_id, id, customer_id, person_id, receives, is_primary, created_at, updated_at)
      select ${organizationId}, ${contactId}, ${customerId}, id,
        ${newContactsReceive(organizationId, sql`(select default_receives from c)`)}, true, ${now}, ${now} from person
      returning id
    ), contact_recorded as (${recording(scope, {
      action: 'contact.added',
      customerId,
      contactId,
      personId: sql`(select id from person)`,
      changes: { email: { new: email } },
    })})`
}
