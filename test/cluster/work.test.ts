import { expect, test, vi } from 'vitest'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { newId } from '../../server/database/id.ts'
import { importsApi } from '../../server/imports/imports.api.ts'
import { invoiceBatchesApi } from '../../server/invoices/invoice-batches.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { organizationApi } from '../../server/organization/organization.api.ts'
import { paymentsApi } from '../../server/payments/payments.api.ts'
import { remindersApi } from '../../server/reminders/reminders.api.ts'
import { statementsApi } from '../../server/statements/statements.api.ts'
import type { Client } from '../client.ts'
import { expectHonestMail, letMailGoOut } from '../faults/kept-promises.ts'
import { readLetter } from '../letters.ts'
import { PATIENT, VERY_PATIENT } from '../patience.ts'
import { openCluster } from './cluster.ts'
import { planImport } from './plan-import.ts'

const TIMEOUT = { timeout: 900_000 }
const CONTACTS = 300
const INVOICES = 100
const READERS = 20
const OWING = 6

test(
  'an import uploaded at one process and checked at another goes on when its process is killed, and issues each link once',
  TIMEOUT,
  async () => {
    const cluster = await openCluster()
    const { processes, at, start, setUp, look, smtp } = cluster
    const [one, two, three] = processes
    await start()
    const owner = await setUp()
    const { version } = await owner.call(organizationApi.read)
    await owner.call(organizationApi.change, { version, body: { credentialMail: 'link' } })

    const rows = Array.from({ length: CONTACTS }, (_, at) => `Company ${at % 50},reader${at}@acme.example`)
    const params = await planImport(at(one, owner), at(two, owner), rows)
    const read = (process: typeof one) => at(process, owner).call(importsApi.read, { params })

    await at(two, owner).call(importsApi.run, { params })
    await vi.waitFor(async () => expect((await read(three)).passwordCount).toBeGreaterThan(5), PATIENT)
    const killedAt = new Date()
    await two.end('SIGKILL')
    const interrupted = await read(three)
    expect(interrupted.passwordCount).toBeLessThan(CONTACTS)
    await look('update imports set leased_until = now()')
    await start(two)
    await vi.waitFor(async () => expect((await read(one)).state).toBe('done'), VERY_PATIENT)
    expect(await read(three)).toMatchObject({ passwordCount: CONTACTS, counts: { create: CONTACTS } })
    await letMailGoOut(cluster, killedAt)
    expect(await expectHonestMail(cluster, smtp)).toMatchObject({ sent: CONTACTS })
  },
)

test(
  'a click that reaches three processes sends a hundred invoices once, and three postmen bring each reader each of them once',
  TIMEOUT,
  async () => {
    const cluster = await openCluster()
    const { processes, at, start, setUp, smtp, look } = cluster
    await start()
    const owner = await setUp()
    const acme = await owner.call(customersApi.add, { body: { name: 'Acme' } })
    for (let reader = 0; reader < READERS; reader++)
      await addContact(owner, acme.id, `reader${reader}@acme.example`)
    const lines = [{ description: 'Work', unitPriceMinor: 10_000 }]
    const invoiceIds: string[] = []
    for (let count = 0; count < INVOICES; count++)
      invoiceIds.push((await owner.call(invoicesApi.add, { body: { customerId: acme.id, lines } })).id)

    const click = { body: { invoiceIds }, idempotencyKey: newId() }
    const clicks = processes.map((process) =>
      untilDone(() => at(process, owner).call(invoiceBatchesApi.add, click)),
    )
    const [batch, ...others] = await Promise.all(clicks)
    expect(others.map(({ id }) => id)).toEqual([batch!.id, batch!.id])
    const read = () => owner.call(invoiceBatchesApi.read, { params: { batchId: batch!.id } })
    await vi.waitFor(
      () => expect(smtp.messages.length).toBeGreaterThanOrEqual(INVOICES * READERS),
      VERY_PATIENT,
    )
    await vi.waitFor(async () => expect((await read()).fates.mailed).toBe(INVOICES), PATIENT)

    expect(smtp.messages).toHaveLength(INVOICES * READERS)
    expect(new Set(smtp.messages.map(({ messageId }) => messageId)).size).toBe(INVOICES * READERS)
    expect(new Set(smtp.messages.map(({ from }) => from)).size).toBe(processes.length)
    expect(await look('select distinct number from invoices')).toHaveLength(INVOICES)

    // The same of a payment, as a program sends it again that lost the reply.
    const payment = {
      body: { customerId: acme.id, amountMinor: 5_000, currency: 'EUR' },
      idempotencyKey: newId(),
    }
    await Promise.all(
      processes.map((process) => untilDone(() => at(process, owner).call(paymentsApi.add, payment))),
    )
    expect((await owner.call(paymentsApi.list, {})).data).toHaveLength(1)
  },
)

test(
  'three processes that start on the day of reminders and statements send each once, and after another start none again',
  TIMEOUT,
  async () => {
    const cluster = await openCluster()
    const { processes, start, setUp, smtp, look } = cluster
    const [one] = processes
    await start(one)
    const owner = await setUp()
    const today = new Date()
    const dueDate = today.toISOString().slice(0, 10)
    for (let count = 0; count < OWING; count++) {
      const { id: customerId } = await owner.call(customersApi.add, { body: { name: `Customer ${count}` } })
      await addContact(owner, customerId, `reader${count}@customer.example`)
      const lines = [{ description: 'Work', unitPriceMinor: 5_000 }]
      const { id: invoiceId } = await owner.call(invoicesApi.add, { body: { customerId, dueDate, lines } })
      await owner.call(invoicesApi.issue, { params: { invoiceId } })
    }
    const reminders = await owner.call(remindersApi.settings, {})
    await owner.call(remindersApi.change, {
      version: reminders.version,
      body: { on: true, sendFromHour: 0, sendUntilHour: 24 },
    })
    const { version } = await owner.call(statementsApi.settings, {})
    const day = Math.min(today.getUTCDate(), 28)
    await owner.call(statementsApi.change, { version, body: { on: true, day } })
    await one.end('SIGTERM')
    expect(smtp.messages).toEqual([])

    // As if all this had been a week ago: what was sent today is not reminded of today, and the 28th may have passed.
    await look(`update invoices set sent_at = sent_at - interval '7 days'`)
    await look('update invoicing_settings set statements_on_since = statements_on_since - 7')
    const isDone = async () => {
      const [row] = await look<{ waiting: number }>(
        `select (select count(*) from regular_work where due_at <= now() or lease_id is not null)::integer
          + (select count(*) from outbox)::integer as waiting`,
      )
      expect(row!.waiting).toBe(0)
    }
    await start()
    await vi.waitFor(isDone, PATIENT)
    const letters = async () =>
      (await Promise.all(smtp.messages.map(({ raw }) => readLetter(Buffer.from(raw, 'latin1')))))
        .map(({ to, subject }) => `${to}: ${subject.split(' ')[0]}`)
        .toSorted()
    const once = Array.from({ length: OWING }, (_, count) => [
      `reader${count}@customer.example: Invoice`,
      `reader${count}@customer.example: Statement`,
    ]).flat()
    expect(await letters()).toEqual(once)

    await Promise.all(processes.map((process) => process.end('SIGTERM')))
    await look(`update regular_work set due_at = 'epoch'`)
    await start()
    await vi.waitFor(isDone, PATIENT)
    expect(await letters()).toEqual(once)
  },
)

function addContact(owner: Client, customerId: string, email: string) {
  const receives = { invoices: 'to', reminders: 'to', statements: 'to' } as const
  const body = { email, receives, portalPassword: null }
  return owner.call(contactsApi.add, { params: { customerId }, body })
}

/** What is at work at another process is asked for again, as the web apps do. */
const untilDone = <Reply>(ask: () => Promise<Reply>): Promise<Reply> => vi.waitFor(ask, PATIENT)
