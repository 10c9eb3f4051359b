import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { newId } from '../database/id.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { noticesApi } from '../notices/notices.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { statementsApi } from '../statements/statements.api.ts'

test('everybody chosen for a sending is a contact of its customer: another customer’s and an unknown one are refused alike, by name', async () => {
  const { owner, acme, anna, deliverMail } = await openCast()
  const lines = [{ description: 'Work', unitPriceMinor: 5000 }]
  const { id: invoiceId } = await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })
  const { version } = await owner.call(invoicesApi.issue, { params: { invoiceId } })
  const customer = { customerId: acme.id }
  const statement = await owner.call(statementsApi.add, { params: customer, body: { send: false } })
  const payment = await owner.call(paymentsApi.add, { body: { ...customer, amountMinor: 100 } })

  for (const contactId of [anna.atBirch.id, newId()]) {
    const body = {
      add: [
        { contactId: anna.atAcme.id, role: 'cc' as const },
        { contactId, role: 'to' as const },
      ],
      leaveOut: [contactId],
    }
    const addresses = [{ email: 'kept@acme.example', keep: true }]
    const attempts = [
      owner.call(invoicesApi.preview, { params: { invoiceId }, body }),
      owner.call(invoicesApi.send, { params: { invoiceId }, version, body: { ...body, addresses } }),
      owner.call(noticesApi.preview, { params: customer, body }),
      owner.call(noticesApi.send, { params: customer, body: { ...body, message: 'Hello', addresses } }),
      owner.call(statementsApi.add, { params: customer, body }),
      owner.call(statementsApi.send, { params: { statementId: statement.id }, body }),
      owner.call(paymentsApi.sendReceipt, { params: { paymentId: payment.id }, body }),
    ]
    for (const { status, problem } of await Promise.all(attempts.map(refused))) {
      expect(status).toBe(400)
      expect(problem.errors).toEqual(
        ['/add/1/contactId', '/leaveOut/0'].map((pointer) => ({
          pointer,
          detail: 'This customer has no such contact. Choose one of its contacts.',
        })),
      )
    }
  }
  expect(await deliverMail()).toEqual([])
  // What was typed to be kept is not kept for a sending that was wrong.
  expect((await owner.call(contactsApi.list, { params: customer })).data).toHaveLength(1)
})
