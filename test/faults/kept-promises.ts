import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import type { Client } from '../client.ts'
import type { FaultySmtp } from '../faulty-smtp.ts'
import { UNKNOWN_MOST } from '../../server/mail/outbox/record-outcome.ts'
import type { Installation } from './installation.ts'
import { settlePhone, type Promised } from './load.ts'

type Looking = Pick<Installation, 'look'>

/** Every acknowledged write is found again, through the API as anybody would. */
export async function expectEverythingFound(client: Client, { customers, contacts }: Promised) {
  for (const { id, name } of customers) {
    expect(await client.call(customersApi.read, { params: { customerId: id } })).toMatchObject({ id, name })
  }
  for (const contact of contacts) {
    const found = await client.call(contactsApi.read, { params: { contactId: contact.id } })
    expect(found).toMatchObject({
      email: contact.email,
      customerId: contact.customerId,
      firstName: 'Reader',
      active: true,
      portalAccess: { state: 'temporary' },
    })
    settlePhone(contact, found)
  }
}

/**
 * A password is three things at once: a credential, a delivery and a line in the journal. As many of each as
 * promised.
 */
export async function expectPasswordsWhole(installation: Looking, { contacts }: Promised) {
  const rows = await installation.look<{
    email: string
    contact_id: string
    generation: number
    journal: number
    deliveries: number
  }>(`
    select p.email, c.id as contact_id, coalesce(g.generation, 0) as generation,
      (select count(*)::int from journal j where j.person_id = p.id and j.action = 'portal-access.password-issued') as journal,
      (select count(*)::int from deliveries d where d.person_id = p.id and d.kind = 'temporaryPassword') as deliveries
    from contacts c join people p on p.id = c.person_id left join portal_access g on g.person_id = p.id`)
  expect(rows.filter((row) => row.journal !== row.generation || row.deliveries !== row.generation)).toEqual(
    [],
  )
  const issued = new Map(rows.map((row) => [row.contact_id, row.generation]))
  for (const { id, email, passwordsIssued } of contacts) expect(issued.get(id), email).toBe(passwordsIssued)
}

/** Nothing of a transaction without the rest of it, acknowledged or not. */
export async function expectNothingHalfDone(installation: Looking) {
  const halves = await installation.look<{ what: string; count: number }>(`
    select 'a customer without its line in the journal' as what, count(*)::int from customers u
      where (select count(*) from journal j where j.customer_id = u.id and j.action = 'customer.added') <> 1
    union all select 'a customer that no search finds', count(*)::int from customers u
      where not exists (select from customer_search s where s.customer_id = u.id)
    union all select 'a contact whom no search finds', count(*)::int from contacts c
      where c.active <> exists (select from contact_search s where s.contact_id = c.id)
    union all select 'a contact without its line in the journal', count(*)::int from contacts c
      where (select count(*) from journal j where j.contact_id = c.id and j.action = 'contact.added') <> 1
    union all select 'a person who is nobody''s contact', count(*)::int from people p
      where not exists (select from contacts c where c.person_id = p.id)
    union all select 'a change without its line in the journal', count(*)::int from people p
      where p.version - 1 <> (select count(*) from journal j where j.person_id = p.id and j.action like '%.changed')
    union all select 'a queued delivery that nobody will send', count(*)::int from deliveries d
      where d.state = 'queued' and not exists (select from outbox o where o.delivery_id = d.id)
    union all select 'a delivery that is done and would be sent', count(*)::int from deliveries d
      where d.state <> 'queued' and exists (select from outbox o where o.delivery_id = d.id)
    union all select 'a secret that outlived its delivery', count(*)::int from deliveries d
      where d.state <> 'queued' and d.sealed is not null`)
  expect(halves.length).toBe(9)
  expect(halves.filter(({ count }) => count > 0)).toEqual([])
}

/** A bound for what hangs, not for what is slow on a busy machine. */
const MAIL_MAY_TAKE_SECONDS = 600
/** At most, once the load has ended. */
const ON_ITS_WAY_SECONDS = 30

/**
 * What a postman took up before it died is free again five minutes later, and what was refused is tried after a
 * pause: here that time passes at once. Returns how many letters wait.
 */
export async function passFiveMinutes(installation: Looking, livingSince: Date): Promise<number> {
  const [row] = await installation.look<{ waiting: number }>(
    `with free as (
       update outbox set leased_until = least(leased_until, now()), due_at = least(due_at, now())
       where leased_until is null or leased_until < $1::timestamptz + interval '5 minutes'
       returning delivery_id, due_at),
     due as (update deliveries d set due_at = free.due_at from free where d.id = free.delivery_id and d.state = 'queued')
     select count(*)::int as waiting from outbox`,
    [livingSince],
  )
  return row!.waiting
}

export async function letMailGoOut(installation: Looking, livingSince: Date) {
  const deadline = Date.now() + MAIL_MAY_TAKE_SECONDS * 1000
  for (let waiting = 1; waiting > 0; await pause(100)) {
    // What was claimed while PostgreSQL was killed may be held without the postman's knowing: the reply was lost.
    const onItsWaySince = new Date(Math.max(livingSince.getTime(), Date.now() - ON_ITS_WAY_SECONDS * 1000))
    waiting = await passFiveMinutes(installation, onItsWaySince)
    if (Date.now() > deadline) throw new Error(`${waiting} letters are still waiting`)
  }
}

/**
 * Every letter that is said to be sent was received, and none twice, except if the record says that nobody could
 * know.
 */
export async function expectHonestMail(installation: Looking, smtp: FaultySmtp) {
  const received = new Map<string, number>()
  for (const { messageId } of smtp.messages) received.set(messageId, (received.get(messageId) ?? 0) + 1)
  const deliveries = await installation.look<{
    id: string
    state: string
    reason: string | null
    accepted: number
    unknown: number
  }>(`
    select d.id, d.state, d.reason, count(*) filter (where a.outcome = 'accepted')::int as accepted,
      count(*) filter (where a.outcome = 'unknown')::int as unknown
    from deliveries d left join delivery_attempts a on a.delivery_id = d.id group by d.organization_id, d.id`)
  const known = deliveries.map(({ id, state, reason, accepted, unknown }) => {
    const times = received.get(`<${id}@localhost>`) ?? 0
    received.delete(`<${id}@localhost>`)
    return { id, state, reason, times, accepted, unknown }
  })
  const twice = known.filter(({ times, unknown }) => times > 1 + unknown)
  const never = known.filter(({ state, times }) => state === 'sent' && times === 0)
  const claimed = known.filter(({ state, accepted }) => accepted !== (state === 'sent' ? 1 : 0))
  // A letter that several kills met is given up, and its record says so, rather than sent over and over.
  const isGivenUp = ({ state, unknown }: (typeof known)[number]) =>
    state === 'failed' && unknown === UNKNOWN_MOST
  const stuck = known.filter((one) => !['sent', 'cancelled'].includes(one.state) && !isGivenUp(one))
  expect({ twice, never, claimed, stuck, ofNobody: [...received.keys()] }).toEqual({
    twice: [],
    never: [],
    claimed: [],
    stuck: [],
    ofNobody: [],
  })
  return {
    sent: known.filter(({ state }) => state === 'sent').length,
    unknown: known.filter(({ unknown }) => unknown > 0).length,
    repeated: known.filter(({ times }) => times > 1).length,
  }
}
