import type { Role } from '../../../server/staff/staff.api.ts'

export const roleWords: Record<Role, { name: string; may: string }> = {
  owner: { name: 'Owner', may: 'Everything, including staff and settings' },
  manager: { name: 'Manager', may: 'Customers, contacts and their passwords, invoices and payments' },
  viewer: { name: 'View only', may: 'Sees everything, changes nothing' },
}
