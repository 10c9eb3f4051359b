import { describe, expect, test } from 'vitest'
import { openCast, type Cast } from '../../../test/cast.ts'
import { Refused, type Client } from '../../../test/client.ts'
import { closedPort, openFaultySmtp } from '../../../test/faulty-smtp.ts'
import { contactsApi } from '../../contacts/contacts.api.ts'
import { newId } from '../../database/id.ts'
import { staffApi, staffSessionApi } from '../../staff/staff.api.ts'
import { deliveriesApi } from './deliveries.api.ts'
import { mailboxApi } from '../mailbox/mailbox.api.ts'

async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Refused)) throw new Error('it was not refused')
  return error.code
}

const issuePassword = ({ owner, anna }: Cast) =>
  owner.call(contactsApi.issuePassword, { params: { contactId: anna.atAcme.id }, body: { generate: true } })

/** A mail server that refuses temporarily, until it is told to work. */
async function openWithSmtp() {
  const server = await openFaultySmtp()
  const cast = await openCast({ SMTP_URL: server.url })
  return { server, cast }
}

describe('deliveries', () => {
  test('say to whom, what, at which customer, and what became of it, without a secret', async () => {
    const cast = await openCast()
    await issuePassword(cast)
    const [letter] = await cast.deliverMail()
    const viewer = await cast.hire('viewer')
    const { data } = await viewer.call(deliveriesApi.list, { query: { contactId: cast.anna.atAcme.id } })
    expect(data[0]).toMatchObject({
      what: 'Temporary password',
      to: cast.anna.email,
      subject: 'Your temporary password for Northwind',
      state: 'sent',
      reason: null,
      customerName: 'Acme',
      personName: 'Anna Ash',
      attemptCount: 1,
      canSendAgain: false,
      nextTryAt: null,
    })
    const details = await viewer.call(deliveriesApi.read, { params: { deliveryId: data[0]!.id } })
    expect(details.attempts).toMatchObject([
      { number: 1, outcome: 'accepted', sentence: 'Accepted by the mail server.' },
    ])
    expect(letter!.password).toHaveLength(20)
    expect(JSON.stringify([data, details])).not.toContain(letter!.password)
  })

  test('page by page, newest first, by state', async () => {
    const cast = await openCast()
    for (let i = 0; i < 3; i++) await issuePassword(cast)
    await cast.deliverMail()
    const cancelled = await cast.owner.call(deliveriesApi.list, { query: { state: 'cancelled' } })
    expect(cancelled.data).toHaveLength(2)
    expect(cancelled.data[0]!.reason).toMatch(/^Cancelled: .+\.$/)
    const ids: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(cursor)
      ids.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    const all = await cast.owner.call(deliveriesApi.list, { query: { limit: 100 } })
    expect(ids).toEqual(all.data.map(({ id }) => id))
    expect(ids).toEqual(ids.toSorted().reverse())

    function list(after: string | null) {
      return cast.owner.call(deliveriesApi.list, { query: { limit: 1, ...(after && { cursor: after }) } })
    }
  })

  test('an unknown one is not found', async () => {
    const { owner } = await openCast()
    const params = { deliveryId: newId() }
    expect(await refusal(owner.call(deliveriesApi.read, { params }))).toBe('not-found')
    expect(await refusal(owner.call(deliveriesApi.sendAgain, { params }))).toBe('not-found')
  })
})

describe('send again', () => {
  test('tries at once what waits', async () => {
    const { server, cast } = await openWithSmtp()
    server.fail({ at: 'rcpt', do: '451 Greylisted', times: 1 })
    await issuePassword(cast)
    await cast.app.postman.deliverDue()
    const waiting = (await cast.owner.call(deliveriesApi.list, { query: { state: 'queued' } })).data[0]!
    expect(waiting).toMatchObject({
      attemptCount: 1,
      canSendAgain: true,
      reason: expect.stringContaining('asked to wait'),
    })
    await cast.app.postman.deliverDue()
    expect(server.messages.some(({ messageId }) => messageId.includes(waiting.id))).toBe(false)
    await cast.owner.call(deliveriesApi.sendAgain, { params: { deliveryId: waiting.id } })
    await cast.app.postman.deliverDue()
    expect(server.messages.filter(({ messageId }) => messageId.includes(waiting.id))).toHaveLength(1)
    await server.close()
  })

  test('makes a new delivery of a notice that is done, once', async () => {
    const cast = await openCast()
    const notice = await sentNotice(cast)
    const params = { deliveryId: notice.id }
    const again = await cast.owner.call(deliveriesApi.sendAgain, { params })
    expect(again).toMatchObject({ state: 'queued', kind: notice.kind, to: notice.to, attempts: [] })
    expect(again.id).not.toBe(notice.id)
    expect(await refusal(cast.owner.call(deliveriesApi.sendAgain, { params }))).toBe('sent-again-before')
    expect((await cast.deliverMail()).map(({ subject }) => subject)).toEqual([notice.subject])
  })

  test('refuses what carried a password, and names the remedy', async () => {
    const cast = await openCast()
    await issuePassword(cast)
    await cast.deliverMail()
    const { data } = await cast.owner.call(deliveriesApi.list, { query: { contactId: cast.anna.atAcme.id } })
    const params = { deliveryId: data[0]!.id }
    const error = await cast.owner
      .call(deliveriesApi.sendAgain, { params })
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ status: 409, code: 'secret-erased' })
    expect((error as Refused).problem.detail).toContain('Issue a new password')
  })

  test('is not for viewers', async () => {
    const cast = await openCast()
    const notice = await sentNotice(cast)
    const viewer = await cast.hire('viewer')
    const call = viewer.call(deliveriesApi.sendAgain, { params: { deliveryId: notice.id } })
    expect(await refusal(call)).toBe('not-allowed')
  })

  async function sentNotice({ owner }: Cast) {
    const { data } = await owner.call(deliveriesApi.list, { query: { state: 'sent', limit: 100 } })
    return data.find(({ kind }) => kind === 'contactAdded')!
  }
})

describe('the mailbox', () => {
  test('shows a manager the letters to contacts, and an owner those to staff, too', async () => {
    const cast = await openCast()
    const manager = await cast.hire('manager', 'Max Manager')
    await cast.hire('viewer', 'Vera Viewer')
    await issuePassword(cast)
    const [letter] = await cast.deliverMail()
    const seen = await manager.call(mailboxApi.list, { query: { limit: 100 } })
    const own = (await manager.call(staffSessionApi.read)).staff.email
    expect(seen.data.every(({ to }) => to.includes(cast.anna.email) || to.includes(own))).toBe(true)
    const opened = await manager.call(mailboxApi.read, { params: { deliveryId: seen.data[0]!.id } })
    expect(opened.text).toContain(letter!.password)
    expect(opened.html).toContain(letter!.password)

    const all = await cast.owner.call(mailboxApi.list, { query: { limit: 100 } })
    const invitation = all.data.find(({ to }) => to.includes('vera.viewer'))!
    expect(all.data.length).toBeGreaterThan(seen.data.length)
    const params = { deliveryId: invitation.id }
    expect((await cast.owner.call(mailboxApi.read, { params })).text).toContain('/invitation#')
    expect(await refusal(manager.call(mailboxApi.read, { params }))).toBe('not-found')
  })

  test('shows a link to set a staff password only to the one it was sent to', async () => {
    const cast = await openCast()
    const manager = await cast.hire('manager', 'Max Manager')
    const { email } = (await manager.call(staffSessionApi.read)).staff
    await cast.visitor().call(staffSessionApi.sendPasswordLink, { body: { email } })
    await cast.deliverMail()
    const links = async (client: Client) =>
      (await client.call(mailboxApi.list, { query: { limit: 100 } })).data.filter(({ to }) =>
        to.includes(email),
      ).length
    expect(await links(manager)).toBe(2)
    expect(await links(cast.owner)).toBe(1)
  })

  test('pages', async () => {
    const cast = await openCast()
    for (let i = 0; i < 3; i++) {
      await issuePassword(cast)
      await cast.deliverMail()
    }
    const all = await cast.owner.call(mailboxApi.list, { query: { limit: 100 } })
    const first = await cast.owner.call(mailboxApi.list, { query: { limit: 2 } })
    const second = await cast.owner.call(mailboxApi.list, {
      query: { limit: 100, cursor: first.nextCursor! },
    })
    expect(first.data).toHaveLength(2)
    expect([...first.data, ...second.data]).toEqual(all.data)
    expect(second.nextCursor).toBeNull()
  })

  test('is not for viewers: it shows passwords', async () => {
    const cast = await openCast()
    const viewer = await cast.hire('viewer')
    expect(await refusal(viewer.call(mailboxApi.list))).toBe('not-allowed')
    const params = { deliveryId: newId() }
    expect(await refusal(viewer.call(mailboxApi.read, { params }))).toBe('not-allowed')
    expect(await refusal(cast.owner.call(mailboxApi.read, { params }))).toBe('not-found')
  })

  test('is not there while mail goes out', async () => {
    const cast = await openCast({ SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` })
    expect(await refusal(cast.owner.call(mailboxApi.list))).toBe('no-mailbox')
  })
})

test('an invitation that is done is not sent again: one invites again', async () => {
  const cast = await openCast()
  await cast.owner.call(staffApi.invite, {
    body: { name: 'Vera', email: 'vera@northwind.example', role: 'viewer' },
  })
  await cast.deliverMail()
  const { data } = await cast.owner.call(deliveriesApi.list, { query: { state: 'sent' } })
  const invitation = data.find(({ kind }) => kind === 'staffInvitation')!
  const params = { deliveryId: invitation.id }
  const error = await cast.owner.call(deliveriesApi.sendAgain, { params }).catch((reason: unknown) => reason)
  expect((error as Refused).problem.detail).toContain('Invite')
})
