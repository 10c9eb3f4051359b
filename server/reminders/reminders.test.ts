import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { failWriting } from '../../test/fail-writing.ts'
import { OWNER } from '../../test/world.ts'
import { newId } from '../database/id.ts'
import { journalApi } from '../journal/journal.api.ts'
import { deliveriesApi } from '../mail/deliveries/deliveries.api.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { receivablesApi } from '../receivables/home.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { remindersApi as api } from './reminders.api.ts'
import { reminders } from './send-reminders.ts'

/** Acme has Rita, who receives reminders, and Cora, who receives a copy. It is 09:00 UTC on 4 May. */
async function openLadder() {
  const cast = await openCast()
  const { owner, acme, clock } = cast
  await cast.addContact(acme, {
    email: 'rita@acme.example',
    firstName: 'Rita',
    receives: { reminders: 'to' },
  })
  await cast.addContact(acme, {
    email: 'cora@acme.example',
    firstName: 'Cora',
    receives: { reminders: 'cc' },
  })
  const { version } = await owner.call(api.settings, {})
  await owner.call(api.change, { version, body: { on: true } })
  return {
    ...cast,
    async owe(dueDate: string, customerId = acme.id) {
      const { id } = await owner.call(invoicesApi.add, {
        body: { customerId, dueDate, lines: [{ description: 'Work', unitPriceMinor: 5000 }] },
      })
      return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
    },
    /** Lets days go by, and checks at the end of each hour of the day what goes out. */
    async pass(days: number) {
      clock.advance({ days })
      await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
    },
    /** The next round: it is a few minutes later, because what failed is tried again then. */
    async remind() {
      clock.advance({ minutes: 5 })
      await cast.doDue(reminders)
      return (await cast.deliverMail()).map(({ to, subject }) => `${to.split('@')[0]}: ${subject}`).toSorted()
    },
  }
}

test('switched on, there is a ladder of four, and each step goes out once to those who receive reminders', async () => {
  const { owner, owe, pass, remind } = await openLadder()
  expect((await owner.call(api.settings, {})).steps.map(({ days }) => days)).toEqual([-3, 0, 7, 21])
  const { number } = await owe('2026-05-10')
  expect(await remind()).toEqual([])
  await pass(3)
  const both = (subject: string) => [`cora: ${subject}`, `rita: ${subject}`]
  expect(await remind()).toEqual(both(`Invoice ${number} is due on 10 May 2026`))
  expect(await remind()).toEqual([])
  await pass(3)
  expect(await remind()).toEqual(both(`Invoice ${number} is due today`))
  await pass(7)
  expect(await remind()).toEqual(both(`Reminder: invoice ${number} from Northwind`))
  await pass(14)
  expect(await remind()).toEqual(both(`Invoice ${number} is 21 days overdue`))
  await pass(60)
  expect(await remind()).toEqual([])
})

test('the journal says of a reminder, as of any document, who got it as To and who as Cc', async () => {
  const { owner, owe, pass, remind } = await openLadder()
  const { id: invoiceId } = await owe('2026-05-07')
  await pass(3)
  await remind()
  const { data } = await owner.call(journalApi.list, { query: { invoiceId } })
  const to = data[0]!.changes.find(({ field }) => field.toLowerCase() === 'to')!.new!
  expect(to.split(', ').toSorted()).toEqual(['cora@acme.example (Cc)', 'rita@acme.example'])
})

test('after weeks without Portico one reminder goes out', async () => {
  const { owe, pass, remind } = await openLadder()
  const { number } = await owe('2026-05-10')
  await pass(40)
  expect(await remind()).toEqual([
    `cora: Invoice ${number} is 34 days overdue`,
    `rita: Invoice ${number} is 34 days overdue`,
  ])
})

test('looked at by several at once, each step is sent once', async () => {
  const { owe, pass, doDue, remind } = await openLadder()
  await owe('2026-05-07')
  await pass(3)
  await Promise.all([doDue(reminders), doDue(reminders), doDue(reminders)])
  expect(await remind()).toHaveLength(2)
})

test('at night nobody is reminded', async () => {
  const { clock, owe, pass, remind } = await openLadder()
  await owe('2026-05-07')
  await pass(3)
  clock.advance({ hours: -2 })
  expect(await remind()).toEqual([])
  clock.advance({ hours: 2 })
  expect(await remind()).toHaveLength(2)
})

test('paid, void, disputed and paused ones are not reminded of, even with the mail in the outbox', async () => {
  const { owner, acme, owe, pass, doDue, deliverMail } = await openLadder()
  const [paid, voided, disputed, paused] = [
    await owe('2026-05-07'),
    await owe('2026-05-07'),
    await owe('2026-05-07'),
    await owe('2026-05-07'),
  ]
  await pass(3)
  await doDue(reminders)
  const allocations = [{ invoiceId: paid.id, amountMinor: 5000 }]
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 5000, allocations } })
  await owner.call(invoicesApi.void, { params: { invoiceId: voided.id }, body: {} })
  await owner.call(invoicesApi.dispute, { params: { invoiceId: disputed.id }, body: {} })
  await owner.call(invoicesApi.pauseReminders, { params: { invoiceId: paused.id }, body: { paused: true } })
  expect(await deliverMail()).toEqual([])
  const { data } = await owner.call(deliveriesApi.list, { query: { state: 'cancelled' } })
  expect(new Set(data.map(({ reason }) => reason))).toEqual(
    new Set([
      'Cancelled: the invoice was paid.',
      'Cancelled: the invoice was voided.',
      'Cancelled: the invoice is disputed.',
      'Cancelled: reminders of this invoice were paused.',
    ]),
  )
})

test('a customer that is paused is reminded of the newest step once it goes on', async () => {
  const { owner, acme, owe, pass, remind } = await openLadder()
  const pause = (paused: boolean) =>
    owner.call(api.pauseCustomer, { params: { customerId: acme.id }, body: { paused } })
  expect(await pause(true)).toMatchObject({ remindersPaused: true })
  await owe('2026-05-07')
  await pass(12)
  expect(await remind()).toEqual([])
  await pause(false)
  expect(await remind()).toHaveLength(2)
})

test('with nobody to remind, it is written down and not tried again', async () => {
  const { owner, birch, owe, pass, remind } = await openLadder()
  const { id } = await owe('2026-05-07', birch.id)
  await pass(3)
  expect(await remind()).toEqual([])
  const actions = async () =>
    (await owner.call(journalApi.list, { query: { invoiceId: id } })).data.map(({ action }) => action)
  await remind()
  expect((await actions()).filter((action) => action === 'invoice.nobody-to-remind')).toHaveLength(1)
})

test('the next thirty days show what will go out, when, and to whom', async () => {
  const { owner, owe, pass, remind } = await openLadder()
  const late = await owe('2026-05-05')
  const soon = await owe('2026-05-20')
  await owe('2026-09-01')
  await pass(10)
  const { data } = await owner.call(api.upcoming, {})
  expect(data.map(({ date, number, days }) => [date, number, days])).toEqual([
    ['2026-05-14', late.number, 7],
    ['2026-05-17', soon.number, -3],
    ['2026-05-20', soon.number, 0],
    ['2026-05-26', late.number, 21],
    ['2026-05-27', soon.number, 7],
    ['2026-06-10', soon.number, 21],
  ])
  expect(data[0]!.recipients.slice(0, 2).map(({ why }) => why)).toEqual([
    'To: receives all reminders',
    'Cc: receives all reminders',
  ])
  expect(await remind()).toHaveLength(2)
  expect((await owner.call(api.upcoming, {})).data[0]!.date).toBe('2026-05-17')
})

test('two steps do not share a day, and a slip in the words is refused', async () => {
  const { owner } = await openLadder()
  const step = { days: 7, subject: 'Again', message: 'Please' }
  expect((await refused(owner.call(api.addStep, { body: step }))).code).toBe('day-taken')
  const slip = { days: 8, subject: '{nummer}', message: 'Please' }
  expect((await refused(owner.call(api.addStep, { body: slip }))).problem.errors?.[0]?.pointer).toBe(
    '/subject',
  )
})

test('a step that was removed is not sent any more, and another may take its day', async () => {
  const { owner, owe, pass, remind } = await openLadder()
  const { steps } = await owner.call(api.settings, {})
  await owe('2026-05-10')
  await owner.call(api.removeStep, { params: { stepId: steps[0]!.id } })
  await pass(3)
  expect(await remind()).toEqual([])
  const step = { days: -3, subject: 'Soon due', message: 'Please' }
  await owner.call(api.addStep, { body: step })
  expect(await remind()).toEqual(['cora: Soon due', 'rita: Soon due'])
})

test('a step has its own words and its own readers', async () => {
  const { owner, owe, pass, remind } = await openLadder()
  const [first] = (await owner.call(api.settings, {})).steps
  await owner.call(api.changeStep, {
    params: { stepId: first!.id },
    version: first!.version,
    body: { subject: 'Soon: {number}', audience: 'everyone' },
  })
  const { number } = await owe('2026-05-07')
  await pass(1)
  expect(await remind()).toEqual([])
  const later = await owe('2026-05-10')
  await pass(2)
  expect(await remind()).toEqual(
    [`rita`, `cora`, `anna`]
      .flatMap((who) => [`${who}: Soon: ${later.number}`])
      .concat([`rita: Invoice ${number} is due today`, `cora: Invoice ${number} is due today`])
      .toSorted(),
  )
})

test('one invoice that throws stops no other reminder, is shown to staff, and is made once it can be', async () => {
  const { owner, ownerUrl, owe, pass, remind } = await openLadder()
  const [first, second] = [await owe('2026-05-07'), await owe('2026-05-07')]
  await pass(3)
  const mend = await failWriting(ownerUrl, 'reminder_sendings', `new.invoice_id = '${first.id}'`)
  const failing = async () => (await owner.call(receivablesApi.mail, {})).failing
  const subject = (number: string | null) => `Invoice ${number} is due today`
  expect(await remind()).toEqual([`cora: ${subject(second.number)}`, `rita: ${subject(second.number)}`])
  expect(await failing()).toMatchObject([
    { work: 'reminders', invoiceId: first.id, invoiceNumber: first.number, customerName: 'Acme', times: 1 },
  ])
  expect(await remind()).toEqual([])
  expect(await failing()).toMatchObject([{ invoiceId: first.id, times: 2 }])
  await mend()
  await pass(1)
  expect(await remind()).toEqual([`cora: ${subject(first.number)}`, `rita: ${subject(first.number)}`])
  expect(await failing()).toEqual([])
})

test('an organization whose reminders throw stops no other, and its staff see it', async () => {
  const { database, clock, owe, pass, remind } = await openLadder()
  const { number } = await owe('2026-05-07')
  const another = newId()
  const theirs = database.of(another)
  await sql`
    with organization as (
      insert into organizations (id, name, slug, time_zone, created_at, updated_at)
      values (${another}, 'Another', 'another', 'Mars/Olympus', ${clock.now()}, ${clock.now()}))
    insert into invoicing_settings (organization_id, reminders_on, reminders_on_since, updated_at)
    values (${another}, true, '2026-05-01', ${clock.now()})`.execute(theirs)
  await pass(3)
  const subject = `Invoice ${number} is due today`
  expect(await remind()).toEqual([`cora: ${subject}`, `rita: ${subject}`])
  expect(await theirs.selectFrom('failing_work').select(['work', 'subject_id']).execute()).toEqual([
    { work: 'reminders', subject_id: another },
  ])
})

test('a customer whose credit covers what it owes is not reminded, nor is it planned; once it owes more, it is', async () => {
  const { owner, acme, owe, pass, doDue, remind, deliverMail } = await openLadder()
  await owe('2026-05-07')
  await pass(3)
  await doDue(reminders)
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 5000, allocations: [] } })
  // What waited in the outbox is not sent.
  expect(await deliverMail()).toEqual([])
  const reasons = (await owner.call(deliveriesApi.list, { query: { state: 'cancelled' } })).data
  expect(reasons[0]!.reason).toBe('Cancelled: the customer’s credit covers what is owed.')
  expect((await owner.call(api.upcoming, {})).data).toEqual([])
  await pass(7)
  expect(await remind()).toEqual([])
  const more = await owe('2026-05-17')
  expect((await owner.call(api.upcoming, {})).data.map(({ number }) => number)).toContain(more.number)
  expect(await remind()).toHaveLength(2)
})
