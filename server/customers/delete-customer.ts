import { record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { readCustomer } from './customer.ts'
import type { Customer } from './customers.api.ts'

/** Makes the customer inactive. Nothing is destroyed: its contacts stay, but no longer see it in the portal. */
export const deleteCustomer = (scope: Scope, customerId: string): Promise<Customer> =>
  setActive(scope, customerId, false)

export const undeleteCustomer = (scope: Scope, customerId: string): Promise<Customer> =>
  setActive(scope, customerId, true)

/** Doing it twice is doing it once: a customer that is already inactive stays as it is. */
async function setActive(scope: Scope, customerId: string, active: boolean) {
  const { organizationId, now } = scope
  await inTransaction(scope, async (tx) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('customers')
      .set((eb) => ({ active, version: eb('version', '+', 1), updated_at: now }))
      .where('organization_id', '=', organizationId)
      .where('id', '=', customerId)
      .where('active', '=', !active)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const action = active ? 'customer.undeleted' : 'customer.deleted'
    await record(tx, { action, customerId })
  })
  return readCustomer(scope, customerId)
}
