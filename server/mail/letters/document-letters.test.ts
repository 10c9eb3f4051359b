import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { simpleParser, type ParsedMail } from 'mailparser'
import { describe, expect, test, vi } from 'vitest'
import { openOutboxOfDocuments, type OutboxOfDocuments } from '../../../test/document-letters.ts'
import { LOGO } from '../../../test/sample-documents.ts'
import { contactsApi, type Contact } from '../../contacts/contacts.api.ts'
import { newId } from '../../database/id.ts'
import { invoicingSettingsApi } from '../../invoices/invoicing-settings.api.ts'
import { inOrganization, inTransaction } from '../../scope/scope.ts'
import { deliveriesApi } from '../deliveries/deliveries.api.ts'
import type { DocumentFacts } from './document.ts'
import { cancelLettersOfDocument, rescheduleLettersOfDocument } from '../outbox/post.ts'

const attachment = { source: 'invoice', id: newId(), revision: 1 } as const

const unwrapped = (text: string) => text.replaceAll(/\s+/g, ' ')

/** As text, and as a reader sees the HTML. */
function formsOf({ text, html }: ParsedMail): string[] {
  return [text!, html as string].map((form) =>
    unwrapped(form.replaceAll(/<\/?(bdi|strong|br)[^>]*>/g, '').replaceAll(/[\u2066-\u2069]/g, '')),
  )
}

/** What a contact finds after a document was sent to them. */
async function mailed(
  { server, postDocument, deliver }: OutboxOfDocuments,
  to: Contact,
  facts: Partial<DocumentFacts>,
): Promise<ParsedMail> {
  server.messages.length = 0
  await postDocument(to, { facts })
  await deliver({
    attachmentOf: async () => ({
      filename: 'INV-0042.pdf',
      contentType: 'application/pdf',
      content: Buffer.from('x'),
    }),
  })
  return simpleParser(server.messages[0]!.raw)
}

describe('the letter of a document', () => {
  test('says its facts, who else has it, and where to see it, and makes no markup of what staff wrote', async () => {
    const { anna, server, giveAccess, postDocument, deliver, organization } = await openOutboxOfDocuments()
    await giveAccess(anna.atAcme)
    await postDocument(anna.atAcme, { document: { role: 'cc' } })
    await deliver()
    const mail = await simpleParser(server.messages[0]!.raw)
    expect(mail.subject).toBe('Invoice INV-0042 from Northwind')
    for (const form of [mail.text!, mail.html as string]) {
      expect(form).toContain('INV-0042')
      expect(form).toContain('€1,200.00')
      expect(form).toContain('bob@acme.example')
      expect(form).toContain('You receive a copy.')
      expect(form).toMatch(/because you receive invoices as a\s+contact of/)
      expect(form).toContain(`http://localhost:8080/portal/${organization.slug}/invoices/0190`)
    }
    expect(mail.text).toContain('attached.\nSee https://northwind.example/pay <b>today</b>.')
    expect(mail.html).toContain('&lt;b&gt;today&lt;/b&gt;')
    expect(mail.html).not.toContain('href="https://northwind.example/pay')
    expect(mail.headers.has('list-unsubscribe')).toBe(false)
  })

  test('carries its attachment byte by byte, made once for all its readers', async () => {
    const { anna, acme, addContact, server, postDocument, deliver } = await openOutboxOfDocuments()
    const content = randomBytes(70_001)
    let made = 0
    const bob = await addContact(acme, { email: 'bob@acme.example' })
    await deliver()
    server.messages.length = 0
    for (const contact of [anna.atAcme, bob]) await postDocument(contact, { facts: { attachment } })
    await deliver({
      attachmentOf: async (_organizationId, ...wanted) => {
        expect(wanted).toEqual(['invoice', attachment.id, 1])
        made += 1
        return { filename: '../INV/0042 .pdf', contentType: 'application/pdf', content }
      },
    })
    expect(server.messages).toHaveLength(2)
    expect(made).toBe(1)
    for (const { raw } of server.messages) {
      const [attached] = (await simpleParser(Buffer.from(raw, 'latin1'))).attachments
      expect(attached).toMatchObject({ filename: 'INV-0042-.pdf', contentType: 'application/pdf' })
      expect(attached!.content.equals(content)).toBe(true)
    }
  })

  test('leads to no door that its reader has no key to: it brings the PDF, and says who to ask', async () => {
    const world = await openOutboxOfDocuments()
    const { anna, owner, giveAccess, organization } = world
    const { version } = await owner.call(invoicingSettingsApi.read)
    await owner.call(invoicingSettingsApi.change, {
      body: { sellerEmail: 'billing@northwind.example' },
      version,
    })
    const asked = `Ask Northwind for access to its customer portal: billing@northwind.example.`
    const portal = `/portal/${organization.slug}`
    const facts = { attachment, attachedWithoutAccessOnly: true }

    const without = await mailed(world, anna.atAcme, facts)
    expect(without.attachments.map(({ filename }) => filename)).toEqual(['INV-0042.pdf'])
    for (const form of formsOf(without)) {
      expect(form).toContain(asked)
      expect(form).not.toContain(portal)
      expect(form).not.toContain('View invoice')
    }

    await giveAccess(anna.atAcme)
    const withAccess = await mailed(world, anna.atAcme, facts)
    expect(withAccess.attachments).toEqual([])
    for (const form of formsOf(withAccess)) {
      expect(form).toContain(`${portal}/invoices/0190`)
      expect(form).not.toContain('Ask Northwind')
    }

    const revoked = { params: { contactId: anna.atAcme.id } }
    await owner.call(contactsApi.takeAccessAway, revoked)
    expect((await mailed(world, anna.atAcme, facts)).text).not.toContain(portal)
  })

  test('to somebody who is made a contact and has no portal access speaks of no sign-in', async () => {
    const { acme, birch, addContact, giveAccess, deliver, server } = await openOutboxOfDocuments()
    const told = async (contact: Contact) => {
      server.messages.length = 0
      await addContact(birch, { email: contact.email })
      await deliver()
      return (await simpleParser(server.messages.at(-1)!.raw)).text!
    }
    const bob = await told(await addContact(acme, { email: 'bob@acme.example' }))
    expect(bob).toContain('added you as a contact of Birch')
    expect(bob).not.toMatch(/password|\/portal\//)
    const eve = await addContact(acme, { email: 'eve@acme.example' })
    await giveAccess(eve)
    expect(await told(eve)).toMatch(/password[^]*\/portal\//)
  })

  test('bears the logo, which comes with it and is no file beside it; the PDF is', async () => {
    const world = await openOutboxOfDocuments()
    const { anna, owner } = world
    const { version } = await owner.call(invoicingSettingsApi.read)
    await owner.call(invoicingSettingsApi.change, { body: { logo: LOGO }, version })
    const { html, attachments } = await mailed(world, anna.atAcme, { attachment })
    expect(html).toContain(`src="data:image/png;base64,${LOGO.base64}"`)
    expect(attachments.map(({ filename, related }) => [filename, !!related])).toEqual([
      ['logo.png', true],
      ['INV-0042.pdf', false],
    ])
    await owner.call(invoicingSettingsApi.change, { body: { logo: null }, version: version + 1 })
    expect((await mailed(world, anna.atAcme, { attachment })).attachments).toHaveLength(1)
  })

  test('waits while its attachment cannot be made, and says why', async () => {
    const { anna, owner, server, clock, app, postDocument, deliver, stateOf } = await openOutboxOfDocuments()
    const id = await postDocument(anna.atAcme, { facts: { attachment } })
    const logged = vi.spyOn(app.services.log, 'error')
    await deliver({ attachmentOf: () => Promise.reject(new Error('no fonts')) })
    expect(await stateOf(id)).toMatchObject({ state: 'queued', attempts: ['not-written'] })
    const details = await owner.call(deliveriesApi.read, { params: { deliveryId: id } })
    expect(details.attempts[0]!.reply).toBe(
      'The attachment could not be made: something went wrong. The server’s log says what.',
    )
    expect(logged.mock.calls).toMatchObject([
      [{ deliveryId: id, reason: { message: 'no fonts' } }, expect.anything()],
    ])
    clock.advance({ minutes: 1 })
    await deliver({
      attachmentOf: async () => ({
        filename: 'a.pdf',
        contentType: 'application/pdf',
        content: Buffer.from('x'),
      }),
    })
    expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: ['not-written', 'accepted'] })
    expect(server.messages).toHaveLength(1)
  })

  test('waits for its time, may be given another, and is tried for days from then', async () => {
    const world = await openOutboxOfDocuments()
    const { anna, owner, server, clock, postDocument, deliver, stateOf, app, organization } = world
    const at = (days: number) => new Date(clock.now().getTime() + days * 86_400_000)
    const invoiceId = newId()
    const id = await postDocument(anna.atAcme, { notBefore: at(7), document: { invoiceId } })
    expect(await deliver()).toBe(0)
    const listed = await owner.call(deliveriesApi.list, { query: { invoiceId } })
    expect(listed.data).toMatchObject([
      { id, kind: 'invoice', invoiceId, role: 'to', state: 'queued', scheduledFor: at(7).toISOString() },
    ])
    const changed = await inTransaction(inOrganization(app.services, organization.id), (tx) =>
      rescheduleLettersOfDocument(tx, { invoiceId }, at(8)),
    )
    expect(changed).toBe(1)
    clock.advance({ days: 7 })
    expect(await deliver()).toBe(0)
    clock.advance({ days: 1 })
    server.fail({ at: 'rcpt', do: '450 4.2.1 Not now', times: 1 })
    expect(await deliver()).toBe(1)
    expect(await stateOf(id)).toMatchObject({ state: 'queued', attempts: ['refused-for-now'] })
    clock.advance({ minutes: 1 })
    await deliver()
    expect(await stateOf(id)).toMatchObject({ state: 'sent' })
  })

  test('is cancelled with its document, and only those that were meant', async () => {
    const { anna, postDocument, deliver, stateOf, server, app, organization } = await openOutboxOfDocuments()
    const invoiceId = newId()
    const reminder = await postDocument(anna.atAcme, { document: { kind: 'reminder', invoiceId } })
    const invoice = await postDocument(anna.atAcme, { document: { invoiceId } })
    const other = await postDocument(anna.atAcme, { document: { kind: 'reminder', invoiceId: newId() } })
    const which = { invoiceId, kinds: ['reminder' as const] }
    const count = await inTransaction(inOrganization(app.services, organization.id), (tx) =>
      cancelLettersOfDocument(tx, which, 'the invoice was paid'),
    )
    expect(count).toBe(1)
    await deliver()
    expect(await stateOf(reminder)).toMatchObject({
      state: 'cancelled',
      reason: 'Cancelled: the invoice was paid.',
    })
    expect(await stateOf(invoice)).toMatchObject({ state: 'sent' })
    expect(await stateOf(other)).toMatchObject({ state: 'sent' })
    expect(server.messages).toHaveLength(2)
  })

  test('is looked at again at the last moment: unwanted, inactive, gone, unsubscribed', async () => {
    const world = await openOutboxOfDocuments()
    const { anna, owner, postDocument, deliver, stateOf, server, database, organization } = world
    const db = database.of(organization.id)
    const paid = await postDocument(anna.atAcme, { document: { kind: 'reminder' } })
    await deliver({
      stillWanted: async (_organizationId, { kind }) => (kind === 'reminder' ? 'the invoice was paid' : null),
    })
    expect(await stateOf(paid)).toMatchObject({
      state: 'cancelled',
      reason: 'Cancelled: the invoice was paid.',
    })

    const reminder = await postDocument(anna.atAcme, { document: { kind: 'reminder' } })
    const invoice = await postDocument(anna.atAcme)
    await sql`update contacts set unsubscribed = '{"reminders": "2026-05-04T09:00:00.000Z"}'
      where organization_id = ${organization.id} and id = ${anna.atAcme.id}`.execute(db)
    await deliver()
    expect(await stateOf(reminder)).toMatchObject({
      state: 'cancelled',
      reason: 'Cancelled: the contact unsubscribed from reminders.',
    })
    expect(await stateOf(invoice)).toMatchObject({ state: 'sent' })

    const deleted = await postDocument(anna.atAcme)
    await owner.call(contactsApi.delete, { params: { contactId: anna.atAcme.id } })
    await deliver()
    expect((await stateOf(deleted)).state).toBe('cancelled')
    expect(server.messages).toHaveLength(1)
  })
})
