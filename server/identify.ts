import type { Identify } from './http/serve.ts'
import { facts } from './journal/record.ts'
import { byStaff } from './scope/actor.ts'
import { reportRefusal } from './journal/report-refusal.ts'
import { identifyPortal } from './portal-access/session.ts'
import { identifyStaff } from './staff/session.ts'

/** Staff and contacts sign in with cookies, tables and routes of their own. */
export const identify: Identify = {
  staff: identifyStaff,
  portal: identifyPortal,
  notAllowed(staff, { summary }, client, services) {
    const { organizationId, memberId } = staff
    reportRefusal({ services, client, now: services.clock() }, 'staff.not-allowed', () => ({
      organizationId,
      by: byStaff(staff),
      memberId,
      changes: facts({ wanted: summary }),
    }))
  },
}
