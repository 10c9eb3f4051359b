import * as z from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { id } from '../http/fields.api.ts'
import { invoicesApi, previewOfSending, recipient } from '../invoices/invoices.api.ts'

const params = z.object({ customerId: id })

export const newNotice = previewOfSending.extend({
  message: z.string().trim().min(1, 'Fill this in.').max(5000, 'Use at most 5000 characters.'),
})
export type NewNotice = z.infer<typeof newNotice>

export const noticesApi = {
  preview: endpoint({
    method: 'POST',
    path: '/v1/customers/:customerId/notices/preview',
    summary: 'Show who would receive an account notice, why, and what they would read. Nothing is sent',
    caller: 'manager',
    params,
    body: previewOfSending,
    reply: invoicesApi.preview.reply,
  }),
  send: endpoint({
    method: 'POST',
    path: '/v1/customers/:customerId/notices',
    summary: 'Mail an account notice to those contacts of a customer who receive them, one e-mail each',
    caller: 'manager',
    params,
    body: newNotice,
    status: 201,
    reply: z.object({ id, recipients: z.array(recipient).describe('Who gets it.') }),
  }),
}
