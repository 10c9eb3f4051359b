import { serve } from '../http/serve.ts'
import { noticesApi } from './notices.api.ts'
import { previewNotice, sendNotice } from './send-notice.ts'

export const noticesRoutes = serve(noticesApi, {
  preview: (call) => previewNotice(call, call.params.customerId, call.body),
  send: (call) => sendNotice(call, call.params.customerId, call.body),
})
