import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { sql } from 'kysely'
import { describe, expect, test, onTestFinished } from 'vitest'
import { BOUNCES, openOutboxOfDocuments, type OutboxOfDocuments } from '../../../test/document-letters.ts'
import { refused } from '../../../test/client.ts'
import { contactsApi } from '../../contacts/contacts.api.ts'
import { newId } from '../../database/id.ts'
import { bounceAddress, readBounceAddress } from './bounce-address.ts'
import { openBounceListener } from './bounce-listener.ts'
import { readRefusal } from './bounce-reason.ts'
import { deliveriesApi } from '../deliveries/deliveries.api.ts'
import { readDeliveryReport } from './delivery-report.ts'
import { createSealer } from '../outbox/seal.ts'
import { openSmtp } from '../smtp/smtp.ts'

const SECRET = 'a secret of two mail services'

async function bouncedOf({ database, organization, anna }: OutboxOfDocuments) {
  const { rows } = await sql<{ at: string | null; reason: string | null }>`
    select email_bounced_at as at, email_bounce_reason as reason from people
    where organization_id = ${organization.id} and id = ${anna.atAcme.personId}`.execute(
    database.of(organization.id),
  )
  return rows[0]!
}

describe('a refusal', () => {
  test.each([
    ['550 5.1.1 No such user', true],
    ['550 5.1.10 Null MX', true],
    ['550 No such user here', true],
    ['553 mailbox name not known', true],
    ['550-5.2.1 The account is disabled', true],
    ['550 5.4.1 Recipient address rejected: Access denied', true],
    ['552 5.2.2 Mailbox full', false],
    ['550 5.7.1 Message rejected as spam', false],
    ['550 relaying denied', false],
    ['554 5.3.4 Too large', false],
    ['550 5.1.8 Bad sender', false],
    ['550 5.7.509 192.0.5.1.1 blocked', false],
  ])('%s: the address is dead: %s', (reply, dead) => {
    expect(readRefusal(reply).addressIsDead).toBe(dead)
  })

  test('of the recipient for good marks the address, which is mailed nothing more at any customer', async () => {
    const world = await openOutboxOfDocuments()
    const { anna, owner, server, postDocument, deliver, stateOf } = world
    const waiting = await postDocument(anna.atBirch, { notBefore: new Date('2026-06-01T00:00:00Z') })
    const id = await postDocument(anna.atAcme)
    server.fail({ at: 'rcpt', do: '550 5.1.1 No such user', times: 1 })
    await deliver()
    expect(await stateOf(id)).toMatchObject({
      state: 'bounced',
      reason: 'The mail server rejected the address: the mailbox does not exist.',
    })
    expect(await bouncedOf(world)).toEqual({
      at: '2026-05-04T09:00:00.000Z',
      reason: 'the mailbox does not exist',
    })
    expect(await stateOf(waiting)).toMatchObject({
      state: 'cancelled',
      reason: `Cancelled: mail to ${anna.email} bounced: the mailbox does not exist.`,
    })
    const later = await postDocument(anna.atBirch)
    await deliver()
    expect((await stateOf(later)).state).toBe('cancelled')
    expect(server.messages).toHaveLength(0)
    const journal = await owner.send('GET', `/v1/journal?personId=${anna.atAcme.personId}`)
    expect(journal.text).toContain('found that mail to the address bounces')
    const refusal = await refused(owner.call(deliveriesApi.sendAgain, { params: { deliveryId: id } }))
    expect(refusal.code).toBe('address-bounced')
  })

  test('of a password marks the address as well, and a password issued all the same is tried', async () => {
    const world = await openOutboxOfDocuments()
    const { anna, owner, server, deliver } = world
    const issue = () =>
      owner.call(contactsApi.issuePassword, {
        params: { contactId: anna.atAcme.id },
        body: { generate: true },
      })
    server.fail({ at: 'rcpt', do: '550 5.1.1 No such user', times: 1 })
    await issue()
    await deliver()
    expect((await bouncedOf(world)).at).not.toBeNull()
    await issue()
    await deliver()
    expect(server.messages).toHaveLength(1)
  })

  test.each([
    { at: 'dot', do: '550 5.7.1 This looks like spam' },
    { at: 'dot', do: '550 5.1.1 Said too late' },
    { at: 'mail', do: '550 5.1.8 Bad sender' },
    { at: 'rcpt', do: '550 5.7.1 Policy' },
  ] as const)('at $at that says $do fails, and marks nobody', async (fault) => {
    const world = await openOutboxOfDocuments()
    const id = await world.postDocument(world.anna.atAcme)
    world.server.fail(fault)
    await world.deliver()
    expect((await world.stateOf(id)).state).toBe('failed')
    expect((await bouncedOf(world)).at).toBeNull()
  })
})

describe('the address of a bounce', () => {
  const sealer = createSealer({ current: Buffer.alloc(32, 7), old: [] })
  const named = { organizationId: newId(), deliveryId: newId() }
  const made = bounceAddress(sealer, BOUNCES, named)

  test('names its delivery, fits into 64 octets, and bears upper case', () => {
    expect(made.indexOf('@')).toBeLessThanOrEqual(64)
    for (const one of [made, made.toUpperCase()])
      expect(readBounceAddress(sealer, BOUNCES, one)).toEqual({
        organizationEnd: named.organizationId.slice(-8),
        deliveryId: named.deliveryId,
      })
  })

  test('is nobody else’s to make', () => {
    const at = made.indexOf('@')
    const swapped = (place: number) =>
      made.slice(0, place) + (made[place] === 'a' ? 'b' : 'a') + made.slice(place + 1)
    for (let place = 'bounces+'.length; place < at; place++)
      expect(readBounceAddress(sealer, BOUNCES, swapped(place))).toBeNull()
    const other = createSealer({ current: Buffer.alloc(32, 8), old: [] })
    expect(readBounceAddress(other, BOUNCES, made)).toBeNull()
    for (const junk of [
      '',
      '@',
      BOUNCES,
      `bounces+@portico.example`,
      made.replace('portico', 'evil'),
      '+'.repeat(500),
    ])
      expect(readBounceAddress(sealer, BOUNCES, junk)).toBeNull()
  })
})

const dsn = (action: string, status: string, diagnostic: string) =>
  [
    'From: MAILER-DAEMON@mx.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="sep/arate"',
    '',
    '--sep/arate',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--sep/arate',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; anna@ash.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${diagnostic}`,
    '    (in reply to RCPT TO)',
    '',
    '--sep/arate--',
    '',
  ].join('\r\n')

describe('a report of delivery', () => {
  async function openWithListener() {
    const world = await openOutboxOfDocuments()
    const { app, organization } = world
    const listener = await openBounceListener({
      services: app.services,
      address: BOUNCES,
      port: 0,
      host: '127.0.0.1',
    })
    const smtp = openSmtp({ url: `smtp://127.0.0.1:${listener.port}` })
    onTestFinished(async () => {
      smtp.close()
      await listener.close()
    })
    const id = await world.postDocument(world.anna.atAcme)
    await world.deliver({ bounceAddress: BOUNCES })
    const { from } = world.server.messages[0]!
    expect(from).toBe(
      bounceAddress(app.services.sealer, BOUNCES, { organizationId: organization.id, deliveryId: id }),
    )
    const report = (content: string, to = from) =>
      smtp.send({ from: 'mailer-daemon@mx.example', to, content: Buffer.from(content) })
    return { ...world, id, from, report, port: listener.port }
  }

  test('comes in while strangers hold every place there is and go on talking', async () => {
    const { port, report } = await openWithListener()
    const strangers = Array.from({ length: 25 }, () => connect(port, '127.0.0.1'))
    const talking = strangers.map(async (socket) => {
      socket.on('error', () => {})
      onTestFinished(() => void socket.destroy())
      socket.write('EHLO stranger.example\r\nNOOP\r\n')
      await Promise.race(['data', 'close'].map((event) => once(socket, event))).catch(() => {})
    })
    await Promise.all(talking)
    expect(await report(dsn('failed', '5.1.1', '5.1.1 No such user'))).toMatchObject({ outcome: 'accepted' })
  })

  test('that it failed makes a sent letter bounced, marks the address, and does so once', async () => {
    const world = await openWithListener()
    const { id, owner, report, stateOf } = world
    expect((await stateOf(id)).state).toBe('sent')
    for (let times = 0; times < 2; times++)
      expect(await report(dsn('failed', '5.1.1', '5.1.1 No such user'))).toMatchObject({
        outcome: 'accepted',
      })
    expect(await stateOf(id)).toMatchObject({
      state: 'bounced',
      reason: 'It bounced: the mailbox does not exist.',
      attempts: ['accepted'],
    })
    expect((await bouncedOf(world)).reason).toBe('the mailbox does not exist')
    const details = await owner.call(deliveriesApi.read, { params: { deliveryId: id } })
    expect(details.reports).toMatchObject([
      { event: 'bounced', sentence: 'It bounced.', reason: expect.stringContaining('5.1.1 No such user') },
    ])
    expect(details.addressBounced).toBe(true)
    expect(details.canSendAgain).toBe(false)
  })

  test('that it waits or arrived is noted; a full mailbox comes back and marks nobody', async () => {
    const world = await openWithListener()
    const { id, report, stateOf, owner } = world
    await report(dsn('delayed', '4.4.1', 'Not yet'))
    await report(dsn('delivered', '2.0.0', 'Done'))
    expect((await stateOf(id)).state).toBe('sent')
    await report(dsn('failed', '5.2.2', '5.2.2 Full'))
    expect(await stateOf(id)).toMatchObject({
      state: 'bounced',
      reason: 'It bounced: the mailbox is full.',
    })
    expect((await bouncedOf(world)).at).toBeNull()
    const { reports } = await owner.call(deliveriesApi.read, { params: { deliveryId: id } })
    expect(reports.map(({ event }) => event).toSorted()).toEqual(['bounced', 'delayed', 'delivered'])
  })

  test('to an address that we never made is refused; what is no report is taken and forgotten', async () => {
    const world = await openWithListener()
    const { id, from, report, stateOf } = world
    const forged = from.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@'))
    for (const to of [forged, BOUNCES, 'anna@ash.example'])
      expect(await report(dsn('failed', '5.1.1', 'x'), to)).toMatchObject({
        outcome: 'refused',
        permanent: true,
      })
    const junk = [
      '',
      'Subject: On holiday\r\n\r\nBack on Monday',
      '\0'.repeat(10_000),
      dsn('failed', '5.1.1', 'x').slice(0, 200),
    ]
    for (const content of [...junk, `Subject: big\r\n\r\n${'x'.repeat(1_000_000)}`])
      expect(await report(content)).toMatchObject({ outcome: 'accepted' })
    expect((await stateOf(id)).state).toBe('sent')
    expect((await bouncedOf(world)).at).toBeNull()
  })
})

test('a report is read whatever its encoding, and junk of any shape is null and takes no time', () => {
  const plain = dsn('failed', '5.1.1', 'gone')
  expect(readDeliveryReport(Buffer.from(plain))).toEqual({
    action: 'failed',
    reason: '5.1.1 550 gone (in reply to RCPT TO)',
  })
  const status = 'Reporting-MTA: dns; mx.example\n\nAction: failed\nStatus: 5.1.2\n'
  const encoded = `Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n${Buffer.from(status).toString('base64')}\n--b--\n`
  expect(readDeliveryReport(Buffer.from(encoded))).toEqual({ action: 'failed', reason: '5.1.2' })
  const nasty = [
    'a:'.repeat(120_000),
    '\n '.repeat(120_000),
    `Content-Type: multipart/report; boundary=b\n\n${'\n--b\n'.repeat(50_000)}`,
    `Content-Type: multipart/report; boundary="${'x'.repeat(100_000)}`,
    `Content-Type: multipart/report;${' boundary='.repeat(20_000)}`,
    `Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n${'\n \t'.repeat(80_000)}`,
  ]
  const begun = process.cpuUsage()
  for (const junk of nasty) expect(readDeliveryReport(Buffer.from(junk))).toBeNull()
  expect(process.cpuUsage(begun).user / 1_000, 'milliseconds').toBeLessThan(1_000)
})

describe('what a mail service posts', () => {
  const sign = (body: string, seconds: number, secret = SECRET) => {
    const digest = createHash('sha256').update(body).digest('hex')
    const proof = createHmac('sha256', secret).update(`${seconds}.${digest}`).digest('hex')
    return `t=${seconds},sha256=${digest},v1=${proof}`
  }

  async function openWithEvents() {
    const world = await openOutboxOfDocuments({ MAIL_EVENTS_SECRET: SECRET })
    const id = await world.postDocument(world.anna.atAcme, { document: { kind: 'reminder' } })
    await world.deliver()
    const seconds = world.clock.now().getTime() / 1_000
    const events = (event: object) =>
      JSON.stringify([
        { organizationId: world.organization.id, at: world.clock.now().toISOString(), reason: '', ...event },
      ])
    const send = (body: string, signature: string) =>
      world.visitor().send('POST', '/v1/mail/events', {
        payload: body,
        type: 'application/json',
        headers: { origin: '', 'portico-signature': signature },
      })
    return { ...world, id, seconds, events, send }
  }

  test('is believed when it is signed, and once', async () => {
    const world = await openWithEvents()
    const { id, seconds, events, send, stateOf } = world
    const body = events({ messageId: `<${id}@localhost>`, event: 'bounced' })
    expect((await send(body, sign(body, seconds))).json).toEqual({ recorded: 1, ignored: 0 })
    expect((await send(body, sign(body, seconds))).json).toEqual({ recorded: 0, ignored: 1 })
    expect(await stateOf(id)).toMatchObject({
      state: 'bounced',
      reason: 'It bounced: the mail service reported a permanent failure.',
    })
    expect((await bouncedOf(world)).at).not.toBeNull()
  })

  test('is refused when the signature is missing, wrong, of another body or old', async () => {
    const { id, seconds, events, send, stateOf } = await openWithEvents()
    const body = events({ deliveryId: id, event: 'bounced' })
    const signatures = [
      '',
      'v1=00',
      sign(body, seconds, 'another secret of somebody'),
      sign(`${body} `, seconds),
      sign(body, seconds - 301),
      sign(body, seconds + 301),
    ]
    for (const signature of signatures) {
      const { status, code } = await refused(send(body, signature))
      expect([status, code]).toEqual([401, 'signature-refused'])
    }
    for (const wrong of ['', '{', '{}', '[{}]', events({ deliveryId: id, event: 'exploded' })])
      expect((await refused(send(wrong, sign(wrong, seconds)))).status).toBe(400)
    const stranger = events({ deliveryId: newId(), event: 'bounced' })
    expect((await send(stranger, sign(stranger, seconds))).json).toEqual({ recorded: 0, ignored: 1 })
    expect((await stateOf(id)).state).toBe('sent')
  })

  test('has 1 MB at most', async () => {
    const { seconds, send } = await openWithEvents()
    const body = `[${' '.repeat(1024 * 1024)}]`
    expect((await refused(send(body, sign(body, seconds)))).status).toBe(413)
  })

  test('of a reminder called spam ends reminders to that contact', async () => {
    const { id, seconds, events, send, anna, owner, database, organization } = await openWithEvents()
    const body = events({ deliveryId: id, event: 'complained' })
    await send(body, sign(body, seconds))
    const { rows } = await sql<{ unsubscribed: object }>`
      select unsubscribed from contacts where organization_id = ${organization.id} and id = ${anna.atAcme.id}`.execute(
      database.of(organization.id),
    )
    expect(rows[0]!.unsubscribed).toEqual({ reminders: '2026-05-04T09:00:00.000Z' })
    const { json } = await owner.send('GET', `/v1/journal?contactId=${anna.atAcme.id}`)
    expect((json as { data: object[] }).data[0]).toMatchObject({
      actor: { kind: 'system' },
      sentence: 'unsubscribed the contact, who marked a message as spam',
    })
  })

  test('of a reminder called spam by who had the place before says nothing about who has it now', async () => {
    const { id, seconds, events, send, anna, owner, addCustomer, addContact, read } = await openWithEvents()
    const { version } = await read(anna.atAcme.id)
    const ben = await addContact(await addCustomer('Cedar'), {
      email: 'ben@successor.example',
    })
    await owner.call(contactsApi.change, {
      params: { contactId: anna.atAcme.id },
      body: { email: ben.email, onlyThisCustomer: true, attach: true },
      version,
    })
    const body = events({ deliveryId: id, event: 'complained' })
    await send(body, sign(body, seconds))
    expect((await read(anna.atAcme.id)).unsubscribed).toEqual({})
  })

  test('is not taken at all without a secret, and the answer says what to set', async () => {
    const { visitor } = await openOutboxOfDocuments()
    const { status, problem } = await refused(
      visitor().send('POST', '/v1/mail/events', { payload: '[]', type: 'application/json' }),
    )
    expect(status).toBe(404)
    expect(problem.detail).toContain('MAIL_EVENTS_SECRET')
  })
})
