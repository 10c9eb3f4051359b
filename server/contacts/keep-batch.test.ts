import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { Refused, refused } from '../../test/client.ts'
import { customersApi } from '../customers/customers.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { contactsApi as api } from './contacts.api.ts'

interface Said {
  customer?: 'acme' | 'birch'
  externalId?: string
}

const keep = async ({ owner }: Cast, ...contacts: unknown[]) =>
  (await owner.call(api.keepMany, { body: { contacts } })).results

describe('many contacts at once', () => {
  test('are each answered by itself: added, changed, left alone or refused', async () => {
    const cast = await openCast()
    const { owner, acme, birch, anna, deliverMail } = cast
    await owner.call(customersApi.change, {
      params: { customerId: acme.id },
      version: 1,
      body: { externalId: 'a1' },
    })
    const paula = {
      customerExternalId: 'a1',
      email: 'paula@acme.example',
      externalId: '1',
      jobTitle: 'Clerk',
    }
    expect(await keep(cast, paula)).toMatchObject([
      {
        index: 0,
        status: 'created',
        contact: {
          email: paula.email,
          jobTitle: 'Clerk',
          receives: { invoices: 'to' },
          customer: { id: acme.id },
        },
        problem: null,
      },
    ])
    const results = await keep(
      cast,
      paula,
      { externalId: '1', jobTitle: 'Chief' },
      { customerId: birch.id, email: 'bob@birch.example', receives: {}, primary: true },
      { customerId: birch.id, email: 'not one', nickname: 'B' },
      'nothing',
      { customerId: birch.id, email: anna.email },
      { customerExternalId: 'unknown', email: 'new@birch.example' },
      { customerId: birch.id, email: 'cleo@birch.example', firstName: 'Cleo' },
    )
    expect(
      results.map(({ status, problem }) => problem?.errors?.map(({ pointer }) => pointer) ?? status),
    ).toEqual([
      'unchanged',
      'updated',
      'created',
      ['/email', '/nickname'],
      [''],
      ['/email'],
      ['/customerExternalId'],
      'created',
    ])
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(results[5]!.problem).toMatchObject({ status: 409, type: '/docs#already-a-contact' })
    expect(results[2]!.contact).toMatchObject({ primary: true, receives: {} })
    expect(await deliverMail()).toEqual([])
    const { data } = await owner.call(journalApi.list, { query: { contactId: results[7]!.contact!.id } })
    expect(data).toMatchObject([{ action: 'contact.added', personName: 'Cleo', customerName: 'Birch' }])
  })

  test('a thousand are added, and sent once more change nothing; more are refused', async () => {
    const cast = await openCast()
    const { owner, acme } = cast
    const contacts = Array.from({ length: 1000 }, (_, at) => ({
      customerId: acme.id,
      email: `p${at}@acme.example`,
      externalId: `crm-${at}`,
    }))
    const statuses = async () => {
      const results = await keep(cast, ...contacts)
      expect(results.map(({ contact }) => contact?.externalId)).toEqual(
        contacts.map(({ externalId }) => externalId),
      )
      return new Set(results.map(({ status }) => status))
    }
    expect(await statuses()).toEqual(new Set(['created']))
    const before = await owner.call(journalApi.list, {})
    expect(await statuses()).toEqual(new Set(['unchanged']))
    expect(await owner.call(journalApi.list, {})).toEqual(before)
    const tooMany = { body: { contacts: [...contacts, {}] } }
    expect((await refused(owner.call(api.keepMany, tooMany))).problem.errors).toMatchObject([
      { pointer: '/contacts' },
    ])
  })

  test('two batches of the same contacts at the same moment make each once', async () => {
    const cast = await openCast()
    const contacts = Array.from({ length: 30 }, (_, at) => ({
      customerId: cast.acme.id,
      email: `p${at}@acme.example`,
      externalId: `crm-${at}`,
    }))
    const batches = await Promise.all([
      keep(cast, ...contacts),
      keep(cast, ...contacts.toReversed()),
      keep(cast, ...contacts),
    ])
    const statuses = batches.flat().map(({ status }) => status)
    expect(statuses.filter((status) => status === 'created')).toHaveLength(30)
    expect(statuses.filter((status) => status === 'unchanged')).toHaveLength(60)
  })

  test('come to the same as one after the other', async () => {
    const [atOnce, inTurn] = [await openCast(), await openCast()]
    const contact = fc.record(
      {
        customer: fc.constantFrom('acme' as const, 'birch' as const),
        email: fc.constantFrom(
          'ann@a.example',
          'ANN@a.example',
          'bob@a.example',
          'cleo@a.example',
          'anna@ash.example',
        ),
        externalId: fc.constantFrom('1', '2', '3', '4'),
        firstName: fc.constantFrom('One', 'Two'),
        jobTitle: fc.constantFrom('Clerk', 'Chief'),
        primary: fc.boolean(),
        active: fc.boolean(),
        everywhere: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    const bodyOf = (cast: Cast, { customer, ...said }: Said) => ({
      ...(customer && { customerId: cast[customer].id }),
      ...said,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(contact, { minLength: 1, maxLength: 10 }), async (contacts) => {
        const results = await keep(atOnce, ...contacts.map((one) => bodyOf(atOnce, one)))
        const answers: string[] = []
        for (const one of contacts) answers.push(await keepOne(inTurn, bodyOf(inTurn, one)))
        expect(results.map(({ status, problem }) => problem?.type ?? told(status))).toEqual(answers)
        expect(await everybody(atOnce)).toEqual(await everybody(inTurn))
      }),
      { numRuns: 25 },
    )
  })
})

/** Under its external ID, or as a batch of one. */
async function keepOne(cast: Cast, { externalId, ...said }: { externalId?: string }): Promise<string> {
  if (externalId === undefined) {
    const [result] = await keep(cast, said)
    return result!.problem?.type ?? told(result!.status)
  }
  try {
    const { status } = await cast.owner.send('PUT', `/v1/contacts/by-external-id/${externalId}`, {
      payload: JSON.stringify(said),
      type: 'application/json',
    })
    return status === 201 ? 'created' : 'there'
  } catch (error) {
    if (error instanceof Refused) return error.problem.type
    throw error
  }
}

/** A reply to one alone does not say whether anything changed. */
const told = (status: string) => (status === 'created' ? status : 'there')

/** Every contact, by what does not depend on when it was made. */
async function everybody({ owner }: Cast) {
  const { data } = await owner.call(api.listAll, { query: { status: 'all', limit: 100 } })
  return data
    .map(({ customer, email, firstName, jobTitle, externalId, primary, active, receives, version }) =>
      JSON.stringify([
        customer.name,
        email,
        firstName,
        jobTitle,
        externalId,
        primary,
        active,
        receives,
        version,
      ]),
    )
    .toSorted()
}
