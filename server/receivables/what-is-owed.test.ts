import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { newId } from '../database/id.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { daysAfter } from '../time/day.ts'
import { paymentsApi } from '../payments/payments.api.ts'
import { statementsApi } from '../statements/statements.api.ts'
import { receivablesApi } from './home.api.ts'
import { whoOwesMost, type MostRow } from './what-is-owed.ts'

const TODAY = '2026-05-04'

async function openBooks(customerCount: number) {
  const cast = await openCast()
  const db = cast.database.of(cast.organization.id)
  const customers: string[] = []
  for (let at = 0; at < customerCount; at++) customers.push((await cast.addCustomer(`Customer ${at}`)).id)
  return { ...cast, db, customers }
}

const change = fc.record({
  kind: fc.constantFrom(
    ...(['add', 'add', 'add', 'add', 'add', 'add', 'draft', 'send', 'discard'] as const),
    ...(['pay', 'pay all', 'unpay', 'move', 'revise', 'void'] as const),
  ),
  which: fc.nat(30),
  customer: fc.nat(11),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD'),
  days: fc.integer({ min: -60, max: 20 }),
  amount: fc.integer({ min: 0, max: 100 }),
})

test('what is kept of what is owed is what the invoices say, whatever becomes of them; who owes most is exact', async () => {
  const { db, organization, customers } = await openBooks(12)
  const at = new Date('2026-05-04T09:00:00Z')
  let drafts: string[] = []
  let sent: string[] = []
  const write = async (
    state: 'draft' | 'sent',
    one: { customer: number; currency: string; days: number; amount: number },
  ) => {
    const id = newId()
    await sql`insert into invoices (organization_id, id, customer_id, state, number, currency, issue_date, due_date, total_minor,
        revision, sent_at, created_at, updated_at)
      values (${organization.id}, ${id}, ${customers[one.customer]}, ${state}, ${state === 'sent' ? id : null}, ${one.currency},
        '2026-01-01', ${daysAfter(TODAY, one.days)}, ${one.amount}, ${state === 'sent' ? 1 : 0},
        ${state === 'sent' ? at : null}, ${at}, ${at})`.execute(db)
    return id
  }
  let full = 0
  for (const changes of fc.sample(fc.array(change, { minLength: 20, maxLength: 60 }), 12)) {
    for (const { kind, which, ...one } of changes) {
      const [draft, invoice] = [drafts[which], sent[which]]
      const set = (what: ReturnType<typeof sql>) =>
        sql`update invoices set ${what} where id = ${invoice ?? newId()} and state = 'sent'`.execute(db)
      if (kind === 'add') sent.push(await write('sent', one))
      if (kind === 'draft') drafts.push(await write('draft', one))
      if (kind === 'pay') await set(sql`paid_minor = least(total_minor, ${one.amount})`)
      if (kind === 'pay all') await set(sql`paid_minor = total_minor`)
      if (kind === 'unpay') await set(sql`paid_minor = 0`)
      if (kind === 'move') await set(sql`due_date = ${daysAfter(TODAY, one.days)}::date`)
      if (kind === 'revise') await set(sql`total_minor = greatest(paid_minor, ${one.amount})`)
      if (kind === 'void') await set(sql`state = 'void', paid_minor = 0, voided_at = ${at}`)
      if (kind === 'send' && draft) {
        await sql`update invoices set state = 'sent', number = id::text, revision = 1, sent_at = ${at},
          customer_id = ${customers[one.customer]}, currency = ${one.currency} where id = ${draft}`.execute(
          db,
        )
        drafts = drafts.filter((id) => id !== draft)
        sent.push(draft)
      }
      if (kind === 'discard') {
        await sql`delete from invoices where id in (${draft ?? newId()}, ${invoice ?? newId()})`.execute(db)
        drafts = drafts.filter((id) => id !== draft)
        sent = sent.filter((id) => id !== invoice)
      }
    }
    const kept = await sql`select due_date, currency, count, amount_minor from owed_by_day where count > 0
      order by 1, 2`.execute(db)
    const open = sql`from invoices where state = 'sent' and paid_minor < total_minor`
    const byDay =
      await sql`select due_date, currency, count(*)::integer as count, sum(balance_minor)::bigint as amount_minor
      ${open} group by 1, 2 order by 1, 2`.execute(db)
    expect(kept.rows).toEqual(byDay.rows)
    const keptOf =
      await sql`select customer_id, currency, amount_minor from owed_by_customer where amount_minor > 0
      order by 1, 2`.execute(db)
    const byCustomer = await sql`select customer_id, currency, sum(balance_minor)::bigint as amount_minor
      ${open} group by 1, 2 order by 1, 2`.execute(db)
    expect(keptOf.rows).toEqual(byCustomer.rows)

    const { rows: most } = await sql<Omit<MostRow, 'customerName' | 'creditMinor'> & { place: number }>`
      select * from (
        select currency, customer_id as "customerId", sum(balance_minor)::bigint as "openMinor", count(*) as count,
          coalesce(sum(balance_minor) filter (where due_date < ${TODAY}::date), 0)::bigint as "overdueMinor",
          min(due_date) as "oldestDueDate", row_number() over (partition by currency order by sum(balance_minor) desc, customer_id) as place
        ${open} group by 1, 2) most
      where place <= 8 order by currency, place`.execute(db)
    const exact = most.map(({ place: _, ...row }) => row)
    const found = await whoOwesMost({ db, organizationId: organization.id }, TODAY)
    expect(found.map(({ customerName: _, creditMinor: __, ...row }) => row)).toEqual(exact)
    if (exact.filter(({ currency }) => currency === 'EUR').length === 8) full++
  }
  expect(full).toBeGreaterThan(0)
})

test('what a customer owes is one sum: on the first page, on its account and on its statement', async () => {
  const { owner, acme } = await openBooks(0)
  for (const [dueDate, unitPriceMinor] of [
    ['2026-04-01', 10_000],
    ['2026-06-01', 5_000],
  ] as const) {
    const { id } = await owner.call(invoicesApi.add, {
      body: {
        customerId: acme.id,
        issueDate: '2026-01-01',
        dueDate,
        lines: [{ description: 'Work', unitPriceMinor, taxRate: '0' }],
      },
    })
    await owner.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  await owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor: 700, allocations: [] } })
  const [euro] = (await owner.call(receivablesApi.owed, {})).currencies
  expect(euro!.owesMost).toMatchObject([
    { customerName: 'Acme', openMinor: 15_000, overdueMinor: 10_000, creditMinor: 700, count: 2 },
  ])
  const account = await owner.call(statementsApi.account, { params: { customerId: acme.id } })
  expect(account.currencies).toMatchObject([
    { totalMinor: 15_000, overdueMinor: 10_000, creditMinor: 700, openCount: 2 },
  ])
})

test('what is kept of credit is what payments left over', async () => {
  const { owner, acme, db } = await openBooks(0)
  const kept = async () =>
    (await db.selectFrom('credit_by_customer').select('amount_minor').execute()).map(
      (row) => row.amount_minor,
    )
  const owe = async () => {
    const lines = [{ description: 'Work', unitPriceMinor: 1000, taxRate: '0' }]
    const { id } = await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })
    return owner.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  const pay = (amountMinor: number) =>
    owner.call(paymentsApi.add, { body: { customerId: acme.id, amountMinor, allocations: [] } })
  const invoice = await owe()
  const payment = await pay(700)
  expect(await kept()).toEqual([700])
  const allocate = (amountMinor: number) =>
    owner.call(paymentsApi.allocate, {
      params: { paymentId: payment.id },
      body: { allocations: [{ invoiceId: invoice.id, amountMinor }] },
    })
  await allocate(300)
  await allocate(100)
  expect(await kept()).toEqual([300])
  await pay(50)
  await owner.call(paymentsApi.reverse, { params: { paymentId: payment.id }, body: {} })
  expect(await kept()).toEqual([50])
})

test('payments of invoices that are due on the same days, at once, are all counted', async () => {
  const { owner, customers } = await openBooks(8)
  const owe = async (customerId: string, dueDate: string) => {
    const lines = [{ description: 'Work', unitPriceMinor: 1000, taxRate: '0' }]
    const { id } = await owner.call(invoicesApi.add, {
      body: { customerId, issueDate: '2026-01-01', dueDate, lines },
    })
    await owner.call(invoicesApi.issue, { params: { invoiceId: id } })
    return id
  }
  const dates = ['2026-04-20', '2026-04-21']
  const owed: { customerId: string; ids: string[] }[] = []
  for (const customerId of customers)
    owed.push({ customerId, ids: [await owe(customerId, dates[0]!), await owe(customerId, dates[1]!)] })
  await Promise.all(
    owed.map(({ customerId, ids }, at) => {
      const allocations = (at % 2 ? ids : ids.toReversed()).map((invoiceId) => ({
        invoiceId,
        amountMinor: 400,
      }))
      return owner.call(paymentsApi.add, { body: { customerId, amountMinor: 800, allocations } })
    }),
  )
  const { currencies } = await owner.call(receivablesApi.owed, {})
  expect(currencies).toMatchObject([{ overdueCount: 16, overdueMinor: 16 * 600 }])
})
