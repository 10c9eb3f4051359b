import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { customersApi } from '../customers/customers.api.ts'
import { importsApi } from '../imports/imports.api.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { statementsApi } from '../statements/statements.api.ts'
import { monthlyStatements } from '../statements/make-monthly-statements.ts'
import { remindersApi as api } from './reminders.api.ts'
import { reminders } from './send-reminders.ts'

/** Northwind reminds from 09:00 to 17:00 UTC, and it is 09:00 on 4 May: it is next looked at on 5 May. */
async function openSchedule() {
  const cast = await openCast()
  const { owner, acme, doDue, ownerUrl, organization } = cast
  const postgres = new pg.Client({ connectionString: ownerUrl })
  await postgres.connect()
  onTestFinished(() => postgres.end())
  const dueAt = async (work: 'reminders' | 'statements') => {
    const { rows } = await postgres.query<{ due_at: Date }>(
      'select due_at from regular_work where organization_id = $1 and work = $2',
      [organization.id, work],
    )
    return rows[0]?.due_at.toISOString()
  }
  const change = async (body: { on?: boolean; sendFromHour?: number }) => {
    const { version } = await owner.call(api.settings, {})
    await owner.call(api.change, { version, body })
  }
  await change({ on: true })
  const issue = async () => {
    const { id } = await owner.call(invoicesApi.add, {
      body: { customerId: acme.id, lines: [{ description: 'Work', unitPriceMinor: 5000 }] },
    })
    return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  return { ...cast, dueAt, change, issue, look: () => doDue(reminders) }
}

test('whatever may make a reminder due today makes its organization due at once, and nothing else does', async () => {
  const { owner, app, acme, dueAt, change, issue, look } = await openSchedule()
  const invoice = await issue()
  const params = { invoiceId: invoice.id }
  const customer = { customerId: acme.id }
  const read = () => owner.call(invoicesApi.read, { params })
  const pay = (allocations: { invoiceId: string; amountMinor: number }[]) =>
    owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 5000, allocations } })
  const all = [{ invoiceId: invoice.id, amountMinor: 5000 }]
  let payment = { id: '' }
  const happens = async (event: () => Promise<unknown>) => {
    await look()
    expect(await dueAt('reminders')).toBe('2026-05-05T09:00:00.000Z')
    await event()
    return (await dueAt('reminders')) === '1970-01-01T00:00:00.000Z'
  }
  const events: [boolean, () => Promise<unknown>][] = [
    [false, () => owner.call(invoicesApi.add, { body: customer })],
    [true, issue],
    [
      true,
      async () =>
        owner.call(invoicesApi.change, {
          params,
          version: (await read()).version,
          body: { dueDate: '2026-06-07' },
        }),
    ],
    [
      false,
      async () =>
        owner.call(invoicesApi.change, {
          params,
          version: (await read()).version,
          body: { notes: 'Thanks' },
        }),
    ],
    [false, () => owner.call(invoicesApi.dispute, { params, body: {} })],
    [true, () => owner.call(invoicesApi.settleDispute, { params })],
    [false, () => owner.call(invoicesApi.pauseReminders, { params, body: { paused: true } })],
    [true, () => owner.call(invoicesApi.pauseReminders, { params, body: { paused: false } })],
    [false, () => owner.call(api.pauseCustomer, { params: customer, body: { paused: true } })],
    [true, () => owner.call(api.pauseCustomer, { params: customer, body: { paused: false } })],
    [false, () => owner.call(customersApi.delete, { params: customer })],
    [true, () => owner.call(customersApi.undelete, { params: customer })],
    [false, async () => (payment = await pay(all))],
    [true, () => owner.call(paymentsApi.reverse, { params: { paymentId: payment.id }, body: {} })],
    // Credit that covers what is owed, and is taken away again.
    [false, async () => (payment = await pay([]))],
    [true, () => owner.call(paymentsApi.reverse, { params: { paymentId: payment.id }, body: {} })],
    [
      true,
      () =>
        owner.call(api.addStep, { body: { days: 1, audience: 'subscribers', subject: 'S', message: 'M' } }),
    ],
    [true, () => importInvoice()],
  ]
  for (const [makesDue, event] of events)
    expect([await happens(event), String(event)]).toEqual([makesDue, String(event)])

  async function importInvoice() {
    const { json } = await owner.send('POST', '/v1/imports?fileName=a.csv&kind=invoices', {
      payload: 'Number,Customer,Date,Due,Total\nOld-1,Acme,2026-04-01,2026-05-04,12.00\n',
      type: 'text/csv',
    })
    const params = { importId: (json as { id: string }).id }
    for (const step of [importsApi.plan, importsApi.run]) {
      await owner.call(step, { params })
      await app.services.longWork.settled()
    }
    expect((await owner.call(importsApi.read, { params })).counts).toMatchObject({ create: 1 })
  }
  await look()
  await change({ sendFromHour: 12 })
  await look()
  expect(await dueAt('reminders')).toBe('2026-05-04T12:00:00.000Z')
  const { version } = await owner.call(organizationApi.read, {})
  await owner.call(organizationApi.change, { version, body: { timeZone: 'America/New_York' } })
  await look()
  expect(await dueAt('reminders')).toBe('2026-05-04T16:00:00.000Z')
})

test('switched off, nobody looks; switched on, somebody does at once', async () => {
  const { dueAt, change, look } = await openSchedule()
  await change({ on: false })
  await look()
  expect(await dueAt('reminders')).toBe(undefined)
  await change({ on: true })
  expect(await dueAt('reminders')).toBe('1970-01-01T00:00:00.000Z')
})

test('statements are due on their day in the first hour, wherever that is, and at once with another day', async () => {
  const { owner, dueAt, doDue } = await openSchedule()
  const change = async (day: number) => {
    const { version } = await owner.call(statementsApi.settings, {})
    await owner.call(statementsApi.change, { version, body: { on: true, day } })
    expect(await dueAt('statements')).toBe('1970-01-01T00:00:00.000Z')
    await doDue(monthlyStatements)
  }
  await change(20)
  expect(await dueAt('statements')).toBe('2026-05-20T09:00:00.000Z')
  await change(3)
  expect(await dueAt('statements')).toBe('2026-06-03T09:00:00.000Z')
  const { version } = await owner.call(organizationApi.read, {})
  await owner.call(organizationApi.change, { version, body: { timeZone: 'Asia/Kathmandu' } })
  await doDue(monthlyStatements)
  expect(await dueAt('statements')).toBe('2026-06-03T03:15:00.000Z')
})
