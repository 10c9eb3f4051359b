import { describe, expect, test } from 'vitest'
import { openCast, type Cast } from '../../test/cast.ts'
import { Refused, refused } from '../../test/client.ts'
import { customersApi } from '../customers/customers.api.ts'
import { journalApi } from '../journal/journal.api.ts'
import { contactsApi as api, type ContactInStep } from './contacts.api.ts'

/** Another system, a CRM, keeps the contacts here in step with its own. */

function crmOf({ owner }: Cast) {
  const put = (externalId: string, body: ContactInStep) =>
    owner.send('PUT', `/v1/contacts/by-external-id/${encodeURIComponent(externalId)}`, {
      payload: JSON.stringify(body),
      type: 'application/json',
    })
  const keep = (externalId: string, body: ContactInStep) =>
    owner.call(api.keep, { params: { externalId }, body })
  const journal = async () =>
    (await owner.call(journalApi.list, { query: { limit: 100 } })).data.map(({ action }) => action)
  return { put, keep, journal }
}

const PAULA = { email: 'paula@acme.example', firstName: 'Paula', jobTitle: 'Clerk' }

describe('a contact that another system calls by its id', () => {
  test('is added, changed, and left alone when nothing differs', async () => {
    const cast = await openCast()
    const { acme, owner, deliverMail } = cast
    const { put, journal } = crmOf(cast)
    await owner.call(customersApi.change, {
      params: { customerId: acme.id },
      version: 1,
      body: { externalId: 'Firm 1' },
    })
    const said = {
      customerExternalId: 'Firm 1',
      ...PAULA,
      receives: { reminders: 'cc', invoices: 'to' },
    } as const

    const added = await put('crm/17 é', said)
    expect([added.status, added.json]).toMatchObject([201, { externalId: 'crm/17 é', ...PAULA, stayed: [] }])
    expect(await deliverMail()).toEqual([])
    const before = await journal()

    const again = await put('crm/17 é', said)
    expect([again.status, again.json]).toEqual([200, added.json])
    expect(await journal()).toEqual(before)

    const changed = await put('crm/17 é', { jobTitle: 'Chief' })
    expect([changed.status, changed.json]).toMatchObject([200, { firstName: 'Paula', jobTitle: 'Chief' }])
    expect((await journal())[0]).toBe('contact.changed')
  })

  test('is made once, however many say so at once', async () => {
    const cast = await openCast()
    const { acme, owner } = cast
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => crmOf(cast).put('17', { customerId: acme.id, ...PAULA })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 200, 200, 200, 200, 201,
    ])
    const { data } = await owner.call(api.listAll, { query: { externalId: '17' } })
    expect(data).toMatchObject([{ ...PAULA, customer: { id: acme.id, name: 'Acme' } }])
  })

  test('says to wait where too many change it at once, and nothing of a version that nobody sent', async () => {
    const cast = await openCast()
    const { keep } = crmOf(cast)
    await keep('17', { customerId: cast.acme.id, ...PAULA })
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        keep('17', { jobTitle: `Clerk ${at}` }).catch((error: unknown) => error),
      ),
    )
    const codes = answers.flatMap((answer) => (answer instanceof Refused ? answer.code : []))
    expect(codes.filter((code) => code !== 'busy')).toEqual([])
  })

  test('is the one that is here already under this address, unless it has another external ID', async () => {
    const cast = await openCast()
    const { acme, anna } = cast
    const { put, keep } = crmOf(cast)
    const said = { customerId: acme.id, email: 'ANNA@ash.example' }
    const kept = await put('17', said)
    expect([kept.status, kept.json]).toMatchObject([200, { id: anna.atAcme.id, externalId: '17' }])
    expect(await refused(keep('18', said))).toMatchObject({ status: 409, code: 'already-a-contact' })
  })

  test('needs a customer and an address to be added, and stays with its customer', async () => {
    const cast = await openCast()
    const { acme, birch } = cast
    const { keep } = crmOf(cast)
    const pointers = async (body: ContactInStep) =>
      (await refused(keep('17', body))).problem.errors?.map(({ pointer }) => pointer)
    expect(await pointers({})).toEqual(['/customerId', '/email'])
    expect(await pointers({ ...PAULA, customerExternalId: 'nobody' })).toEqual(['/customerExternalId'])
    expect(await pointers({ ...PAULA, customerId: acme.id, customerExternalId: 'x' })).toEqual([
      '/customerExternalId',
    ])
    await keep('17', { ...PAULA, customerId: acme.id })
    expect(await refused(keep('17', { customerId: birch.id }))).toMatchObject({
      status: 409,
      code: 'contact-of-another',
      problem: { customer: { name: 'Acme' } },
    })
    expect((await refused(keep(' ', {}))).problem.errors).toMatchObject([{ pointer: '/externalId' }])
    expect((await refused(keep('a\u0007b', {}))).status).toBe(400)
  })

  test('that staff deleted is changed only if it says whether it is to be active', async () => {
    const cast = await openCast()
    const { acme, owner } = cast
    const { keep } = crmOf(cast)
    const { id } = await keep('17', { customerId: acme.id, ...PAULA })
    await owner.call(api.delete, { params: { contactId: id } })

    expect(await refused(keep('17', PAULA))).toMatchObject({ status: 409, code: 'inactive-contact' })
    expect(await keep('17', { ...PAULA, phone: '1', active: false })).toMatchObject({
      active: false,
      phone: '1',
    })
    expect(await keep('17', { ...PAULA, phone: '2', active: true })).toMatchObject({
      active: true,
      phone: '2',
    })
    expect(await keep('17', { active: false })).toMatchObject({ active: false, phone: '2' })
  })

  test('of somebody with several customers: their details stay, and another address is refused, unless it says where', async () => {
    const cast = await openCast()
    const { anna, addCustomer, read, deliverMail } = cast
    const { put, keep, journal } = crmOf(cast)
    const cedar = await addCustomer('Cedar')
    const said = {
      customerId: cedar.id,
      email: anna.email,
      firstName: 'Ann',
      phone: '123',
      jobTitle: 'Clerk',
    }

    const added = await put('17', said)
    expect([added.status, added.json]).toMatchObject([
      201,
      { firstName: 'Anna', phone: null, jobTitle: 'Clerk', stayed: ['firstName', 'phone'] },
    ])
    expect((await deliverMail()).map(({ to }) => to)).toEqual([anna.email])
    const before = await journal()
    expect(await keep('17', said)).toMatchObject({ stayed: ['firstName', 'phone'] })
    expect(await journal()).toEqual(before)

    const shared = await refused(keep('17', { email: 'ann@ash.example' }))
    expect(shared).toMatchObject({ status: 409, code: 'shared-address' })
    expect(shared.problem.detail).toContain('Anna Ash is also a contact of Acme, Birch.')

    await keep('17', { ...said, everywhere: true })
    expect(await read(anna.atAcme.id)).toMatchObject({ firstName: 'Ann', phone: '123' })
    const split = { ...said, email: 'ann@cedar.example', lastName: 'Oak', everywhere: false }
    expect(await keep('17', split)).toMatchObject({ email: 'ann@cedar.example', lastName: 'Oak', stayed: [] })
    expect(await read(anna.atAcme.id)).toMatchObject({ email: anna.email, lastName: 'Ash' })
  })

  test('may not take somebody else’s address, and asks for the password before the address of somebody with access changes', async () => {
    const cast = await openCast()
    const { acme, anna, owner, clock, settle } = cast
    const { keep } = crmOf(cast)
    const paula = await keep('17', { customerId: acme.id, ...PAULA })
    expect(await refused(keep('17', { email: anna.email }))).toMatchObject({
      status: 409,
      code: 'address-taken',
    })

    await settle(paula)
    clock.advance({ minutes: 31 })
    expect(await refused(keep('17', { email: 'paula@new.example' }))).toMatchObject({
      code: 'password-needed',
    })
    expect(await keep('17', { jobTitle: 'Chief' })).toMatchObject({ email: PAULA.email, jobTitle: 'Chief' })
    expect((await owner.call(api.listAll, { query: { email: 'paula@new.example' } })).data).toEqual([])
  })
})
