import { record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Scope } from '../scope/scope.ts'
import { readCustomer } from './customer.ts'
import type { Customer } from './customers.api.ts'

/** Makes the customer inactive. Nothing is destroyed: its contacts stay, but no longer see it in the portal. */
export const deleteCustomer = (scope: Scope, customerId: string): Promise<Customer> =>
  turn(scope, customerId, false)

export const undeleteCustomer = (scope: Scope, customerId: string): Promise<Customer> =>
  turn(scope, customerId, true)

async function turn(scope: Scope, customerId: string, active: boolean) {
  await inTransaction(scope, (tx) => setActive(tx, customerId, active))
  return readCustomer(scope, customerId)
}

/** Doing it twice is doing it once: a customer that is already inactive stays as it is. */
export async function setActive(tx: InTransaction, customerId: string, active: boolean): Promise<void> {
  const { db, organizationId, now } = tx
  const { numUpdatedRows } = await db
    .updateTable('customers')
    .set((eb) => ({ active, version: eb('version', '+', 1), updated_at: now }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .where('active', '=', !active)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await record(tx, { action: active ? 'customer.undeleted' : 'customer.deleted', customerId })
}
