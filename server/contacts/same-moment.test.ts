import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { refused } from '../../test/client.ts'
import { transaction, type Db } from '../database/database.ts'
import { contactsApi as api } from './contacts.api.ts'

/** What happens while a request waits for a person that another one is changing. */

test('an address given up while it is added somewhere makes a new person, not a contact of the one who had it', async () => {
  const cast = await openCast()
  const { owner, anna, addCustomer } = cast
  const cedar = await addCustomer('Cedar')
  const added = await overtaken(
    cast,
    anna.atAcme.personId,
    () => owner.call(api.add, { params: { customerId: cedar.id }, body: { email: anna.email } }),
    (tx) => readdress(tx, anna.atAcme.personId, 'anna@new.example'),
  )
  expect(added.email).toBe(anna.email)
  expect(added.personId).not.toBe(anna.atAcme.personId)
})

test('a contact is attached to the person who has the address then, not to the one who had it', async () => {
  const cast = await openCast()
  const { owner, anna, addCustomer, addContact } = cast
  const ben = await addContact(await addCustomer('Cedar'), { email: 'ben@cedar.example' })
  const attached = await overtaken(
    cast,
    anna.atAcme.personId,
    () =>
      owner.call(api.change, {
        params: { contactId: ben.id },
        version: ben.version,
        body: { email: anna.email, attach: true },
      }),
    (tx) => readdress(tx, anna.atAcme.personId, 'anna@new.example'),
  )
  // Nobody has the address any more: Ben moves to it.
  expect(attached).toMatchObject({ email: anna.email, personId: ben.personId })
})

test('a contact that becomes another person’s while somebody waits for the first is changed with that one held', async () => {
  const cast = await openCast()
  const { owner, anna, acme, addContact, read, settle } = cast
  const ben = await addContact(await cast.addCustomer('Cedar'), { email: 'ben@cedar.example' })
  await settle(ben)
  const deleted = overtaken(
    cast,
    ben.personId,
    () =>
      overtaken(
        cast,
        anna.atAcme.personId,
        () => owner.call(api.delete, { params: { contactId: anna.atAcme.id } }),
        (tx) => sql`update contacts set person_id = ${ben.personId} where id = ${anna.atAcme.id}`.execute(tx),
      ),
    // Now it waits for Ben, who is leaving Cedar: Acme is his last place.
    (tx) => sql`update contacts set active = false, inactive_since = now() where id = ${ben.id}`.execute(tx),
  )
  expect(await deleted).toMatchObject({ customerId: acme.id, active: false })
  expect((await read(ben.id)).portalAccess.state).toBe('none')
})

test('a password is never issued to the person that a contact has just become', async () => {
  const cast = await openCast()
  const { owner, anna, deliverMail, addContact } = cast
  const ben = await addContact(await cast.addCustomer('Cedar'), { email: 'ben@cedar.example' })
  const issued = overtaken(
    cast,
    anna.atAcme.personId,
    () => owner.call(api.issuePassword, { params: { contactId: anna.atAcme.id }, body: { generate: true } }),
    (tx) => sql`update contacts set person_id = ${ben.personId} where id = ${anna.atAcme.id}`.execute(tx),
  )
  expect((await refused(issued)).status).toBe(412)
  expect(await deliverMail()).toEqual([])
})

test.each(['delete', 'change'] as const)(
  'a password issued while somebody waits to %s the contact ends with it',
  async (what) => {
    const cast = await openCast()
    const { owner, acme, addContact, read } = cast
    const ben = await addContact(acme, { email: 'ben@acme.example' })
    const [params, { version }] = [{ contactId: ben.id }, ben]
    expect(ben.portalAccess.state).toBe('none')
    await overtaken(
      cast,
      ben.personId,
      () =>
        what === 'delete'
          ? owner.call(api.delete, { params })
          : owner.call(api.change, { params, version, body: { email: 'ben@new.example' } }),
      (tx) =>
        sql`
        insert into portal_access (organization_id, person_id, kind, password_hash, issued_at, chosen_at)
        select organization_id, id, 'chosen', 'hash', now(), now() from people where id = ${ben.personId}`.execute(
          tx,
        ),
    )
    expect((await read(ben.id)).portalAccess.state).toBe('none')
  },
)

/** Locks a person, starts the call, does something else as soon as the call waits, and lets it go on. */
async function overtaken<T>(
  { database, organization }: Cast,
  personId: string,
  call: () => Promise<T>,
  meanwhile: (tx: Db) => Promise<unknown>,
): Promise<T> {
  let answer: Promise<PromiseSettledResult<T>[]> | undefined
  await transaction(database.of(organization.id), async (tx) => {
    await sql`select from people where id = ${personId} for share`.execute(tx)
    // It may be refused before this transaction knows that it was committed.
    answer = Promise.allSettled([call()])
    while (!(await somebodyWaitsForUs(tx)));
    await meanwhile(tx)
  })
  const [result] = (await answer)!
  if (result!.status === 'rejected') throw result!.reason
  return result!.value
}

/** From `pg_locks`, because within a transaction `pg_stat_activity` keeps showing what it showed first. */
async function somebodyWaitsForUs(tx: Db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))`.execute(tx)
  return rows.length > 0
}

const readdress = (tx: Db, personId: string, email: string) =>
  sql`update people set email = ${email}, email_identity = ${email} where id = ${personId}`.execute(tx)
