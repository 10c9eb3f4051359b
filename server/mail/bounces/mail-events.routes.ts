import { serve } from '../../http/serve.ts'
import { mailEventsApi } from './mail-events.api.ts'
import { receiveMailEvents } from './mail-events.ts'

export const mailEventsRoutes = serve(mailEventsApi, {
  receive: (call) => receiveMailEvents(call, call.raw),
})
