import { serve } from '../../http/serve.ts'
import { mailboxApi } from './mailbox.api.ts'
import { listMailbox, readMailboxAttachment, readMailboxLetter } from './read-mailbox.ts'

export const mailboxRoutes = serve(mailboxApi, {
  list: (call) => listMailbox(call, call.query),
  read: (call) => readMailboxLetter(call, call.params.deliveryId),
  attachment: (call) => readMailboxAttachment(call, call.params.deliveryId, call.params.number),
})
