import { serve } from '../http/serve.ts'
import { addWebhook } from './add-webhook.ts'
import { changeWebhook } from './change-webhook.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { listMessages, readMessage } from './message.ts'
import { rotateSecret } from './rotate-secret.ts'
import { sendAgain, sendTest } from './send-again.ts'
import { listWebhooks, readWebhook } from './webhook.ts'
import { webhooksApi } from './webhooks.api.ts'

export const webhooksRoutes = serve(webhooksApi, {
  list: (call) => listWebhooks(call, call.query),
  add: (call) => addWebhook(call, call.body),
  read: (call) => readWebhook(call, call.params.webhookId),
  change: (call) => changeWebhook(call, call.params.webhookId, call.version, call.body),
  delete: (call) => deleteWebhook(call, call.params.webhookId),
  rotateSecret: (call) => rotateSecret(call, call.params.webhookId),
  sendTest: (call) => sendTest(call, call.params.webhookId),
  listMessages: (call) => listMessages(call, call.params.webhookId, call.query),
  readMessage: (call) => readMessage(call, call.params.webhookId, call.params.webhookMessageId),
  sendAgain: (call) => sendAgain(call, call.params.webhookId, call.params.webhookMessageId),
})
