import type { Role } from '../../../server/staff/staff.api.ts'

/** `article` ends the sentence that says what somebody is now. */
export const roleWords: Record<Role, { name: string; article: string; may: string }> = {
  owner: { name: 'Owner', article: 'an owner', may: 'Everything, with staff and settings' },
  manager: { name: 'Manager', article: 'a manager', may: 'Customers, contacts and their passwords' },
  viewer: { name: 'View only', article: 'a viewer', may: 'Sees everything, changes nothing' },
}
