import { serve } from '../http/serve.ts'
import { setUpApi } from '../staff/staff.api.ts'
import { changeOrganization } from './change-organization.ts'
import { foundAnother } from './found-organization.ts'
import { organizationApi } from './organization.api.ts'
import { readOrganization } from './read-organization.ts'
import { readSetUp, setUp } from './set-up.ts'

export const setUpRoutes = serve(setUpApi, {
  read: (call) => readSetUp(call),
  setUp: (call) => setUp(call, call.body),
})

export const organizationRoutes = serve(organizationApi, {
  read: (call) => readOrganization(call),
  change: (call) => changeOrganization(call, call.version, call.body),
  found: (call) => foundAnother(call, call.body),
})
