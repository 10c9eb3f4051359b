import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closedPort, openFaultySmtp, type Fault, type FaultySmtp } from '../../../test/faulty-smtp.ts'
import { openSmtp, type Smtp } from './smtp.ts'
import { readSmtpUrl } from './smtp-url.ts'

/** For a server that never answers. Long enough that one that does is not taken for it on a busy machine. */
const limits = { connectMilliseconds: 3_000, greetingMilliseconds: 3_000, silenceMilliseconds: 3_000 }
const message = {
  from: 'portal@seller.test',
  to: 'anna@acme.test',
  content: Buffer.from('Subject: Hello\r\n\r\nHello Anna\r\n'),
}

let server: FaultySmtp
let smtp: Smtp

beforeEach(async () => {
  server = await openFaultySmtp()
  smtp = openSmtp({ url: server.url })
})
afterEach(async () => {
  smtp.close()
  await server.close()
})

test('closed at once, it sends nothing more, and says so', async () => {
  smtp.close({ now: true })
  expect(await smtp.send(message)).toMatchObject({ outcome: 'not-sent', reason: 'Portico was stopped.' })
  expect(server.connections).toBe(0)
})

test('a message is accepted, with the words of the server', async () => {
  expect(await smtp.send(message)).toEqual({ outcome: 'accepted', reply: '250 2.0.0 Kept as 12345' })
  expect(server.messages).toMatchObject([
    { from: message.from, to: [message.to], raw: message.content.toString() },
  ])
})

test('a mailbox with dots of its own is written as servers take it, as one recipient', async () => {
  await smtp.send({ ...message, to: 'a..b@docomo.test' })
  await smtp.send({ ...message, to: 'a.b@docomo.test' })
  const recipients = server.commands.filter((line) => line.startsWith('RCPT'))
  expect(recipients).toEqual(['RCPT TO:<"a..b"@docomo.test>', 'RCPT TO:<a.b@docomo.test>'])
})

describe('a refusal keeps its phase and whether it is for good', () => {
  test.each<[Fault['at'], string, boolean, string]>([
    ['greeting', '421 Too busy', false, 'connect'],
    ['greeting', '554 Go away', true, 'connect'],
    ['mail', '451 Greylisted', false, 'sender'],
    ['mail', '550 Not from you', true, 'sender'],
    ['rcpt', '450 Mailbox busy', false, 'recipient'],
    ['rcpt', '550 5.1.1 No such user', true, 'recipient'],
    ['data', '451 Not now', false, 'content'],
    ['data', '554 No', true, 'content'],
    ['dot', '452 Disk full', false, 'content'],
    ['dot', '554 Looks like spam', true, 'content'],
  ])('at %s: %s', async (at, reply, permanent, phase) => {
    server.fail({ at, do: reply as Fault['do'] })
    expect(await smtp.send(message)).toEqual({ outcome: 'refused', permanent, reply, phase })
    expect(server.messages).toEqual([])
  })
})

describe('without an answer it says whether the message can have arrived', () => {
  test.each<[Fault['at'], Fault['do'], string]>([
    ['greeting', 'drop', 'not-sent'],
    ['greeting', 'stall', 'not-sent'],
    ['ehlo', 'drop', 'not-sent'],
    ['ehlo', 'stall', 'not-sent'],
    ['mail', 'drop', 'not-sent'],
    ['mail', 'stall', 'not-sent'],
    ['rcpt', 'drop', 'not-sent'],
    ['rcpt', 'stall', 'not-sent'],
    ['data', 'drop', 'not-sent'],
    ['data', 'stall', 'not-sent'],
    ['dot', 'drop', 'unknown'],
    ['dot', 'stall', 'unknown'],
  ])('%s: %s', async (at, how, outcome) => {
    server.fail({ at, do: how, keeps: true })
    const hasty = openSmtp({ url: server.url, limits })
    expect(await hasty.send(message)).toMatchObject({ outcome })
    expect(server.messages.length).toBe(outcome === 'unknown' ? 1 : 0)
  })

  test('a server that hangs up in the middle of a long message has not got it', async () => {
    server.fail({ at: 'content', do: 'drop' })
    const long = { ...message, content: Buffer.alloc(20_000_000, 'a long letter\r\n') }
    expect(await smtp.send(long)).toMatchObject({ outcome: 'not-sent', phase: 'content' })
  })

  test('nobody listens', async () => {
    const nobody = openSmtp({ url: `smtp://127.0.0.1:${await closedPort()}`, limits })
    expect(await nobody.send(message)).toMatchObject({ outcome: 'not-sent', phase: 'connect' })
  })

  test('a server that is never silent and never done is given up', async () => {
    server.fail({ at: 'dot', do: 'stall', keeps: true })
    const hasty = openSmtp({
      url: server.url,
      limits: { ...limits, silenceMilliseconds: 60_000, messageMilliseconds: 3_000 },
    })
    expect(await hasty.send(message)).toMatchObject({
      outcome: 'unknown',
      reason: 'The mail server took too long.',
    })
  })
})

describe('connections', () => {
  test('one serves several messages', async () => {
    for (let i = 0; i < 3; i++) await smtp.send(message)
    expect(server.messages.length).toBe(3)
    expect(server.connections).toBe(1)
  })

  test('one that refused a recipient serves the next message', async () => {
    server.fail({ at: 'rcpt', do: '550 No such user', times: 1 })
    await smtp.send(message)
    expect(await smtp.send(message)).toMatchObject({ outcome: 'accepted' })
    expect(server.connections).toBe(1)
    expect(server.commands).toContain('RSET')
  })

  test('one that the server closed while idle is replaced, and nobody notices', async () => {
    await smtp.send(message)
    server.fail({ at: 'mail', do: 'drop', times: 1 })
    expect(await smtp.send(message)).toMatchObject({ outcome: 'accepted' })
    expect(server.connections).toBe(2)
    server.hangUp()
    expect(await smtp.send(message)).toMatchObject({ outcome: 'accepted' })
  })

  test('never more than allowed at once', async () => {
    const two = openSmtp({ url: server.url, limits, mostConnections: 2 })
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => two.send(message)))
    two.close()
    expect(outcomes.every((o) => o.outcome === 'accepted')).toBe(true)
    expect(server.messages.length).toBe(9)
    expect(server.connections).toBe(2)
  })
})

describe('the address of the server', () => {
  test('credentials go out encrypted only, except on this machine', () => {
    expect(readSmtpUrl('smtp://me:secret@mail.example.com').options).toMatchObject({
      requireTLS: true,
      port: 587,
      secure: false,
    })
    expect(readSmtpUrl('smtps://me:secret@mail.example.com').options).toMatchObject({
      secure: true,
      port: 465,
    })
    expect(readSmtpUrl('smtp://mail.example.com:25').options).toMatchObject({ requireTLS: false, port: 25 })
    expect(readSmtpUrl('smtp://me:secret@127.0.0.1:2525').options).toMatchObject({ requireTLS: false })
    expect(readSmtpUrl('smtp://mail.example.com').options.tls).toMatchObject({ rejectUnauthorized: true })
  })

  test('credentials may hold any character', () => {
    expect(readSmtpUrl('smtp://me%40x.test:a%2Fb%3Ac@mail.test').credentials).toEqual({
      user: 'me@x.test',
      pass: 'a/b:c',
    })
  })

  test('a server without TLS never sees the password', async () => {
    const required = openSmtp({ url: server.url.replace('127.0.0.1', 'me:secret@0.0.0.0'), limits })
    expect(await required.send(message)).toMatchObject({ outcome: expect.stringMatching(/not-sent|refused/) })
    expect(server.commands.some((c) => c.startsWith('AUTH'))).toBe(false)
  })

  test('a wrong password is a refusal at sign-in', async () => {
    const auth = await openFaultySmtp(['AUTH PLAIN'])
    auth.fail({ at: 'auth', do: '535 Wrong' })
    const signedIn = openSmtp({ url: auth.url.replace('//', '//me:secret@'), limits })
    expect(await signedIn.send(message)).toEqual({
      outcome: 'refused',
      permanent: true,
      reply: '535 Wrong',
      phase: 'sign-in',
    })
    signedIn.close()
    await auth.close()
  })
})
