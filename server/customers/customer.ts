import { sql } from 'kysely'
import { violates } from '../database/database.ts'
import { InvalidRequest, NotFound, Problem } from '../http/problems.ts'
import type { Receives } from '../contacts/receives.ts'
import type { Reading } from '../scope/scope.ts'
import type { Address, Customer } from './customers.api.ts'
import { newContactsReceive } from './new-contacts-receive.ts'

export interface CustomerRow {
  id: string
  name: string
  account_number: string | null
  parent_id: string | null
  parent_name: string | null
  email: string | null
  phone: string | null
  second_phone: string | null
  billing_address: Address | null
  shipping_address: Address | null
  currency: string | null
  payment_terms_days: number | null
  notes: string | null
  default_receives: Receives | null
  new_contacts_receive: Receives
  reminders_paused: boolean
  active: boolean
  version: number
  created_at: string
  updated_at: string
}

/** The columns of a customer, from `customers c` and, left joined, `customers parent`. */
export const customerColumns = sql`
  c.id, c.name, c.account_number, c.parent_id, parent.name as parent_name, c.email, c.phone, c.second_phone,
  c.billing_address, c.shipping_address, c.currency, c.payment_terms_days, c.notes, c.reminders_paused, c.default_receives,
  ${newContactsReceive(sql`c.organization_id`, sql`c.default_receives`)} as new_contacts_receive, c.active, c.version,
  c.created_at, c.updated_at`

export async function readCustomer({ db, organizationId }: Reading, customerId: string): Promise<Customer> {
  const { rows } = await sql<CustomerRow>`
    select ${customerColumns}
    from customers c
    left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id
    where c.organization_id = ${organizationId} and c.id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  return customerReply(rows[0])
}

export function customerReply(row: CustomerRow): Customer {
  return {
    id: row.id,
    name: row.name,
    accountNumber: row.account_number,
    parent: row.parent_id === null ? null : { id: row.parent_id, name: row.parent_name ?? '' },
    email: row.email,
    phone: row.phone,
    secondPhone: row.second_phone,
    billingAddress: row.billing_address,
    shippingAddress: row.shipping_address,
    currency: row.currency,
    paymentTermsDays: row.payment_terms_days,
    notes: row.notes,
    defaultReceives: row.default_receives,
    newContactsReceive: row.new_contacts_receive,
    remindersPaused: row.reminders_paused,
    active: row.active,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  }
}

/** What a constraint refused, in words; any other error as it is. */
export async function whyRefused(
  error: unknown,
  { db, organizationId }: Reading,
  wanted: { accountNumber?: string | null | undefined },
): Promise<unknown> {
  if (violates(error, 'customers_organization_id_parent_id_fkey')) return new UnknownParent()
  if (!violates(error, 'customers_account_number_key')) return error
  const { rows } = await sql<{ id: string; name: string; active: boolean }>`
    select id, name, active from customers
    where organization_id = ${organizationId} and account_number_lower = lower(${wanted.accountNumber})`.execute(
    db,
  )
  return new AccountNumberTaken(rows[0])
}

/** Account numbers are unique within an organization, in upper or lower case. */
export class AccountNumberTaken extends Problem {
  constructor(by: { id: string; name: string; active: boolean } | undefined) {
    const who = by ? `${by.name}${by.active ? '' : ' (inactive)'}` : 'another customer'
    const detail = `This account number belongs to ${who}. Use another one.`
    super(409, 'account-number-taken', 'The account number is taken', detail, {
      errors: [{ pointer: '/accountNumber', detail }],
      extra: { customer: by ? { id: by.id, name: by.name } : null },
    })
  }
}

/** For an unknown parent and for another organization's alike. */
export class UnknownParent extends InvalidRequest {
  constructor() {
    super([{ pointer: '/parentId', detail: 'There is no such customer. Choose one of yours.' }])
  }
}
