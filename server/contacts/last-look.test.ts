import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openOutboxOfDocuments } from '../../test/document-letters.ts'
import { transaction } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { stillWanted } from '../invoices/still-wanted.ts'
import { type DocumentKind, receivedKinds, type ReceivedKind } from '../documents/kinds.ts'
import { postDocuments } from '../mail/outbox/post.ts'
import { readCandidates } from './read-candidates.ts'
import { type Receives, type Role } from './receives.ts'
import { recipients, type RecipientCode } from './recipients.ts'

/** What may have happened to customer, contact and person between the posting of a document and its sending. */
interface Meanwhile {
  customerActive: boolean
  active: boolean
  bounced: boolean
  receives: Receives
  unsubscribed: ReceivedKind[]
}

const LETTER_OF: Record<ReceivedKind, DocumentKind> = {
  invoices: 'invoice',
  reminders: 'reminder',
  receipts: 'receipt',
  statements: 'statement',
  notices: 'notice',
}

const role = fc.constantFrom<Role>('to', 'cc')
const kind = fc.constantFrom(...receivedKinds)
const rarely = fc.integer({ min: 0, max: 3 }).map((one) => one === 0)
const meanwhile: fc.Arbitrary<Meanwhile> = fc.record({
  customerActive: rarely.map((one) => !one),
  active: rarely.map((one) => !one),
  bounced: rarely,
  receives: fc.dictionary(kind, role) as fc.Arbitrary<Receives>,
  unsubscribed: fc.oneof(fc.constant<ReceivedKind[]>([]), fc.subarray([...receivedKinds])),
})

/** What the postman says where `recipients()` says this. */
const reasonFor = (code: RecipientCode, of: ReceivedKind, email: string) =>
  ({
    'customer-inactive': 'Cancelled: the customer is inactive.',
    inactive: 'Cancelled: the contact is inactive.',
    bounced: `Cancelled: mail to ${email} bounced: no such mailbox.`,
    unsubscribed: `Cancelled: the contact unsubscribed from ${of}.`,
  })[code as string]

test('at the last moment the postman mails those that recipients() includes and nobody that it excludes, for the same reason', async () => {
  const world = await openOutboxOfDocuments()
  const { anna, acme, clock, database, organization, server, postDocument, deliver, stateOf } = world
  const db = database.of(organization.id)
  const scope = { db, organizationId: organization.id }
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(kind, role, meanwhile, async (of, as, state) => {
      server.messages.length = 0
      const id = await postDocument(anna.atAcme, { document: { kind: LETTER_OF[of], role: as } })
      await become(state)
      await deliver({ stillWanted })

      const { customerActive, candidates } = (await readCandidates(scope, acme.id))!
      const decide = (add: { contactId: string; role: Role }[]) =>
        recipients({ kind: of, customerActive, add, now: clock.now(), timeZone: 'UTC' }, candidates).find(
          ({ contactId }) => contactId === anna.atAcme.id,
        )!
      const chosen = decide([{ contactId: anna.atAcme.id, role: as }])
      const usual = decide([])
      const mailed = await stateOf(id)
      expect(server.messages.length).toBe(chosen.role === null ? 0 : 1)
      expect(mailed).toMatchObject(
        chosen.role === null
          ? { state: 'cancelled', reason: reasonFor(chosen.code, of, anna.email), attempts: [] }
          : { state: 'sent', attempts: ['accepted'] },
      )
      // What somebody usually receives was decided when the letter was posted; nothing else tells the two apart.
      if (usual.role !== null) expect(mailed.state).toBe('sent')
      else if (usual.code !== 'does-not-receive') expect(usual.code).toBe(chosen.code)
      seen.add(chosen.code)
    }),
    { numRuns: 150 },
  )
  // A generator that never makes what the rule is about would let anything pass.
  expect([...seen].toSorted()).toEqual(
    expect.arrayContaining(['added', 'bounced', 'customer-inactive', 'inactive', 'receives', 'unsubscribed']),
  )

  async function become({ customerActive, active, bounced, receives, unsubscribed }: Meanwhile) {
    const at = clock.now()
    const since = Object.fromEntries(unsubscribed.map((one) => [one, at.toISOString()]))
    await sql`
      with customer as (
        update customers set active = ${customerActive} where organization_id = ${organization.id} and id = ${acme.id}),
      person as (
        update people set email_bounced_at = ${bounced ? at : null}, email_bounce_reason = ${bounced ? 'no such mailbox' : null}
        where organization_id = ${organization.id} and id = ${anna.atAcme.personId})
      update contacts set active = ${active}, inactive_since = ${active ? null : at},
        receives = ${JSON.stringify(receives)}, unsubscribed = ${JSON.stringify(since)}
      where organization_id = ${organization.id} and id = ${anna.atAcme.id}`.execute(db)
  }
})

test('an address that was typed in for once gets nothing more when the customer is inactive', async () => {
  const { acme, clock, database, organization, server, deliver, stateOf } = await openOutboxOfDocuments()
  const db = database.of(organization.id)
  const postTyped = async () =>
    (
      await transaction(db, (tx) =>
        postDocuments({ db: tx, organizationId: organization.id, now: clock.now() }, [
          {
            facts: {
              subject: 'Invoice',
              message: 'Here it is',
              customerName: 'Acme',
              rows: [],
              button: null,
              alsoSentTo: [],
              attachment: null,
              attachedWithoutAccessOnly: false,
              unsubscribe: null,
            },
            to: { customerId: acme.id },
            address: 'once@elsewhere.example',
            cause: newId(),
            document: { kind: 'invoice', id: newId(), role: 'to' },
          },
        ]),
      )
    )[0]!
  const sent = await postTyped()
  await deliver()
  expect((await stateOf(sent)).state).toBe('sent')
  const late = await postTyped()
  await sql`update customers set active = false where organization_id = ${organization.id} and id = ${acme.id}`.execute(
    db,
  )
  await deliver()
  expect(await stateOf(late)).toMatchObject({
    state: 'cancelled',
    reason: 'Cancelled: the customer is inactive.',
  })
  expect(server.messages).toHaveLength(1)
})
