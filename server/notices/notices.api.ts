import * as z from 'zod'
import { recipient, sending, sendingPreview } from '../documents/sending.api.ts'
import { endpoint } from '../http/endpoint.ts'
import { id } from '../http/fields.api.ts'

const params = z.object({ customerId: id })

export const newNotice = sending.extend({
  message: z.string().trim().min(1, 'Fill this in.').max(5000, 'Use at most 5000 characters.'),
})
export type NewNotice = z.infer<typeof newNotice>

export const noticesApi = {
  preview: endpoint({
    method: 'POST',
    path: '/v1/customers/:customerId/notices/preview',
    summary: 'Show who would receive an account notice, why, and what they would read. Nothing is sent',
    caller: 'manager',
    readsOnly: true,
    params,
    body: sending,
    reply: sendingPreview,
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
