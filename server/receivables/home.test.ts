import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { OWNER } from '../../test/world.ts'
import { contactsApi } from '../contacts/contacts.api.ts'
import { newId } from '../database/id.ts'
import { invoicesApi, type Age } from '../invoices/invoices.api.ts'
import { daysAfter } from '../time/day.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { remindersApi } from '../reminders/reminders.api.ts'
import { reminders } from '../reminders/send-reminders.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { receivablesApi as api } from './home.api.ts'

const TODAY = '2026-05-04'

async function openBooks() {
  const cast = await openCast()
  const { owner, acme } = cast
  return {
    ...cast,
    db: cast.database.of(cast.organization.id),
    owed: () => owner.call(api.owed, {}),
    mail: () => owner.call(api.mail, {}),
    async owe(dueDate: string, amountMinor = 5000, more: { customerId?: string; currency?: string } = {}) {
      const { id } = await owner.call(invoicesApi.add, {
        body: {
          customerId: acme.id,
          issueDate: dueDate < TODAY ? dueDate : TODAY,
          dueDate,
          lines: [{ description: 'Work', unitPriceMinor: amountMinor, taxRate: '0' }],
          ...more,
        },
      })
      return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
    },
  }
}

test('a new organization has nothing, and the home knows what is missing', async () => {
  const { owner, owed, mail, acme } = await openBooks()
  expect(await owed()).toMatchObject({ today: TODAY, hasCustomers: true, hasInvoices: false, currencies: [] })
  expect(await mail()).toMatchObject({ notDelivered: [], foundNobody: [], remindersOn: false })
  await owner.call(invoicesApi.add, { body: { customerId: acme.id } })
  expect(await owed()).toMatchObject({ hasInvoices: true, currencies: [] })
})

test('an invoice is as old as its due date says, on the day and on either side of it', async () => {
  const { owe, owed } = await openBooks()
  for (const days of [1, 0, -1, -30, -31, -60, -61, -90, -91]) await owe(daysAfter(TODAY, days), 100)
  const [euro] = (await owed()).currencies
  expect(Object.fromEntries(euro!.ages.map(({ age, count }) => [age, count]))).toEqual({
    current: 2,
    days1To30: 2,
    days31To60: 2,
    days61To90: 2,
    over90: 1,
  })
  expect(euro).toMatchObject({ openCount: 9, openMinor: 900, overdueCount: 7, overdueMinor: 700 })
})

test('the ages add up to what is open, and so does who owes most, whatever was invoiced', async () => {
  const { db, organization, acme, birch, owed } = await openBooks()
  const invoice = fc.record({
    state: fc.constantFrom('draft', 'sent', 'sent', 'sent', 'void'),
    customer: fc.constantFrom(acme.id, birch.id),
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    days: fc.integer({ min: -140, max: 40 }),
    total: fc.integer({ min: 0, max: 1_000_000_000 }),
    paid: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  for (const drawn of fc.sample(fc.array(invoice, { maxLength: 60 }), 8)) {
    const rows = drawn.map(({ state, customer, currency, days, total, paid }) => {
      const isDraft = state === 'draft'
      return {
        organization_id: organization.id,
        id: newId(),
        customer_id: customer,
        state: state as 'draft' | 'sent' | 'void',
        number: isDraft ? null : newId(),
        currency,
        issue_date: '2025-01-01',
        due_date: daysAfter(TODAY, days),
        total_minor: total,
        paid_minor: state === 'sent' ? Math.min(total, Math.round(total * paid)) : 0,
        revision: isDraft ? 0 : 1,
        sent_at: isDraft ? null : new Date('2025-01-01T00:00:00Z'),
        voided_at: state === 'void' ? new Date('2025-02-01T00:00:00Z') : null,
        created_at: new Date('2025-01-01T00:00:00Z'),
        updated_at: new Date('2025-01-01T00:00:00Z'),
      }
    })
    await sql`delete from invoices`.execute(db)
    if (rows.length > 0) await db.insertInto('invoices').values(rows).execute()
    const { currencies } = await owed()
    const open = rows.filter((row) => row.state === 'sent' && row.paid_minor < row.total_minor)
    const sum = (which: typeof open) => which.reduce((all, row) => all + row.total_minor - row.paid_minor, 0)
    expect(currencies.map(({ currency }) => currency).toSorted()).toEqual(
      [...new Set(open.map(({ currency }) => currency))].toSorted(),
    )
    for (const { currency, ages, openMinor, openCount, overdueMinor, owesMost } of currencies) {
      const inIt = open.filter((row) => row.currency === currency)
      const late = inIt.filter((row) => row.due_date < TODAY)
      expect([openMinor, openCount, overdueMinor]).toEqual([sum(inIt), inIt.length, sum(late)])
      expect(ages.reduce((all, { amountMinor }) => all + amountMinor, 0)).toBe(openMinor)
      expect(owesMost.reduce((all, customer) => all + customer.openMinor, 0)).toBe(sum(inIt))
      for (const { customerId, openMinor: theirs, overdueMinor: theirLate, oldestDueDate } of owesMost) {
        const of = inIt.filter((row) => row.customer_id === customerId)
        expect([theirs, theirLate]).toEqual([sum(of), sum(of.filter((row) => row.due_date < TODAY))])
        expect(oldestDueDate).toBe(of.map((row) => row.due_date).toSorted()[0])
      }
    }
  }
})

test('who owes most comes first, and no more than eight', async () => {
  const { owe, owed, addCustomer } = await openBooks()
  for (let at = 1; at <= 9; at++) {
    const customer = await addCustomer(`Customer ${at}`)
    await owe('2026-04-01', at * 100, { customerId: customer.id })
  }
  const [euro] = (await owed()).currencies
  expect(euro!.owesMost.map(({ customerName }) => customerName)).toEqual(
    [9, 8, 7, 6, 5, 4, 3, 2].map((at) => `Customer ${at}`),
  )
})

test('the invoices of an age are listed, and what a payment paid is not', async () => {
  const { owner, acme, owe, owed } = await openBooks()
  const [old, , paid] = [await owe('2026-01-10'), await owe('2026-04-20'), await owe('2026-01-12')]
  const allocations = [{ invoiceId: paid.id, amountMinor: 5000 }]
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 5000, allocations } })
  const listed = async (age: Age) =>
    (await owner.call(invoicesApi.list, { query: { age } })).data.map(({ id }) => id)
  expect(await listed('over90')).toEqual([old.id])
  expect(await listed('days31To60')).toEqual([])
  const [euro] = (await owed()).currencies
  expect(euro!.ages.find(({ age }) => age === 'over90')).toMatchObject({ count: 1, amountMinor: 5000 })
})

test('what did not arrive is shown with its remedy, until it is sent again, paid or void', async () => {
  const { owner, owe, mail, db, acme, anna, deliverMail } = await openBooks()
  const [one, two] = [await owe('2026-05-20'), await owe('2026-05-20')]
  const send = (invoice: typeof one) =>
    owner.call(invoicesApi.send, { params: { invoiceId: invoice.id }, version: invoice.version, body: {} })
  const sent = [await send(one), await send(two)]
  await deliverMail()
  expect((await mail()).notDelivered).toEqual([])

  const fail = (invoiceId: string, state: 'failed' | 'bounced') =>
    sql`update deliveries set state = ${state}, reason = 'It bounced: the mailbox does not exist.'
      where invoice_id = ${invoiceId}`.execute(db)
  await fail(one.id, 'bounced')
  await fail(two.id, 'failed')
  await sql`update people set email_bounced_at = ${new Date()}, email_bounce_reason = '550'`.execute(db)
  const [newest, other] = (await mail()).notDelivered
  expect(newest).toMatchObject({ invoiceNumber: two.number, to: anna.email, customerName: 'Acme' })
  expect(other).toMatchObject({
    remedy: 'correctAddress',
    reason: 'It bounced: the mailbox does not exist.',
  })
  await owner.call(contactsApi.emailWorks, { params: { contactId: anna.atAcme.id } })
  expect((await mail()).notDelivered.map(({ remedy }) => remedy)).toEqual(['sendAgain', 'sendAgain'])

  await send(sent[0]!)
  await deliverMail()
  expect((await mail()).notDelivered.map(({ invoiceId }) => invoiceId)).toEqual([two.id])
  const allocations = [{ invoiceId: two.id, amountMinor: 5000 }]
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 5000, allocations } })
  expect((await mail()).notDelivered).toEqual([])
})

test('a reminder that found nobody is shown until somebody would get it; the next days say what the list says', async () => {
  const { owner, owe, mail, clock, doDue, database, anna, organization } = await openBooks()
  const { version } = await owner.call(remindersApi.settings, {})
  await owner.call(remindersApi.change, { version, body: { on: true } })
  const late = await owe('2026-05-05')
  await owe('2026-05-12')
  clock.advance({ days: 1 })
  await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const upcoming = async () => {
    const { data } = await owner.call(remindersApi.upcoming, {})
    const { nextDays } = await mail()
    for (const { date, reminders } of nextDays)
      expect([date, reminders]).toEqual([date, data.filter((one) => one.date === date).length])
    return nextDays.filter(({ reminders }) => reminders > 0).map(({ date, reminders }) => [date, reminders])
  }
  expect(await upcoming()).toEqual([
    ['2026-05-05', 1],
    ['2026-05-09', 1],
  ])
  await doDue(reminders)
  expect(await upcoming()).toEqual([['2026-05-09', 1]])
  expect((await mail()).foundNobody).toMatchObject([
    {
      customerName: 'Acme',
      why: 'the only contact does not receive reminders',
      invoices: [{ id: late.id, number: late.number }],
    },
  ])
  await sql`update contacts set receives = '{"reminders": "to"}' where id = ${anna.atAcme.id}`.execute(
    database.of(organization.id),
  )
  expect((await mail()).foundNobody).toEqual([])
})

test('mails that wait for their time are counted on their day', async () => {
  const { owner, owe, mail } = await openBooks()
  const { id, version } = await owe('2026-06-20')
  await owner.call(invoicesApi.send, {
    params: { invoiceId: id },
    version,
    body: { at: '2026-05-06T08:00:00.000Z' },
  })
  const days = (await mail()).nextDays
  expect(days.map(({ date }) => date)).toHaveLength(7)
  expect(days.filter(({ scheduled }) => scheduled > 0)).toEqual([
    { date: '2026-05-06', reminders: 0, scheduled: 1 },
  ])
})
