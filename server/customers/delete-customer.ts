import { transaction, type Db } from '../database/database.ts'
import type { StaffCaller } from '../http/serve.ts'
import { byStaff, record } from '../journal/record.ts'
import { readCustomer } from './customer.ts'
import type { Customer } from './customers.api.ts'

type Call = { db: Db; now: Date; staff: StaffCaller }

/** Makes the customer inactive. Nothing is destroyed: its contacts stay, and see it in the portal no more. */
export const deleteCustomer = (call: Call, customerId: string): Promise<Customer> =>
  setActive(call, customerId, false)

export const undeleteCustomer = (call: Call, customerId: string): Promise<Customer> =>
  setActive(call, customerId, true)

/** Twice is once: a customer that is so already stays as it is. */
async function setActive({ db, staff, now }: Call, customerId: string, active: boolean) {
  const { organizationId } = staff
  await transaction(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('customers')
      .set((eb) => ({ active, version: eb('version', '+', 1), updated_at: now }))
      .where('organization_id', '=', organizationId)
      .where('id', '=', customerId)
      .where('active', '=', !active)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const action = active ? 'customer.undeleted' : 'customer.deleted'
    await record(tx, byStaff(staff), now, { action, customerId })
  })
  return readCustomer(db, organizationId, customerId)
}
