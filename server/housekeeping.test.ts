import { access, mkdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openCast, OWN_PASSWORD } from '../test/cast.ts'
import { refused } from '../test/client.ts'
import { NEVER, openWorld, OWNER } from '../test/world.ts'
import { newId } from './database/id.ts'
import { housekeeping, tidyInstallation } from './housekeeping.ts'
import { importsApi } from './imports/imports.api.ts'
import { invoiceBatchesApi } from './invoices/invoice-batches.api.ts'
import { invoicesApi } from './invoices/invoices.api.ts'
import { staffSessionApi } from './staff/staff.api.ts'

test('what has expired is thrown away, and what still counts stays', async () => {
  const { app, anna, settle, signIn, clock, doDue, ownerUrl, visitor } = await openCast()
  await settle(anna.atAcme)
  await refused(visitor().call(staffSessionApi.signIn, { body: { email: 'x@x.example', password: 'wrong' } }))
  clock.advance({ days: 31 })
  await signIn(anna.email, OWN_PASSWORD)

  await doDue(housekeeping)
  await tidyInstallation(app.services, NEVER)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ staff: number; portal: number; stale: number }>(
    `select (select count(*)::int from staff_sessions) as staff, (select count(*)::int from portal_sessions) as portal,
       (select count(*)::int from throttles where arrives_at <= $1) as stale`,
    [clock.now()],
  )
  await client.end()
  expect(rows[0]).toEqual({ staff: 0, portal: 1, stale: 0 })
})

test('an import goes after thirty days with what was uploaded, run or not; a later one stays', async () => {
  const { app, owner, clock, doDue, ownerUrl } = await openWorld()
  const upload = async (content: string) => {
    const { json } = await owner.send('POST', '/v1/imports?fileName=a.csv', {
      payload: content,
      type: 'text/csv',
    })
    return (json as { id: string }).id
  }
  const done = await upload('Company\nAcme\n')
  for (const step of [importsApi.plan, importsApi.run]) {
    await owner.call(step, { params: { importId: done } })
    await app.services.longWork.settled()
  }
  await upload('Company\nBirch\n')
  clock.advance({ minutes: 10 })
  const later = await upload('Company\nCedar\n')
  clock.advance({ days: 29, hours: 23, minutes: 55 })
  await doDue(housekeeping)

  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query('select distinct import_id as id from import_rows')
  const { rows: customers } = await client.query('select name from customers')
  await client.end()
  expect(rows).toEqual([{ id: later }])
  expect(customers).toEqual([{ name: 'Acme' }])
})

test('invoices sent many at once are forgotten as such thirty days after the last was to go out; what was sent is not', async () => {
  const { app, owner, acme, anna, clock, doDue, ownerUrl, deliverMail } = await openCast()
  const send = async (at?: Date) => {
    const { id } = await owner.call(invoicesApi.add, {
      body: { customerId: acme.id, lines: [{ description: 'Work', unitPriceMinor: 1000 }] },
    })
    const body = { invoiceIds: [id], ...(at && { at: at.toISOString() }) }
    const batch = await owner.call(invoiceBatchesApi.add, { body })
    await app.services.longWork.settled()
    return batch.id
  }
  const inDays = (days: number) => new Date(clock.now().getTime() + days * 86_400_000)
  await send()
  const scheduled = await send(inDays(20))
  await deliverMail()
  clock.advance({ days: 1 })
  await owner.call(staffSessionApi.signIn, { body: { email: OWNER.email, password: OWNER.password } })
  const later = await send()
  clock.advance({ days: 29, minutes: 1 })
  await doDue(housekeeping)

  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const kept = async (query: string) => (await client.query<{ it: string }>(query)).rows.map(({ it }) => it)
  const batches = await kept('select id as it from invoice_batches order by id')
  const items = await kept('select batch_id as it from invoice_batch_items order by batch_id')
  const invoices = await kept("select number as it from invoices where state = 'sent' order by number")
  const mailed = await kept(
    "select address as it from deliveries where document_kind = 'invoice' and state = 'sent'",
  )
  await client.end()
  expect(batches).toEqual([scheduled, later])
  expect(items).toEqual([scheduled, later])
  expect(invoices).toEqual(['INV-0001', 'INV-0002', 'INV-0003'])
  expect(mailed).toEqual([anna.email])
})

test('an upload that a killed process has left goes after a day; one on its way stays', async () => {
  const { app } = await openWorld()
  const [left, onItsWay] = [1, 2].map(() => join(tmpdir(), `portico-upload-test-${newId()}`)) as [
    string,
    string,
  ]
  await Promise.all([mkdir(left), mkdir(onItsWay)])
  const now = new Date()
  await utimes(left, now, new Date(now.getTime() - 25 * 3_600_000))
  await tidyInstallation({ ...app.services, clock: () => now }, NEVER)
  await expect(access(left)).rejects.toThrow('ENOENT')
  await access(onItsWay)
  await rm(onItsWay, { recursive: true })
})
