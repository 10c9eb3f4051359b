import type { Role } from '../../../server/staff/staff.api.ts'

export const roleWords: Record<Role, { name: string; article: string; may: string }> = {
  owner: { name: 'Owner', article: 'an owner', may: 'Everything, with staff and settings' },
  manager: { name: 'Manager', article: 'a manager', may: 'Customers, contacts and their passwords' },
  viewer: { name: 'Viewer', article: 'a viewer', may: 'Looks, and changes nothing' },
}
