import { serve } from '../http/serve.ts'
import { listUnreachable } from './list-unreachable.ts'
import { reachabilityApi } from './reachability.api.ts'

export const reachabilityRoutes = serve(reachabilityApi, {
  list: (call) => listUnreachable(call, call.query),
})
