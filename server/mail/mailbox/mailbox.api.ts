import * as z from 'zod'
import { endpoint } from '../../http/endpoint.ts'
import { id, listQuery, page, time } from '../../http/fields.api.ts'

export const mailboxLetter = z.object({
  id: id.describe('Of the delivery.'),
  to: z.string(),
  subject: z.string(),
  at: time,
})
export type MailboxLetter = z.infer<typeof mailboxLetter>

export const openedMailboxLetter = mailboxLetter.extend({
  from: z.string(),
  html: z.string().nullable().describe('Show it in a sandboxed frame only.'),
  text: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  attachments: z.array(z.object({ filename: z.string(), bytes: z.int() })),
})
export type OpenedMailboxLetter = z.infer<typeof openedMailboxLetter>

/** Letters hold temporary passwords, so they are for those who may issue them. Letters to staff are for owners only. */
export const mailboxApi = {
  list: endpoint({
    method: 'GET',
    path: '/v1/mailbox',
    summary: 'List the e-mails in the built-in mailbox, newest first',
    description:
      'There is a mailbox only while SMTP_URL is not set. E-mails to staff are shown to owners only.',
    caller: 'manager',
    inPerson: true,
    query: z.strictObject(listQuery),
    reply: page(mailboxLetter),
  }),
  read: endpoint({
    method: 'GET',
    path: '/v1/mailbox/:deliveryId',
    summary: 'Read an e-mail in the built-in mailbox',
    caller: 'manager',
    inPerson: true,
    params: z.object({ deliveryId: id }),
    reply: openedMailboxLetter,
  }),
  attachment: endpoint({
    method: 'GET',
    path: '/v1/mailbox/:deliveryId/attachments/:number',
    summary: 'Download a PDF attached to an e-mail in the built-in mailbox: the first is number 1',
    caller: 'manager',
    inPerson: true,
    params: z.object({ deliveryId: id, number: z.coerce.number().int().min(1).max(100) }),
    download: 'application/pdf',
  }),
}
