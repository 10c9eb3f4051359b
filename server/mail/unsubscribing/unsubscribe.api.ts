import * as z from 'zod'
import { unsubscribableKinds } from '../../documents/kinds.ts'
import { endpoint } from '../../http/endpoint.ts'
import { time } from '../../http/fields.api.ts'

export const subscription = z.object({
  organizationName: z.string(),
  customerName: z.string(),
  kind: z.enum(unsubscribableKinds),
  unsubscribedAt: time.nullable(),
})
export type Subscription = z.infer<typeof subscription>

const params = z.object({
  token: z
    .string()
    .max(200)
    .describe(
      'From the e-mail. It gives access to this and nothing else, for as long as the contact is the same person at the same address.',
    ),
})

export const unsubscribeApi = {
  open: endpoint({
    method: 'GET',
    path: '/v1/unsubscribe/:token',
    summary: 'Show people the page on which they can unsubscribe',
    description:
      'The address in the header List-Unsubscribe, opened by a person. It changes nothing: programs open every link that they find in e-mails.',
    caller: 'anyone',
    params,
    download: 'text/html',
  }),
  unsubscribe: endpoint({
    method: 'POST',
    path: '/v1/unsubscribe/:token',
    summary: 'Unsubscribe a contact from reminders or statements, by one click (RFC 8058)',
    description: 'For mail programs. The body is not read.',
    caller: 'machine',
    params,
    raw: { mostBytes: 16 * 1024 },
    reply: subscription,
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/unsubscribe/:token/subscription',
    summary: 'Read what the link in an e-mail unsubscribes from, and whether it was used',
    caller: 'anyone',
    params,
    reply: subscription,
  }),
  subscribeAgain: endpoint({
    method: 'POST',
    path: '/v1/unsubscribe/:token/again',
    summary: 'Undo an unsubscription',
    caller: 'anyone',
    params,
    reply: subscription,
  }),
}
