import { receivedKinds } from '../documents/kinds.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { type Receives, type Role } from '../contacts/receives.ts'
import { receiving, recipients } from '../contacts/recipients.ts'
import { customersApi } from '../customers/customers.api.ts'
import { listUnreachable } from './list-unreachable.ts'
import { reachabilityApi } from './reachability.api.ts'

test('customers for whom nobody would get it are listed by name, each with why', async () => {
  const { owner, database, organization, addCustomer, addContact } = await openCast()
  const db = database.of(organization.id)
  const told = async (kind: 'invoices' | 'reminders') =>
    (await owner.call(reachabilityApi.list, { query: { kind } })).data.map(
      ({ customerName, why }) => `${customerName}: ${why}`,
    )
  // Anna receives invoices at Acme and Birch.
  expect(await told('invoices')).toEqual([])
  expect(await told('reminders')).toEqual([
    'Acme: the only contact does not receive reminders',
    'Birch: the only contact does not receive reminders',
  ])

  await addCustomer('Álamo')
  const cedar = await addCustomer('Cedar')
  const [one, two] = [
    await addContact(cedar, { email: 'one@cedar.example', receives: { reminders: 'cc' } }),
    await addContact(cedar, { email: 'two@cedar.example', receives: {} }),
  ]
  const closed = await addCustomer('Closed')
  await owner.call(customersApi.delete, { params: { customerId: closed.id } })
  expect(await told('invoices')).toEqual([
    'Álamo: no contacts',
    'Cedar: none of 2 contacts receives invoices',
  ])
  expect(await told('reminders')).not.toContain('Cedar')

  const bounce = (personId: string) =>
    sql`update people set email_bounced_at = now(), email_bounce_reason = '550' where id = ${personId}`.execute(
      db,
    )
  await bounce(one.personId)
  expect(await told('reminders')).toContain('Cedar: the only reminder recipient’s address bounced')
  await sql`update contacts set receives = '{"reminders": "to"}', unsubscribed = '{"reminders": "2026-05-12T10:00:00.000Z"}'
    where id = ${two.id}`.execute(db)
  expect(await told('reminders')).toContain('Cedar: of 2 reminder recipients, 1 bounced and 1 unsubscribed')
  await bounce(two.personId)
  expect(await told('reminders')).toContain('Cedar: the addresses of both reminder recipients bounced')
  await sql`update contacts set active = false, inactive_since = now() where customer_id = ${cedar.id}`.execute(
    db,
  )
  expect(await told('reminders')).toContain('Cedar: only inactive contacts')
})

test('the list and recipients() say the same, whatever the contacts, and pages leave nobody out', async () => {
  const { database, organization, clock } = await openCast()
  const db = database.of(organization.id)
  const role = fc.constantFrom<Role>('to', 'cc')
  const kind = fc.constantFrom(...receivedKinds)
  const contact = fc.record({
    active: fc.boolean(),
    bounced: fc.boolean(),
    receives: fc.dictionary(kind, role) as fc.Arbitrary<Receives>,
    unsubscribed: fc.uniqueArray(kind, { maxLength: 2 }),
  })
  const customers = fc.sample(
    fc.record({ active: fc.boolean(), contacts: fc.array(contact, { maxLength: 3 }) }),
    60,
  )
  await sql`
    with drawn as (select ordinality as n, c from jsonb_array_elements(${JSON.stringify(customers)}::jsonb) with ordinality t(c)),
    made as (
      insert into customers (organization_id, id, name, active, created_at, updated_at)
      select ${organization.id}, gen_random_uuid(), 'Drawn ' || n % 7 || ' ' || n, (c->>'active')::boolean, now(), now()
      from drawn returning id, name
    ), people_of as (
      select gen_random_uuid() as person_id, made.id as customer_id, k
      from drawn join made on made.name = 'Drawn ' || n % 7 || ' ' || n, jsonb_array_elements(c->'contacts') k
    ), made_people as (
      insert into people (organization_id, id, email, email_identity, email_bounced_at, email_bounce_reason, created_at, updated_at)
      select ${organization.id}, person_id, person_id || '@d.example', person_id || '@d.example',
        case when (k->>'bounced')::boolean then now() end, case when (k->>'bounced')::boolean then '550' end, now(), now()
      from people_of
    )
    insert into contacts (organization_id, id, customer_id, person_id, receives, unsubscribed, active, inactive_since, created_at, updated_at)
    select ${organization.id}, gen_random_uuid(), customer_id, person_id, k->'receives',
      coalesce((select jsonb_object_agg(kind, '2026-05-12T10:00:00.000Z') from jsonb_array_elements_text(k->'unsubscribed') kind), '{}'),
      (k->>'active')::boolean, case when not (k->>'active')::boolean then now() end, now(), now()
    from people_of`.execute(db)
  const { rows: all } = await sql<{ id: string }>`select id from customers`.execute(db)
  const candidates = await readCandidatesOf(
    { db, organizationId: organization.id },
    all.map(({ id }) => id),
  )
  for (const of of receivedKinds) {
    const nobody = [...candidates.values()]
      .filter(({ customerActive }) => customerActive)
      .filter(
        (customer) =>
          receiving(recipients({ kind: of, now: clock.now(), ...customer }, customer.candidates)).length ===
          0,
      )
      .map(({ customerId }) => customerId)
    expect(nobody.length).toBeGreaterThan(2)
    // However short a page is, and however few are looked at for it.
    for (const [limit, lookedAtMost] of [
      [100, 1000],
      [3, 1000],
      [100, 7],
      [2, 5],
    ] as const) {
      const listed: { id: string; name: string }[] = []
      let cursor: string | null = null
      do {
        const found: Awaited<ReturnType<typeof listUnreachable>> = await listUnreachable(
          { db, organizationId: organization.id },
          { kind: of, limit, ...(cursor && { cursor }) },
          lookedAtMost,
        )
        listed.push(
          ...found.data.map(({ customerId, customerName }) => ({ id: customerId, name: customerName })),
        )
        cursor = found.nextCursor
      } while (cursor)
      expect(listed.map(({ id }) => id).toSorted()).toEqual(nobody.toSorted())
    }
  }
})
