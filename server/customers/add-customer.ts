import { sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { StaffCaller } from '../http/serve.ts'
import { byStaff, recording } from '../journal/record.ts'
import { emailIdentity } from '../people/email-address.ts'
import { customerColumns, customerReply, whyRefused, type CustomerRow } from './customer.ts'
import type { Customer, newCustomer } from './customers.api.ts'

type Call = { db: Db; now: Date; staff: StaffCaller }
export type NewCustomer = z.output<typeof newCustomer>

/** Adds a customer. Its own e-mail address becomes its primary contact (R7). One statement, so one transaction. */
export async function addCustomer({ db, staff, now }: Call, body: NewCustomer): Promise<Customer> {
  const { organizationId } = staff
  const id = newId()
  try {
    const { rows } = await sql<CustomerRow>`
      with c as (
        insert into customers (organization_id, id, name, account_number, parent_id, email, phone, second_phone,
          billing_address, shipping_address, currency, payment_terms_days, notes, created_at, updated_at)
        values (${organizationId}, ${id}, ${body.name}, ${body.accountNumber}, ${body.parentId}, ${body.email},
          ${body.phone}, ${body.secondPhone}, ${json(body.billingAddress)}, ${json(body.shippingAddress)},
          ${body.currency}, ${body.paymentTermsDays}, ${body.notes}, ${now}, ${now})
        returning *
      ), recorded as (${recording(byStaff(staff), now, {
        action: 'customer.added',
        customerId: id,
        changes: { name: { new: body.name } },
      })})
      ${body.email ? withPrimaryContact({ staff, now }, id, body.email) : sql``}
      select ${customerColumns}
      from c left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id`.execute(
      db,
    )
    return customerReply(rows[0]!)
  } catch (error) {
    throw await whyRefused(error, db, organizationId, body)
  }
}

/**
 * Whoever has the address already is linked as they are, anybody else becomes a person; no password, no mail. The update
 * changes nothing: it finds the person even where somebody else adds the address at this moment.
 */
function withPrimaryContact({ staff, now }: Omit<Call, 'db'>, customerId: string, email: string) {
  const { organizationId } = staff
  const contactId = newId()
  return sql`
    , person as (
      insert into people (organization_id, id, email, email_identity, language, created_at, updated_at)
      select id, ${newId()}, ${email}, ${emailIdentity(email)}, language, ${now}, ${now}
        from organizations where id = ${organizationId}
      on conflict (organization_id, email_identity) do update set email_identity = excluded.email_identity
      returning id
    ), contact as (
      insert into contacts (organization_id, id, customer_id, person_id, receives, is_primary, created_at, updated_at)
      select ${organizationId}, ${contactId}, ${customerId}, id,
        '{invoices,reminders,receipts,statements}', true, ${now}, ${now} from person
    ), contact_recorded as (${recording(byStaff(staff), now, {
      action: 'contact.added',
      customerId,
      contactId,
      personId: sql<string>`(select id from person)`,
      changes: { email: { new: email } },
    })})`
}

const json = (value: object | null | undefined) => (value ? JSON.stringify(value) : null)
