import { serve } from '../../http/serve.ts'
import { unsubscribeApi } from './unsubscribe.api.ts'
import { pageToUnsubscribe, readSubscription, subscribeAgain, unsubscribe } from './unsubscribe.ts'

export const unsubscribeRoutes = serve(unsubscribeApi, {
  open: async (call) => forwardTo(await pageToUnsubscribe(call, call.params.token)),
  unsubscribe: (call) => unsubscribe(call, call.params.token),
  read: (call) => readSubscription(call, call.params.token),
  subscribeAgain: (call) => subscribeAgain(call, call.params.token),
})

/** The portal's page asks before it does anything. The address is made of our own origin and base64url. */
function forwardTo(url: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${url}"><title>Unsubscribe</title></head>
<body><p><a href="${url}">Continue</a></p></body></html>
`
}
