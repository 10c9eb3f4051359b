import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../database/id.ts'
import { openMailbox, type OpenedMailbox } from './mailbox.ts'
import { mailboxFiles } from './mailbox-files.ts'
import { composeMessage, type Message } from '../smtp/message.ts'
import { openSmtp, type Smtp } from '../smtp/smtp.ts'

const NORTHWIND = newId()
const CONTOSO = newId()
const PUBLIC_URL = 'https://portal.example'

let dataDir: string
let mailbox: OpenedMailbox
let smtp: Smtp

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portico-mailbox-'))
  mailbox = await openMailbox({ dataDir, messagesMost: 5 })
  smtp = openSmtp({ url: mailbox.smtpUrl })
})
afterEach(async () => {
  smtp.close()
  await mailbox.close()
  await rm(dataDir, { recursive: true })
})

const letter: Omit<Message, 'deliveryId'> = {
  organizationId: NORTHWIND,
  from: { name: 'Northwind', address: 'portal@seller.test' },
  to: { name: 'Anna', address: 'anna@acme.test' },
  subject: 'Your temporary password',
  html: '<p>kRwDf4eUTxN7hpJ3aMyc</p>',
  text: 'kRwDf4eUTxN7hpJ3aMyc\n',
  date: new Date('2026-11-22T17:05:00Z'),
}

async function send(change: Partial<Message> = {}) {
  const message = { ...letter, deliveryId: newId(), ...change }
  const content = await composeMessage(message, PUBLIC_URL)
  const outcome = await smtp.send({ from: message.from.address, to: message.to.address, content })
  return { id: message.deliveryId, outcome, content: content.toString() }
}

test('files beside a letter are listed; a picture within it stands in its place', async () => {
  const content = Buffer.from('%PDF-1.7')
  const logo = { contentType: 'image/png' as const, content: Buffer.from('png'), width: 3, height: 1 }
  const { id } = await send({
    html: '<img src="cid:logo@portico">',
    logo,
    attachment: { filename: 'INV-0001.pdf', contentType: 'application/pdf', content },
  })
  const read = (await mailbox.read(NORTHWIND, id))!
  expect(read.attachments).toEqual([{ filename: 'INV-0001.pdf', contentType: 'application/pdf', content }])
  expect(read.html).toContain('src="data:image/png;base64,')
})

test('a letter is kept and read again, whole', async () => {
  const { id, outcome } = await send({ subject: 'Grüße an Åsa' })
  expect(outcome).toMatchObject({ outcome: 'accepted' })
  expect(await mailbox.entries(NORTHWIND, [id])).toEqual([
    { id, to: 'Anna <anna@acme.test>', subject: 'Grüße an Åsa', at: '2026-11-22T17:05:00.000Z' },
  ])
  const message = await mailbox.read(NORTHWIND, id)
  expect(message).toMatchObject({
    id,
    html: letter.html,
    text: letter.text,
    from: 'Northwind <portal@seller.test>',
  })
  expect(message?.headers).toContainEqual({ name: 'auto-submitted', value: 'auto-generated' })
  expect(message?.headers).toContainEqual({ name: 'message-id', value: `<${id}@portal.example>` })
})

test('organizations never see one another', async () => {
  const { id } = await send()
  expect(await mailbox.ids(CONTOSO)).toEqual([])
  expect(await mailbox.entries(CONTOSO, [id])).toEqual([])
  expect(await mailbox.read(CONTOSO, id)).toBeNull()
})

test('the same delivery twice is one message', async () => {
  const { id } = await send()
  await send({ deliveryId: id, text: 'again\n' })
  expect(await mailbox.ids(NORTHWIND)).toEqual([id])
  expect((await mailbox.read(NORTHWIND, id))?.text).toBe('again\n')
})

test('newest first, and only the newest are kept', async () => {
  const ids: string[] = []
  for (let i = 0; i < 7; i++) ids.push((await send()).id)
  const kept = ids.slice(2).reverse()
  expect(await mailbox.ids(NORTHWIND)).toEqual(kept)
  expect(await mailbox.read(NORTHWIND, ids[0]!)).toBeNull()
})

test('files are for this user alone, and no draft stays behind', async () => {
  const { id } = await send()
  const folder = join(dataDir, 'mailbox', NORTHWIND)
  expect(await readdir(folder)).toEqual([`${id}.eml`])
  expect((await stat(join(folder, `${id}.eml`))).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('letters are there after a restart, and half a letter is not', async () => {
  const { id } = await send()
  await mailbox.close()
  const folder = join(dataDir, 'mailbox', NORTHWIND)
  await writeFile(join(folder, '.half'), 'Subject: Half')
  const anHourAgo = new Date(Date.now() - 3_600_000)
  await utimes(join(folder, '.half'), anHourAgo, anHourAgo)
  mailbox = await openMailbox({ dataDir })
  expect(await mailbox.ids(NORTHWIND)).toEqual([id])
  expect(await readdir(folder)).toEqual([`${id}.eml`])
})

test('a process that starts takes no letter away that another is writing', async () => {
  await send()
  const folder = join(dataDir, 'mailbox', NORTHWIND)
  await writeFile(join(folder, '.half'), 'Subject: Half')
  await (await openMailbox({ dataDir })).close()
  expect(await readdir(folder)).toContain('.half')
})

describe('refused', () => {
  test('a message that names no delivery', async () => {
    const content = Buffer.from('Subject: Hi\r\n\r\nX-Portico-Delivery: nothing\r\n')
    const outcome = await smtp.send({ from: 'a@b.test', to: 'c@d.test', content })
    expect(outcome).toMatchObject({ outcome: 'refused', permanent: true })
  })

  test('a message that names a file elsewhere', async () => {
    const content = Buffer.from(`X-Portico-Delivery: ../../etc/passwd\r\nSubject: Hi\r\n\r\nHi\r\n`)
    const outcome = await smtp.send({ from: 'a@b.test', to: 'c@d.test', content })
    expect(outcome).toMatchObject({ outcome: 'refused', permanent: true })
    await expect(mailboxFiles(dataDir).ids('../..')).rejects.toThrow('UUID')
    expect(await mailbox.read(NORTHWIND, '../secret-key')).toBeNull()
  })

  test('anybody without the password of this run', async () => {
    const { host } = new URL(mailbox.smtpUrl)
    const outcomes = await Promise.all(
      [`smtp://${host}`, `smtp://postman:guess@${host}`].map((url) =>
        openSmtp({ url }).send({
          from: 'a@b.test',
          to: 'c@d.test',
          content: Buffer.from('Subject: Hi\r\n\r\nHi\r\n'),
        }),
      ),
    )
    expect(outcomes).toMatchObject([
      { outcome: 'refused', phase: 'sender' },
      { outcome: 'refused', phase: 'sign-in' },
    ])
  })

  test('for now, while the disk says no', async () => {
    await rm(join(dataDir, 'mailbox'), { recursive: true })
    await writeFile(join(dataDir, 'mailbox'), '')
    expect((await send()).outcome).toMatchObject({ outcome: 'refused', permanent: false })
  })
})

test.each([
  'abc.@docomo.test',
  'a..b@docomo.test',
  '.abc@docomo.test',
  `${'a'.repeat(90)}@acme.test`,
  'анна..@xn--80a1acny.test',
  "+%=|{}!#$&'*/?^_`~.@acme.test",
])('a letter to %s reaches one mailbox, and no other', async (address) => {
  const { id, outcome, content } = await send({ to: { name: 'Anna, "B" <c@d.test>', address } })
  expect(outcome).toMatchObject({ outcome: 'accepted' })
  const headers = content.slice(0, content.indexOf('\r\n\r\n'))
  expect(headers.match(/^(?:to|cc|bcc):/gim)).toHaveLength(1)
  const { to } = (await mailbox.read(NORTHWIND, id))!
  const [local, domain] = address.split('@')
  expect(to.replaceAll('"', '')).toContain(`<${local}@${domain!.replace('xn--80a1acny', 'почта')}>`)
})

describe('headers', () => {
  test.each([
    'Anna\r\nBcc: evil@evil.test',
    'Anna" <evil@evil.test>, "x',
    'a, b; c: d@e.test;',
    '\u202Eanna',
    '=?utf-8?q?=0d=0aBcc:_evil?=',
  ])('the name %j is a name', async (name) => {
    const { id, content } = await send({
      to: { name, address: 'anna@acme.test' },
      subject: name,
      from: { name, address: 'p@s.test' },
    })
    const headers = content.slice(0, content.indexOf('\r\n\r\n'))
    expect(headers).not.toMatch(/^bcc:/im)
    expect(headers.match(/^to:/gim)).toHaveLength(1)
    const message = await mailbox.read(NORTHWIND, id)
    expect(message?.to).toMatch(/<anna@acme\.test>$/)
    expect(message?.to.match(/@acme\.test|<[^>]*>$/g)).toBeTruthy()
    expect(message?.subject).not.toContain('\u202e')
  })

  test('an address that is several is refused before it is a message', async () => {
    for (const address of ['a@b.test, c@d.test', 'a@b.test\r\nBcc: c@d.test', 'x <a@b.test>', 'a@b@c.test'])
      await expect(
        composeMessage({ ...letter, deliveryId: newId(), to: { name: '', address } }, PUBLIC_URL),
      ).rejects.toThrow('exactly one')
  })
})
