import type { Identify } from './http/let-in.ts'
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
    const refusal = staff
      ? { organizationId: staff.organizationId, by: byStaff(staff), memberId: staff.memberId, changes }
      : { organizationId: key.organizationId, by: byKey(key), changes }
    reportRefusal(
      { services, client, now },
      staff ? 'staff.not-allowed' : 'api-key.not-allowed',
      () => refusal,
    )
  },
}
