import { serve } from '../http/serve.ts'
import { eventsApi } from './events.api.ts'
import { listEvents } from './read-events.ts'

export const eventsRoutes = serve(eventsApi, {
  list: (call) => listEvents(call, call.query),
})
