import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { OWNER } from '../../test/world.ts'
import { newId } from '../database/id.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { remindersApi as api } from './reminders.api.ts'
import { reminders } from './send-reminders.ts'

/** Acme has Rita, who receives reminders; its schedule is the standard one. It is 09:00 UTC on 4 May. */
async function openOverdue() {
  const cast = await openCast()
  const { owner, acme, clock } = cast
  const rita = { email: 'rita@acme.example', firstName: 'Rita', receives: { reminders: 'to' } as const }
  await cast.addContact(acme, rita)
  const { version } = await owner.call(api.settings, {})
  await owner.call(api.change, { version, body: { on: true } })
  const owe = async (dueDate: string) => {
    const { id } = await owner.call(invoicesApi.add, {
      body: { customerId: acme.id, dueDate, lines: [{ description: 'Work', unitPriceMinor: 5000 }] },
    })
    return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  const { id: invoiceId, number } = await owe('2026-05-04')
  const letters = async () => (await cast.deliverMail()).map(({ to, subject }) => `${to}: ${subject}`)
  return {
    ...cast,
    owe,
    number,
    params: { invoiceId },
    letters,
    async pass(days: number) {
      clock.advance({ days })
      await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
    },
    async bySchedule() {
      await cast.doDue(reminders)
      return letters()
    },
    stepOf: async (days: number) =>
      (await owner.call(api.settings, {})).steps.find((step) => step.days === days)!.id,
  }
}

test('a reminder sent now is the next step of the schedule, which sends neither that nor an earlier one again', async () => {
  const { owner, params, number, letters, pass, bySchedule, stepOf, anna } = await openOverdue()
  await pass(3)
  // Nothing was sent yet: the day has reached "on the due date".
  const before = await owner.call(api.previewNow, { params, body: {} })
  expect(before).toMatchObject({ stepId: await stepOf(0) })
  expect(before.recipients.find(({ name }) => name === 'Rita')).toMatchObject({
    role: 'to',
    attachment: `${number}.pdf`,
    message: expect.stringContaining('Hello Rita'),
  })
  const stepId = await stepOf(21)
  const body = {
    stepId,
    add: [{ contactId: anna.atAcme.id, role: 'cc' as const }],
    subject: 'Please pay {number}',
  }
  await owner.call(api.sendNow, { params, body })
  expect((await letters()).toSorted()).toEqual([
    `anna@ash.example: Please pay ${number}`,
    `rita@acme.example: Please pay ${number}`,
  ])
  for (const days of [4, 14, 10]) {
    await pass(days)
    expect(await bySchedule()).toEqual([])
  }
  const after = await owner.call(api.previewNow, { params, body: {} })
  expect(after.stepId).toBeNull()
  expect(after.steps.map(({ days, isTaken }) => [days, isTaken])).toEqual([
    [-3, true],
    [0, true],
    [7, true],
    [21, true],
  ])
  const { data } = await owner.call(journalApi.list, { query: { invoiceId: params.invoiceId } })
  expect(data[0]).toMatchObject({ action: 'invoice.reminded', actor: { name: OWNER.name } })
})

test('a second click sends nothing twice; outside the schedule one may be sent all the same, and the schedule goes on', async () => {
  const { owner, params, letters, pass, bySchedule, stepOf } = await openOverdue()
  await pass(8)
  const stepId = await stepOf(7)
  expect((await owner.call(api.previewNow, { params, body: {} })).stepId).toBe(stepId)
  const clicks = await Promise.allSettled(
    [0, 1].map(() => owner.call(api.sendNow, { params, body: { stepId } })),
  )
  expect(clicks.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await letters()).toHaveLength(1)
  const again = await refused(owner.call(api.sendNow, { params, body: { stepId } }))
  expect([again.status, again.problem.detail]).toEqual([409, expect.stringContaining('sent or passed over')])
  await owner.call(api.sendNow, { params, body: { stepId: null } })
  expect(await letters()).toHaveLength(1)
  await pass(13)
  expect(await bySchedule()).toHaveLength(1)
})

test('what is not owed, in dispute or paused is not reminded of, and the reason is said', async () => {
  const { owner, acme, params, owe, letters } = await openOverdue()
  const { invoiceId } = params
  const sentence = async (id = invoiceId) => {
    const attempts = [api.previewNow, api.sendNow].map((endpoint) =>
      refused(owner.call(endpoint, { params: { invoiceId: id }, body: {} })),
    )
    const [before, sent] = await Promise.all(attempts)
    expect([before!.status, sent!.status]).toEqual([409, 409])
    expect(before!.problem.detail).toBe(sent!.problem.detail)
    return sent!.problem.detail
  }
  const draft = await owner.call(invoicesApi.add, { body: { customerId: acme.id } })
  expect(await sentence(draft.id)).toBe('It is a draft. Send the invoice first.')
  const voided = await owe('2026-05-14')
  await owner.call(invoicesApi.void, { params: { invoiceId: voided.id }, body: {} })
  expect(await sentence(voided.id)).toBe('It was voided: there is nothing to send a reminder for.')
  await owner.call(invoicesApi.dispute, { params, body: {} })
  expect(await sentence()).toContain('It is disputed.')
  await owner.call(invoicesApi.settleDispute, { params })
  await owner.call(invoicesApi.pauseReminders, { params, body: { paused: true } })
  expect(await sentence()).toContain('Reminders of this invoice are paused.')
  await owner.call(invoicesApi.pauseReminders, { params, body: { paused: false } })
  await owner.call(api.pauseCustomer, { params: { customerId: acme.id }, body: { paused: true } })
  expect(await sentence()).toContain('Reminders to Acme are paused.')
  await owner.call(api.pauseCustomer, { params: { customerId: acme.id }, body: { paused: false } })
  const unknown = await refused(owner.call(api.sendNow, { params, body: { stepId: newId() } }))
  expect(unknown.problem.errors).toMatchObject([{ pointer: '/stepId' }])
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 5000 } })
  expect(await sentence()).toBe('It is paid: there is nothing to send a reminder for.')
  expect(await letters()).toEqual([])
})

test('without a schedule a reminder goes out in the usual words', async () => {
  const cast = await openCast()
  const { owner, acme } = cast
  await cast.addContact(acme, {
    email: 'rita@acme.example',
    firstName: 'Rita',
    receives: { reminders: 'to' },
  })
  const lines = [{ description: 'Work', unitPriceMinor: 5000 }]
  const { id: invoiceId } = await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })
  const { number } = await owner.call(invoicesApi.issue, { params: { invoiceId } })
  await cast.deliverMail()
  await owner.call(api.sendNow, { params: { invoiceId }, body: {} })
  expect((await cast.deliverMail()).map(({ to, subject }) => [to, subject.includes(number!)])).toEqual([
    ['rita@acme.example', true],
  ])
})
