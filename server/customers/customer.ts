import { sql, type RawBuilder } from 'kysely'
import { violates } from '../database/database.ts'
import { columnsOf } from '../fields/columns.ts'
import { InvalidRequest, NotFound, Problem } from '../http/problems.ts'
import type { Receives } from '../contacts/receives.ts'
import type { Reading } from '../scope/scope.ts'
import { customerFields, type CustomerFields } from './customer-fields.ts'
import type { Customer } from './customers.api.ts'
import { ExternalIdTaken } from './external-id-taken.ts'
import { newContactsReceive } from './new-contacts-receive.ts'

export interface CustomerRow extends CustomerFields {
  id: string
  parentName: string | null
  newContactsReceive: Receives
  remindersPaused: boolean
  active: boolean
  version: number
  createdAt: string
  updatedAt: string
}

export const customerColumns = columnsOf('customers', customerFields)

/** A customer as the API tells it, from `customers c` and, left joined, `customers parent`. */
export const wholeCustomer = sql`
  c.id, ${customerColumns.of('c')}, parent.name as "parentName", c.reminders_paused as "remindersPaused",
  ${newContactsReceive(sql`c.organization_id`, sql`c.default_receives`)} as "newContactsReceive", c.active, c.version,
  c.created_at as "createdAt", c.updated_at as "updatedAt"`

export async function readCustomer({ db, organizationId }: Reading, customerId: string): Promise<Customer> {
  const { rows } = await sql<CustomerRow>`
    select ${wholeCustomer}
    from customers c
    left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id
    where c.organization_id = ${organizationId} and c.id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  return customerReply(rows[0])
}

// The row itself: to copy one of so many columns takes longer than to write it, and what is not declared does not leave.
export const customerReply = (row: CustomerRow): Customer =>
  Object.assign(row, {
    parent: row.parentId === null ? null : { id: row.parentId, name: row.parentName ?? '' },
  })

/** What a constraint refused, in words; any other error as it is. */
export async function whyRefused(
  error: unknown,
  { db, organizationId }: Reading,
  wanted: { accountNumber?: string | null | undefined; externalId?: string | null | undefined },
): Promise<unknown> {
  const whose = async (isTheirs: RawBuilder<unknown>) => {
    const { rows } = await sql<{ id: string; name: string; active: boolean }>`
      select id, name, active from customers where organization_id = ${organizationId} and ${isTheirs}`.execute(
      db,
    )
    return rows[0]
  }
  if (violates(error, 'customers_organization_id_parent_id_fkey')) return new UnknownParent()
  if (violates(error, 'customers_account_number_key'))
    return new AccountNumberTaken(await whose(sql`account_number_lower = lower(${wanted.accountNumber})`))
  if (violates(error, 'customers_external_id_key'))
    return new ExternalIdTaken('customer', await whose(sql`external_id = ${wanted.externalId}`))
  return error
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
