import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { failWriting } from '../../test/fail-writing.ts'
import { readPdf } from '../../test/read-pdf.ts'
import { OWNER } from '../../test/world.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { receivablesApi } from '../receivables/home.api.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { monthlyStatements } from './make-monthly-statements.ts'
import { statementPdf } from './statement.ts'
import { statementsApi as api } from './statements.api.ts'

/** Acme has Stan, who receives statements, and Rita, who receives reminders only. It is 09:00 UTC on 4 May 2026. */
async function openBooks() {
  const cast = await openCast()
  const { owner, acme, clock, database, organization } = cast
  await cast.addContact(acme, {
    email: 'stan@acme.example',
    firstName: 'Stan',
    receives: { statements: 'to' },
  })
  await cast.addContact(acme, {
    email: 'rita@acme.example',
    firstName: 'Rita',
    receives: { reminders: 'to' },
  })
  const params = { customerId: acme.id }
  return {
    ...cast,
    params,
    async owe(
      unitPriceMinor: number,
      dueDate: string,
      more: { customerId?: string; currency?: string } = {},
    ) {
      const { id } = await owner.call(invoicesApi.add, {
        body: {
          customerId: acme.id,
          issueDate: '2026-01-01',
          dueDate,
          lines: [{ description: 'Work', unitPriceMinor }],
          ...more,
        },
      })
      return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
    },
    async switchOn(day: number) {
      const { version } = await owner.call(api.settings, {})
      return owner.call(api.change, { version, body: { on: true, day } })
    },
    /** Lets days go by. The owner's session ends in the meantime. */
    async pass(time: { days?: number; hours?: number }) {
      clock.advance(time)
      await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
    },
    async makeMonthly() {
      await cast.doDue(monthlyStatements)
      return (await cast.deliverMail()).map(({ to, subject }) => `${to.split('@')[0]}: ${subject}`)
    },
    pdf: async (statementId: string) =>
      (await statementPdf({ db: database.of(organization.id), organizationId: organization.id }, statementId))
        .content,
  }
}

test('the account shows what is open by age and currency, and the credit', async () => {
  const { owner, acme, birch, params, owe } = await openBooks()
  await owe(100, '2026-05-04')
  await owe(200, '2026-05-03')
  await owe(400, '2026-03-20')
  await owe(800, '2026-02-15')
  const oldest = await owe(1600, '2026-01-02')
  await owe(50, '2026-04-01', { currency: 'EUR' })
  await owe(9999, '2026-04-01', { customerId: birch.id })
  await owner.call(paymentsApi.add, {
    body: {
      customerId: acme.id,
      amountMinor: 700,
      allocations: [{ invoiceId: oldest.id, amountMinor: 600 }],
    },
  })
  const account = await owner.call(api.account, { params })
  expect(account.currencies).toEqual([
    expect.objectContaining({ currency: 'EUR', totalMinor: 50, creditMinor: 0 }),
    {
      currency: 'USD',
      openCount: 5,
      totalMinor: 2500,
      overdueMinor: 2400,
      ageing: {
        currentMinor: 100,
        days1To30Minor: 200,
        days31To60Minor: 400,
        days61To90Minor: 800,
        daysOver90Minor: 1000,
      },
      creditMinor: 100,
    },
  ])
  expect(account.items.map(({ number }) => number)[0]).toBe(oldest.number)
  expect(account).toMatchObject({ asOf: '2026-05-04', itemCount: 6 })
})

test('each age ends where the next begins', async () => {
  const { owner, params, owe } = await openBooks()
  const days = {
    '05-04': 1,
    '05-03': 2,
    '04-04': 4,
    '04-03': 8,
    '03-05': 16,
    '03-04': 32,
    '02-03': 64,
    '02-02': 128,
  }
  for (const [day, amountMinor] of Object.entries(days)) await owe(amountMinor, `2026-${day}`)
  const { currencies } = await owner.call(api.account, { params })
  expect(currencies[0]!.ageing).toEqual({
    currentMinor: 1,
    days1To30Minor: 2 + 4,
    days31To60Minor: 8 + 16,
    days61To90Minor: 32 + 64,
    daysOver90Minor: 128,
  })
})

test('a statement goes to those who receive statements, and says what it said whatever is paid later', async () => {
  const { owner, acme, params, owe, pdf, deliverMail } = await openBooks()
  const late = await owe(1500, '2026-04-01')
  const statement = await owner.call(api.add, { params, body: {} })
  expect(statement).toMatchObject({
    asOf: '2026-05-04',
    monthly: false,
    openCount: 1,
    currencies: [{ currency: 'USD', totalMinor: 1500, overdueMinor: 1500 }],
  })
  const letters = await deliverMail()
  expect(letters.map(({ to }) => to)).toEqual(['stan@acme.example'])
  expect(letters[0]!.subject).toBe('Statement of account from Northwind, 4 May 2026')
  expect(letters[0]!.text.replaceAll(/\s+/g, ' ')).toContain('$15.00 is open, of which $15.00 is overdue')
  // Stan has no password: no door is named that he could not open.
  expect(letters[0]!.text).not.toMatch(/\/portal\/northwind\s/)
  const before = await pdf(statement.id)
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 1500 } })
  await owner.call(api.send, { params: { statementId: statement.id }, body: {} })
  expect((await pdf(statement.id)).equals(before)).toBe(true)
  expect((await readPdf(before)).pages.join()).toContain(late.number)
  const { data } = await owner.call(api.list, { params })
  expect(data).toMatchObject([{ id: statement.id, delivery: 'sending' }])
  expect(await deliverMail()).toHaveLength(1)
})

test('a statement of an earlier day says what was open then', async () => {
  const { owner, acme, params, owe, pass } = await openBooks()
  await owe(1000, '2026-04-20')
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 300 } })
  await pass({ days: 2 })
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 700 } })
  const owed = async (asOf?: string) =>
    (await owner.call(api.add, { params, body: { send: false, ...(asOf && { asOf }) } })).currencies.map(
      ({ totalMinor }) => totalMinor,
    )
  expect(await owed()).toEqual([])
  expect(await owed('2026-05-05')).toEqual([700])
  expect(await owed('2026-05-03')).toEqual([1000])
  const tomorrow = owner.call(api.add, { params, body: { asOf: '2026-05-07' } })
  expect((await refused(tomorrow)).problem.errors?.[0]?.pointer).toBe('/asOf')
})

test('with nobody to receive it no statement is made, and the refusal says who could', async () => {
  const { owner, birch, owe } = await openBooks()
  await owe(100, '2026-05-01', { customerId: birch.id })
  const params = { customerId: birch.id }
  expect((await refused(owner.call(api.add, { params, body: {} }))).code).toBe('nobody-receives')
  expect((await owner.call(api.list, { params })).data).toEqual([])
})

test('each month once to each customer who owes something, over restarts and several at once', async () => {
  const { owner, birch, params, owe, switchOn, pass, doDue, makeMonthly } = await openBooks()
  const kept = async (customerId: string) =>
    (await owner.call(api.list, { params: { customerId } })).data.map(({ asOf, monthly }) => [asOf, monthly])
  await owe(100, '2026-06-30')
  await owe(100, '2026-06-30', { customerId: birch.id })
  await switchOn(6)
  expect(await makeMonthly()).toEqual([])
  await pass({ days: 2 })
  // One process is stopped after its first customer; the next goes on where it was.
  const stopping = new AbortController()
  await doDue(
    {
      ...monthlyStatements,
      doIn: (scope, round) =>
        monthlyStatements.doIn(scope, {
          ...round,
          piece: (subject, run) => round.piece(subject, run).finally(() => stopping.abort()),
        }),
    },
    stopping.signal,
  )
  expect((await kept(params.customerId)).length + (await kept(birch.id)).length).toBe(1)
  await Promise.all([doDue(monthlyStatements), doDue(monthlyStatements)])
  expect(await makeMonthly()).toEqual(['stan: Statement of account from Northwind, 6 May 2026'])
  expect(await kept(birch.id)).toEqual([['2026-05-06', true]])
  await pass({ days: 1 })
  expect(await makeMonthly()).toEqual([])
  await pass({ days: 30 })
  expect(await makeMonthly()).toHaveLength(1)
  expect(await kept(params.customerId)).toEqual([
    ['2026-06-06', true],
    ['2026-05-06', true],
  ])
})

test('after a time without Portico the month is caught up with within a week, and never twice', async () => {
  const { owe, switchOn, pass, makeMonthly } = await openBooks()
  await owe(100, '2026-06-30')
  await switchOn(6)
  await pass({ days: 90 })
  expect(await makeMonthly()).toEqual([])
  await pass({ days: 10 })
  expect(await makeMonthly()).toEqual(['stan: Statement of account from Northwind, 12 August 2026'])
  await pass({ days: 1 })
  expect(await makeMonthly()).toEqual([])
})

test('who owes nothing gets none, and a day before statements were switched on is let go', async () => {
  const { owner, acme, owe, switchOn, pass, makeMonthly } = await openBooks()
  await owe(100, '2026-06-30')
  await switchOn(2)
  expect(await makeMonthly()).toEqual([])
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 100 } })
  await pass({ days: 29 })
  expect(await makeMonthly()).toEqual([])
})

test('in the hours of the organization, on the days when clocks change, too', async () => {
  const { owner, clock, owe, switchOn, pass, makeMonthly } = await openBooks()
  const { version } = await owner.call(organizationApi.read, {})
  await owner.call(organizationApi.change, { version, body: { timeZone: 'Europe/Berlin' } })
  await owe(100, '2026-06-30')
  await switchOn(25)
  // 25 October 2026: summer time ends, and 09:00 in Berlin is 08:00 UTC.
  await pass({ hours: (Date.parse('2026-10-25T07:59:00Z') - clock.now().getTime()) / 3_600_000 })
  expect(await makeMonthly()).toEqual([])
  await pass({ hours: 1 / 60 })
  expect(await makeMonthly()).toHaveLength(1)
})

test('one statement that throws stops no other, is shown to staff, and is made once it can be', async () => {
  const { owner, ownerUrl, birch, params, owe, switchOn, pass, makeMonthly } = await openBooks()
  await owe(100, '2026-06-30')
  await owe(100, '2026-06-30', { customerId: birch.id })
  await switchOn(6)
  await pass({ days: 2 })
  const mend = await failWriting(ownerUrl, 'statements', `new.customer_id = '${params.customerId}'`)
  const failing = async () => (await owner.call(receivablesApi.mail, {})).failing
  const made = async (customerId: string) =>
    (await owner.call(api.list, { params: { customerId } })).data.length
  await makeMonthly()
  expect([await made(params.customerId), await made(birch.id)]).toEqual([0, 1])
  expect(await failing()).toMatchObject([{ work: 'statements', customerName: 'Acme', invoiceId: null }])
  await mend()
  await pass({ hours: 1 })
  expect(await makeMonthly()).toEqual(['stan: Statement of account from Northwind, 6 May 2026'])
  expect([await made(params.customerId), await made(birch.id)]).toEqual([1, 1])
  expect(await failing()).toEqual([])
})
