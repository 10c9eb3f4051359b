import { receivedKinds, type ReceivedKind } from '../documents/kinds.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCast } from '../../test/cast.ts'
import { newId } from '../database/id.ts'
import { sql } from 'kysely'
import { readCandidates, readCandidatesOf } from './read-candidates.ts'
import { type Receives, type Role } from './receives.ts'
import {
  dayInWords,
  receiving,
  recipients,
  type Candidate,
  type DocumentToReceive,
  type RecipientDecision,
} from './recipients.ts'

const NOW = new Date('2026-11-22T12:00:00.000Z')
const at = { now: NOW, timeZone: 'Europe/Lisbon' }

const contact = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  contactId: name,
  personId: `person ${name}`,
  name,
  email: `${name}@acme.example`.toLowerCase(),
  jobTitle: null,
  primary: false,
  active: true,
  inactiveSince: null,
  receives: {},
  unsubscribed: {},
  bouncedAt: null,
  bounceReason: null,
  ...more,
})
const decisions = (document: Partial<DocumentToReceive>, candidates: Candidate[]) =>
  recipients({ kind: 'invoices', customerActive: true, ...at, ...document }, candidates)
const told = (document: Partial<DocumentToReceive>, ...candidates: Candidate[]) =>
  decisions(document, candidates).map(({ name, why }) => `${name} ${why}`)
const all = (role: Role) => Object.fromEntries(receivedKinds.map((kind) => [kind, role])) as Receives

describe('everybody is told why, or why not', () => {
  const TO = { receives: all('to') }
  test.each<[string, Partial<DocumentToReceive>, Partial<Candidate>]>([
    ['To: receives invoices', {}, TO],
    ['To: receives all reminders', { kind: 'reminders' }, TO],
    ['To: receives account notices', { kind: 'notices' }, TO],
    ['not sent: does not receive invoices', {}, {}],
    ['not sent: the customer is inactive', { customerActive: false }, TO],
    [
      'not sent: inactive since 3 May',
      {},
      { ...TO, active: false, inactiveSince: '2026-05-03T10:00:00.000Z' },
    ],
    ['not sent: address bounced on 12 May 2025', {}, { ...TO, bouncedAt: '2025-05-12T10:00:00.000Z' }],
    [
      'not sent: unsubscribed from reminders on 12 May',
      { kind: 'reminders' },
      { ...TO, unsubscribed: { reminders: '2026-05-12T10:00:00.000Z' } },
    ],
    ['To: receives invoices', {}, { ...TO, unsubscribed: { reminders: '2026-05-12T10:00:00.000Z' } }],
    ['not sent: left out this time', { leaveOut: ['Anna'] }, TO],
    ['not sent: left out this time', { only: ['Ben'] }, TO],
    ['not sent: does not receive invoices', { leaveOut: ['Anna'] }, {}],
    ['To: added this time', { add: [{ contactId: 'Anna', role: 'to' }] }, {}],
    ['To: this time, otherwise Cc', { add: [{ contactId: 'Anna', role: 'to' }] }, { receives: all('cc') }],
    ['To: receives invoices', { add: [{ contactId: 'Anna', role: 'to' }] }, TO],
    ['To: Cc for invoices otherwise, but nobody else is To', {}, { receives: all('cc') }],
    ['To: the primary contact', { kind: 'reminders', audience: 'primary' }, { primary: true }],
    ['not sent: goes to the primary contact only', { kind: 'reminders', audience: 'primary' }, TO],
  ])('%s', (why, document, more) => expect(told(document, contact('Anna', more))).toEqual([`Anna ${why}`]))
})

test('To comes before Cc before nobody, the primary contact first, then by name', () => {
  const list = [
    contact('Zoe', { receives: all('cc'), primary: true }),
    contact('Élodie', { receives: all('to') }),
    contact('Ben'),
    contact('Dora', { receives: all('to') }),
    contact('Carl', { receives: all('cc') }),
  ]
  expect(told({}, ...list)).toEqual([
    'Dora To: receives invoices',
    'Élodie To: receives invoices',
    'Zoe Cc: receives invoices',
    'Carl Cc: receives invoices',
    'Ben not sent: does not receive invoices',
  ])
  expect(told({ kind: 'reminders', audience: 'everyone', leaveOut: ['Dora', 'Élodie'] }, ...list)).toEqual([
    'Zoe To: Cc for reminders otherwise, but nobody else is To',
    'Ben Cc: goes to every contact',
    'Carl Cc: receives all reminders',
    'Dora not sent: left out this time',
    'Élodie not sent: left out this time',
  ])
})

test('a day is that of the time zone', () => {
  expect(dayInWords('2026-05-02T23:30:00.000Z', { now: NOW, timeZone: 'Europe/Lisbon' })).toBe('3 May')
  expect(dayInWords('2025-12-31T23:30:00.000Z', { now: NOW, timeZone: 'Asia/Tokyo' })).toBe('1 January')
})

describe('whatever the contacts and the wishes', () => {
  const IDS = ['a', 'b', 'c', 'd', 'e', 'f']
  const role = fc.constantFrom<Role>('to', 'cc')
  const kind = fc.constantFrom<ReceivedKind>(...receivedKinds)
  const time = fc.constantFrom('2026-05-03T10:00:00.000Z', '2024-12-31T23:59:59.000Z')
  const candidate = (contactId: string) =>
    fc
      .record({
        name: fc.constantFrom('Anna', 'Ben', 'Élodie', 'anna'),
        primary: fc.boolean(),
        active: fc.boolean(),
        receives: fc.dictionary(kind, role) as fc.Arbitrary<Receives>,
        unsubscribed: fc.dictionary(kind, time, { maxKeys: 2 }) as fc.Arbitrary<Candidate['unsubscribed']>,
        bouncedAt: fc.option(time, { freq: 3 }),
      })
      .map((more) => contact(contactId, { ...more, inactiveSince: more.active ? null : NOW.toISOString() }))
  const candidates = fc.tuple(fc.subarray(IDS)).chain(([ids]) => fc.tuple(...ids.map(candidate)))
  const document: fc.Arbitrary<DocumentToReceive> = fc.record(
    {
      kind,
      customerActive: fc.boolean(),
      audience: fc.constantFrom('subscribers', 'primary', 'everyone'),
      add: fc.array(fc.record({ contactId: fc.constantFrom(...IDS), role }), { maxLength: 3 }),
      leaveOut: fc.subarray(IDS, { maxLength: 2 }),
      only: fc.subarray(IDS, { minLength: 3 }),
      now: fc.constant(NOW),
      timeZone: fc.constantFrom('UTC', 'Pacific/Auckland'),
    },
    { requiredKeys: ['kind', 'customerActive', 'now', 'timeZone'] },
  )
  const always = (check: (d: RecipientDecision, c: Candidate, document: DocumentToReceive) => void) => () =>
    fc.assert(
      fc.property(document, candidates, (wanted, list) => {
        for (const decision of recipients(wanted, list))
          check(
            decision,
            list.find(({ contactId }) => contactId === decision.contactId)!,
            wanted,
          )
      }),
      { numRuns: 300 },
    )

  test('nobody inactive, bounced or unsubscribed gets anything, whatever is wished for this once', () =>
    expect(
      always(({ role }, { active, bouncedAt, unsubscribed }, { kind, customerActive }) => {
        if (!customerActive || !active || bouncedAt !== null || unsubscribed[kind]) expect(role).toBe(null)
      }),
    ).not.toThrow())

  test('everybody who gets it receives that kind, was added, or is of the audience', () =>
    expect(
      always((decision, { contactId, receives, primary }, { kind, add, audience }) => {
        if (decision.role === null) return
        const isAudience = audience === 'everyone' || (audience === 'primary' && primary)
        const isAdded = add?.some((one) => one.contactId === contactId) ?? false
        expect(receives[kind] !== undefined || isAdded || isAudience).toBe(true)
      }),
    ).not.toThrow())

  test('everybody who can get it and receives that kind gets it, unless left out', () =>
    expect(
      always((decision, c, { kind, customerActive, audience, leaveOut, only }) => {
        const canGetIt = customerActive && c.active && c.bouncedAt === null && !c.unsubscribed[kind]
        const isLeftOut = leaveOut?.includes(c.contactId) || (only && !only.includes(c.contactId))
        if (canGetIt && c.receives[kind] && audience !== 'primary' && !isLeftOut)
          expect(decision.role).not.toBe(null)
      }),
    ).not.toThrow())

  test('a contact who is left out, or not among the only ones, gets nothing', () =>
    expect(
      always(({ contactId, role }, _candidate, { leaveOut, only }) => {
        if (leaveOut?.includes(contactId) || (only && !only.includes(contactId))) expect(role).toBe(null)
      }),
    ).not.toThrow())

  test('each contact gets one decision, which says what it is', () =>
    fc.assert(
      fc.property(document, candidates, (wanted, list) => {
        const decided = recipients(wanted, list)
        expect(decided.map(({ contactId }) => contactId).toSorted()).toEqual(
          list.map(({ contactId }) => contactId).toSorted(),
        )
        for (const { role, why } of decided)
          expect(why.startsWith(role === 'to' ? 'To: ' : role === 'cc' ? 'Cc: ' : 'not sent: ')).toBe(true)
      }),
    ))

  test('a message that goes out is addressed to somebody', () =>
    fc.assert(
      fc.property(document, candidates, (wanted, list) => {
        const roles = receiving(recipients(wanted, list)).map(({ role }) => role)
        expect(roles.length === 0 || roles.includes('to')).toBe(true)
        expect(roles).toEqual(roles.toSorted().toReversed())
      }),
    ))

  test('the order in which contacts come changes nothing', () =>
    fc.assert(
      fc.property(
        document,
        candidates.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        (wanted, [list, shuffled]) => {
          expect(recipients(wanted, shuffled)).toEqual(recipients(wanted, list))
        },
      ),
    ))
})

test('candidates are read as they are, a customer’s own and many customers’ at once', async () => {
  const { owner: _owner, database, organization, acme, birch, anna, addContact } = await openCast()
  const db = database.of(organization.id)
  const ben = await addContact(acme, {
    email: 'ben@acme.example',
    jobTitle: 'Purchasing',
    primary: true,
    receives: { reminders: 'cc' },
  })
  await sql`update people set email_bounced_at = ${NOW}, email_bounce_reason = '550 gone' where id = ${anna.atAcme.personId}`.execute(
    db,
  )
  await sql`update contacts set active = false, inactive_since = ${NOW},
    unsubscribed = '{"reminders": "2026-05-12T10:00:00.000Z"}' where id = ${anna.atBirch.id}`.execute(db)

  const scope = { db, organizationId: organization.id }
  const read = await readCandidatesOf(scope, [birch.id, acme.id, newId(), acme.id])
  expect([...read.keys()].toSorted()).toEqual([acme.id, birch.id].toSorted())
  expect(read.get(acme.id)).toMatchObject({ customerId: acme.id, customerActive: true })
  const atAcme = read.get(acme.id)!.candidates
  expect(atAcme).toHaveLength(2)
  expect(atAcme.find(({ contactId }) => contactId === ben.id)).toEqual({
    contactId: ben.id,
    personId: ben.personId,
    name: 'ben@acme.example',
    email: 'ben@acme.example',
    jobTitle: 'Purchasing',
    primary: true,
    active: true,
    inactiveSince: null,
    receives: { reminders: 'cc' },
    unsubscribed: {},
    bouncedAt: null,
    bounceReason: null,
  })
  const told = recipients({ kind: 'invoices', customerActive: true, ...at }, atAcme)
  expect(told.map(({ name, why }) => `${name} ${why}`)).toContain(
    'Anna Ash not sent: address bounced on 22 November',
  )
  expect(read.get(birch.id)!.candidates).toMatchObject([
    { active: false, unsubscribed: { reminders: '2026-05-12T10:00:00.000Z' }, bounceReason: '550 gone' },
  ])
  const alone = (await readCandidates(scope, acme.id))!
  const byId = (one: { contactId: string }, other: { contactId: string }) =>
    one.contactId < other.contactId ? -1 : 1
  expect({ ...alone, candidates: alone.candidates.toSorted(byId) }).toEqual({
    ...read.get(acme.id)!,
    candidates: atAcme.toSorted(byId),
  })
  expect(await readCandidates(scope, newId())).toBe(undefined)
})
