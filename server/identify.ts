import type { Identify } from './http/serve.ts'
import { facts } from './journal/record.ts'
import { identifyKey } from './api-keys/identify-key.ts'
import { byKey, byStaff } from './scope/actor.ts'
import { reportRefusal } from './journal/report-refusal.ts'
import { identifyPortal } from './portal-access/session.ts'
import { identifyStaff } from './staff/session.ts'

/** Staff and contacts sign in with cookies, tables and routes of their own; programs of staff show a key. */
export const identify: Identify = {
  staff: identifyStaff,
  portal: identifyPortal,
  key: identifyKey,
  notAllowed({ staff, key }, { summary }, client, services) {
    const now = services.clock()
    const changes = facts({ wanted: summary })
    if (staff) {
      const { organizationId, memberId } = staff
      reportRefusal({ services, client, now }, 'staff.not-allowed', () => ({
        organizationId,
        by: byStaff(staff),
        memberId,
        changes,
      }))
    } else
      reportRefusal({ services, client, now }, 'api-key.not-allowed', () => ({
        organizationId: key.organizationId,
        by: byKey(key),
        changes,
      }))
  },
}
