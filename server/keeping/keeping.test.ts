import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { failWriting } from '../../test/fail-writing.ts'
import { OWNER } from '../../test/world.ts'
import { customersApi } from '../customers/customers.api.ts'
import { housekeeping } from '../housekeeping.ts'
import { invoicesApi } from '../invoices/invoices.api.ts'
import { discardEntries } from '../journal/discard-entries.ts'
import { journalApi } from '../journal/journal.api.ts'
import { deliveriesApi } from '../mail/deliveries/deliveries.api.ts'
import { discardTexts } from '../mail/deliveries/discard-texts.ts'
import { noticesApi } from '../notices/notices.api.ts'
import { organizationApi } from '../organization/organization.api.ts'
import { inOrganization, type Scope } from '../scope/scope.ts'
import { staffSessionApi } from '../staff/staff.api.ts'
import { statementsApi } from '../statements/statements.api.ts'
import { discardOld } from './discard-old.ts'

const NEVER = new AbortController().signal

/** Northwind, where the operator keeps things for a while. Days pass with everybody's session. */
async function openFor(environment: Record<string, string>) {
  const cast = await openCast(environment)
  const { owner, acme, clock, doDue } = cast
  return {
    ...cast,
    async pass(days: number) {
      clock.advance({ days })
      await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
      await doDue(housekeeping)
    },
    async sendInvoice(at?: Date) {
      const { id, version } = await owner.call(invoicesApi.add, {
        body: { customerId: acme.id, lines: [{ description: 'Work', unitPriceMinor: 1000 }] },
      })
      const body = at ? { at: at.toISOString() } : {}
      return owner.call(invoicesApi.send, { params: { invoiceId: id }, version, body })
    },
    readInvoice: (invoiceId: string) => owner.call(invoicesApi.read, { params: { invoiceId } }),
    mails: (invoiceId: string) => owner.call(deliveriesApi.list, { query: { invoiceId } }),
    entries: (limit = 100) => owner.call(journalApi.list, { query: { limit } }),
  }
}

const northwind = ({ app, organization }: Pick<Cast, 'app' | 'organization'>) =>
  inOrganization(app.services, organization.id)

test('unless the operator says so, nothing goes, not in ten years', async () => {
  const { pass, sendInvoice, deliverMail, mails, entries } = await openFor({})
  const invoice = await sendInvoice()
  await deliverMail()
  const before = await entries()
  await pass(3650)
  expect(await mails(invoice.id)).toMatchObject({
    data: [{ state: 'sent', textKept: true, canSendAgain: true }],
    keptSince: null,
  })
  const after = await entries()
  expect(after.data.slice(-before.data.length)).toEqual(before.data)
  expect(after.keptSince).toBeNull()
})

test('the text of an e-mail goes after its days; to whom it went and what the mail server said stays', async () => {
  const { owner, pass, sendInvoice, deliverMail, mails, readInvoice, anna } = await openFor({
    KEEP_LETTERS_DAYS: '400',
  })
  const invoice = await sendInvoice()
  await deliverMail()
  await pass(10)
  const later = await sendInvoice()
  await deliverMail()
  await pass(389)
  expect((await mails(invoice.id)).data[0]).toMatchObject({ textKept: true, canSendAgain: true })
  await pass(1)

  const [gone] = (await mails(invoice.id)).data
  const params = { deliveryId: gone!.id }
  expect(await owner.call(deliveriesApi.read, { params })).toMatchObject({
    to: anna.email,
    subject: 'Invoice INV-0001 from Northwind',
    state: 'sent',
    textKept: false,
    canSendAgain: false,
    attempts: [{ outcome: 'accepted', reply: expect.stringContaining('250') }],
  })
  const refusal = await refused(owner.call(deliveriesApi.sendAgain, { params }))
  expect(refusal.problem.detail).toBe(
    'The text of this message is no longer kept, so it cannot be sent again. Send the document itself again instead.',
  )
  expect(await readInvoice(invoice.id)).toMatchObject({ delivery: 'mailed' })

  const [stays] = (await mails(later.id)).data
  expect(stays).toMatchObject({ textKept: true, canSendAgain: true })
  await owner.call(deliveriesApi.sendAgain, { params: { deliveryId: stays!.id } })
  expect((await deliverMail())[0]).toMatchObject({ to: anna.email, subject: stays!.subject })
})

test('a delivery goes after its days, and the lists and its invoice say that it was not kept; a later one stays', async () => {
  const {
    owner,
    acme,
    anna,
    clock,
    pass,
    sendInvoice,
    deliverMail,
    mails,
    readInvoice,
    database,
    organization,
  } = await openFor({ KEEP_DELIVERIES_DAYS: '90' })
  const invoice = await sendInvoice()
  const never = await owner.call(invoicesApi.add, {
    body: { customerId: acme.id, lines: [{ description: 'Work', unitPriceMinor: 1000 }] },
  })
  const { id: statementId } = await owner.call(statementsApi.add, {
    params: { customerId: acme.id },
    body: { add: [{ contactId: anna.atAcme.id, role: 'to' }] },
  })
  await deliverMail()
  const mailedAt = clock.now().toISOString()
  await pass(60)
  const later = await sendInvoice()
  await deliverMail()
  await pass(30)

  expect(await mails(invoice.id)).toEqual({ data: [], nextCursor: null, keptSince: mailedAt })
  expect(await readInvoice(invoice.id)).toMatchObject({ status: 'overdue', delivery: 'notKept' })
  expect(await readInvoice(never.id)).toMatchObject({ status: 'draft', delivery: 'notSent' })
  expect(await readInvoice(later.id)).toMatchObject({ delivery: 'mailed' })
  const { data: statements } = await owner.call(statementsApi.list, { params: { customerId: acme.id } })
  expect(statements).toMatchObject([{ id: statementId, delivery: 'notKept' }])
  const all = await owner.call(deliveriesApi.list)
  expect(all.data.map(({ invoiceId }) => invoiceId)).toEqual([later.id])
  const { rows } = await sql`
    select delivery_id from delivery_attempts where organization_id = ${organization.id}`.execute(
    database.of(organization.id),
  )
  expect(rows).toEqual([{ delivery_id: all.data[0]!.id }])

  await owner.call(invoicesApi.send, {
    params: { invoiceId: invoice.id },
    version: (await readInvoice(invoice.id)).version,
    body: {},
  })
  await deliverMail()
  expect(await readInvoice(invoice.id), 'sent again').toMatchObject({ delivery: 'mailed' })
})

test('what waits for its day, or went out on it, is kept from then on', async () => {
  const { clock, pass, sendInvoice, mails, deliverMail } = await openFor({
    KEEP_LETTERS_DAYS: '30',
    KEEP_DELIVERIES_DAYS: '90',
  })
  const invoice = await sendInvoice(new Date(clock.now().getTime() + 100 * 86_400_000))
  const mailsNow = async () => (await mails(invoice.id)).data
  await pass(95)
  expect(await mailsNow()).toMatchObject([{ state: 'queued', textKept: true }])
  await pass(5)
  expect((await deliverMail()).map(({ subject }) => subject)).toEqual(['Invoice INV-0001 from Northwind'])
  await pass(29)
  expect(await mailsNow()).toMatchObject([{ state: 'sent', textKept: true }])
  await pass(60)
  expect(await mailsNow()).toMatchObject([{ state: 'sent', textKept: false }])
  await pass(1)
  expect(await mailsNow()).toEqual([])
})

test('the journal goes after its days, and says from where on it is kept; what it tells of stays', async () => {
  const { owner, acme, pass, entries, sendInvoice, clock } = await openFor({ KEEP_JOURNAL_DAYS: '365' })
  await sendInvoice()
  const last = clock.now().toISOString()
  await pass(200)
  await owner.call(customersApi.add, { body: { name: 'Cedar' } })
  await pass(164)
  expect((await entries()).keptSince).toBeNull()
  await pass(1)

  const { data, keptSince } = await entries()
  expect(data.map(({ action }) => action)).toEqual([
    'staff.signed-in',
    'staff.signed-in',
    'customer.added',
    'staff.signed-in',
  ])
  expect(keptSince).toBe(last)
  expect((await entries(1)).keptSince, 'before its end was read').toBeNull()
  const security = await owner.call(journalApi.security, { query: { who: 'staff' } })
  expect(security).toMatchObject({ data: [{}, {}, {}], keptSince: last })
  expect(await owner.call(customersApi.read, { params: { customerId: acme.id } })).toMatchObject({
    name: 'Acme',
  })
})

test('a step takes so many rows of one organization and leaves those of another alone', async () => {
  const { owner, organization, app, clock } = await openFor({})
  const scope = northwind({ app, organization })
  const other = await owner.call(organizationApi.found, { body: { name: 'Southwind' } })
  const kept = async ({ db }: Scope) =>
    (await sql<{ id: string; at: string }>`select id, at from journal order by id`.execute(db)).rows
  const ours = await kept(scope)
  const theirs = await kept(inOrganization(app.services, other.id))
  expect(theirs.length).toBeGreaterThan(0)

  const before = clock.now()
  const after = await discardEntries(scope, { before, after: null, most: 2 })
  expect(await kept(scope)).toEqual(ours.slice(2))
  expect(after).toBe(ours[1]!.id)
  expect(await discardEntries(scope, { before, after, most: 1000 })).toBeNull()
  expect(await kept(scope)).toEqual([])
  expect(await kept(inOrganization(app.services, other.id))).toEqual(theirs)
})

test('texts that were done at one moment all go, a few at a time', async () => {
  const { owner, acme, app, organization, clock, deliverMail } = await openFor({})
  await owner.call(noticesApi.send, {
    params: { customerId: acme.id },
    body: {
      subject: 'We move',
      message: 'To Basel.',
      addresses: [1, 2, 3, 4, 5].map((number) => ({ email: `reader${number}@acme.example` })),
    },
  })
  await deliverMail()
  const scope = northwind({ app, organization })
  let after: string | null = null
  let steps = 0
  do {
    after = await discardTexts(scope, { before: clock.now(), after, most: 2 })
    steps += 1
  } while (after !== null)
  const { data } = await owner.call(deliveriesApi.list)
  expect(data.filter(({ textKept }) => textKept)).toEqual([])
  expect(steps).toBe(Math.ceil((data.length + 1) / 2))
})

test('a turn ends after so many steps, so that other organizations have theirs', async () => {
  const { app, organization } = await openFor({})
  let steps = 0
  const endless = () => Promise.resolve(String((steps += 1)))
  expect(await discardOld(northwind({ app, organization }), 90, endless, NEVER)).toBe(false)
  expect(steps).toBe(100)
})

test.each(['unforeseen', 'connection ends'] as const)(
  'a step that is cut off has discarded nothing, and the rest of it is done later (%s)',
  async (fault) => {
    const { pass, entries, mails, sendInvoice, deliverMail, clock, doDue, ownerUrl, letLeasesRunOut } =
      await openFor({ KEEP_DELIVERIES_DAYS: '90', KEEP_JOURNAL_DAYS: '90' })
    const invoice = await sendInvoice()
    await deliverMail()
    const before = (await entries()).data
    const mend = await failWriting(ownerUrl, 'kept_since', `new.what = 'journal'`, fault)
    await pass(90).catch(() => {})
    const between = await entries()
    expect(between.data.slice(-before.length)).toEqual(before)
    expect(between.keptSince).toBeNull()
    expect((await mails(invoice.id)).data).toEqual([])
    await mend()
    clock.advance({ minutes: 5 })
    await letLeasesRunOut()
    await doDue(housekeeping)
    expect((await entries()).data.map(({ action }) => action)).toEqual(['staff.signed-in'])
  },
)
