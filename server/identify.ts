import type { Identify } from './http/serve.ts'
import { identifyPortal } from './portal-access/session.ts'
import { identifyStaff } from './staff/session.ts'

/** Staff and contacts sign in by cookies, tables and routes of their own. */
export const identify: Identify = { staff: identifyStaff, portal: identifyPortal }
