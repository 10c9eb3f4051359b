import { serve } from '../http/serve.ts'
import { noticesApi } from './notices.api.ts'
import { previewNotice, sendNotice } from './send-notice.ts'

export const noticesRoutes = serve(noticesApi, {
  preview: ({ body, params, ...call }) => previewNotice(call, params.customerId, body),
  send: ({ body, params, ...call }) => sendNotice(call, params.customerId, body),
})
