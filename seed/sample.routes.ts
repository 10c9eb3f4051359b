import { serve } from '../server/http/serve.ts'
import { sampleApi } from '../server/staff/staff.api.ts'
import { trySample } from './try-sample.ts'

export const sampleRoutes = serve(sampleApi, { trySample: (call) => trySample(call) })
