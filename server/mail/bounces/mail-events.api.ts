import * as z from 'zod'
import { endpoint } from '../../http/endpoint.ts'
import { id, time } from '../../http/fields.api.ts'

export const mailEvent = z.strictObject({
  organizationId: id,
  deliveryId: id.optional(),
  messageId: z
    .string()
    .max(500)
    .optional()
    .describe('The header Message-ID, where the deliveryId is not known.'),
  event: z.enum(['bounced', 'delayed', 'delivered', 'complained']),
  reason: z
    .string()
    .max(2000)
    .default('')
    .describe(
      'The other mail server’s words. With a status code in it, such as 5.1.1, only one about the mailbox marks the address; without one every bounce does.',
    ),
  at: time,
})
export type MailEvent = z.infer<typeof mailEvent>

export const mailEvents = z.array(mailEvent).max(1000, 'Send at most 1000 events at once.')

export const mailEventsApi = {
  receive: endpoint({
    method: 'POST',
    path: '/v1/mail/events',
    summary: 'Report what became of messages that a mail service took',
    description:
      'The body is a JSON array of events, each with organizationId, deliveryId or messageId, event (bounced, delayed, delivered or complained), reason and at. ' +
      'Signed with MAIL_EVENTS_SECRET: the header Portico-Signature is t=<seconds since 1970>,sha256=<hex of the SHA-256 of the body>,v1=<hex of HMAC-SHA256 over t, a full stop and that hex>, and at most five minutes old. ' +
      'It is checked before the body is read. ' +
      'An event that comes twice changes nothing.',
    caller: 'machine',
    raw: { mostBytes: 1024 * 1024 },
    reply: z.object({
      recorded: z.int().describe('Events that told something new.'),
      ignored: z.int().describe('Events that were known, or about no message of ours.'),
    }),
  }),
}
