import { sql } from 'kysely'
import type * as z from 'zod'
import { Problem, StaleVersion } from '../http/problems.ts'
import { recording } from '../journal/record.ts'
import {
  inOneStatement,
  inTransaction,
  type InTransaction,
  type Reading,
  type Scope,
} from '../scope/scope.ts'
import {
  customerColumns,
  customerReply,
  readCustomer,
  wholeCustomer,
  whyRefused,
  type CustomerRow,
} from './customer.ts'
import type { Customer, customerChange } from './customers.api.ts'

export type CustomerChange = z.output<typeof customerChange>

/** Changes the given fields, if nobody else has changed the customer since `version`. */
export async function changeCustomer(
  scope: Scope,
  customerId: string,
  version: number,
  change: CustomerChange,
): Promise<Customer> {
  try {
    if (change.parentId)
      return await inTransaction(scope, (tx) => changeWithin(tx, customerId, version, change))
    const changed = await inOneStatement(scope, (one) => write(one, customerId, version, change))
    return changed ?? (await unchanged(scope, customerId, version))
  } catch (error) {
    throw await whyRefused(error, scope, change)
  }
}

/** The same as part of a larger change, which says why a constraint refused it. */
export async function changeWithin(
  tx: InTransaction,
  customerId: string,
  version: number,
  change: CustomerChange,
): Promise<Customer> {
  if (change.parentId) await refuseCircle(tx, customerId, change.parentId)
  return (await write(tx, customerId, version, change)) ?? (await unchanged(tx, customerId, version))
}

/** One statement, including the journal's entry with the old values. */
async function write(
  scope: Scope | InTransaction,
  customerId: string,
  version: number,
  change: CustomerChange,
) {
  const { db, organizationId, now } = scope
  const changing = customerColumns.changing(change, 'before', 'c')
  if (!changing) return null
  const { rows } = await sql<CustomerRow>`
    with c as (
      update customers c
      set ${changing.set}, version = c.version + 1, updated_at = ${now}
      from customers before
      where c.organization_id = ${organizationId} and c.id = ${customerId} and c.version = ${version}
        and before.organization_id = ${organizationId} and before.id = ${customerId}
        and (${changing.differs})
      returning c.*, ${changing.changes} as changes
    ), recorded as (${recording(scope, { action: 'customer.changed', customerId, changes: sql`c.changes` }, sql`from c`)})
    select ${wholeCustomer}
    from c left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id`.execute(
    db,
  )
  return rows[0] && customerReply(rows[0])
}

/** Nothing was written: there is no such customer, somebody else was faster, or nothing differs. */
async function unchanged(scope: Reading, customerId: string, version: number): Promise<Customer> {
  const customer = await readCustomer(scope, customerId)
  if (customer.version !== version) throw new StaleVersion()
  return customer
}

/** A customer stands below its parent. Two changes at once could close a circle, so they happen one after the other. */
async function refuseCircle({ db, organizationId }: InTransaction, customerId: string, parentId: string) {
  await sql`select pg_advisory_xact_lock(hashtextextended('customer parents of ' || ${organizationId}, 0))`.execute(
    db,
  )
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select id, parent_id from customers where organization_id = ${organizationId} and id = ${parentId}
      union
      select c.id, c.parent_id from above join customers c on c.organization_id = ${organizationId} and c.id = above.parent_id
    )
    select id from above where id = ${customerId}`.execute(db)
  if (rows.length > 0) throw new CircleOfParents(customerId === parentId)
}

export class CircleOfParents extends Problem {
  constructor(itself: boolean) {
    const detail = itself
      ? 'A customer cannot be its own parent. Choose another one, or none.'
      : 'That customer is already below this one, so it cannot be its parent. Choose another one, or none.'
    super(409, 'circle-of-parents', 'A customer cannot be its own parent', detail, {
      errors: [{ pointer: '/parentId', detail }],
    })
  }
}
