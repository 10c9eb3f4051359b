import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { contactsApi, type Contact } from '../server/contacts/contacts.api.ts'
import { transaction } from '../server/database/database.ts'
import { newId } from '../server/database/id.ts'
import type { DocumentFacts, DocumentOfLetter } from '../server/mail/letters/document.ts'
import { createPostman, type PostmanOptions } from '../server/mail/outbox/postman.ts'
import { postDocuments } from '../server/mail/outbox/post.ts'
import { openSmtp } from '../server/mail/smtp/smtp.ts'
import { openCast, type Cast } from './cast.ts'
import { openFaultySmtp, type FaultySmtp } from './faulty-smtp.ts'

export interface OutboxOfDocuments extends Cast {
  server: FaultySmtp
  /** Puts a document's letter to a contact into the outbox, and returns the id of the delivery. */
  postDocument(to: Contact, given?: Partial<Posting>): Promise<string>
  /** Issues the contact a password, whose letter is not what the test is about. */
  giveAccess(to: Contact): Promise<void>
  /** Lets a postman take what is due to the mail server. */
  deliver(options?: Partial<PostmanOptions>): Promise<number>
  stateOf(deliveryId: string): Promise<{ state: string; reason: string | null; attempts: string[] }>
}

interface Posting {
  facts: Partial<DocumentFacts>
  document: Partial<DocumentOfLetter>
  notBefore: Date
}

export const BOUNCES = 'bounces@portico.example'

/** Letters of documents without documents: Acme and Birch, Anna, and a mail server that misbehaves on demand. */
export async function openOutboxOfDocuments(
  environment: Record<string, string> = {},
): Promise<OutboxOfDocuments> {
  const server = await openFaultySmtp()
  const cast = await openCast({ SMTP_URL: server.url, ...environment })
  const { database, clock, app, organization } = cast
  const db = database.of(organization.id)
  const smtp = openSmtp({ url: server.url })
  onTestFinished(async () => {
    smtp.close()
    await server.close()
  })
  // What was sent so far is not what the tests are about.
  await app.postman.deliverDue()
  server.messages.length = 0

  return {
    ...cast,
    server,
    postDocument: async (to, { facts, document, notBefore } = {}) =>
      (
        await transaction(db, (tx) =>
          postDocuments({ db: tx, organizationId: organization.id, now: clock.now() }, [
            {
              facts: { ...FACTS, ...facts },
              to: { personId: to.personId, contactId: to.id, customerId: to.customerId },
              address: to.email,
              cause: newId(),
              document: { kind: 'invoice', id: newId(), role: 'to', ...document },
              ...(notBefore && { notBefore }),
            },
          ]),
        )
      )[0]!,
    async giveAccess(to) {
      await cast.owner.call(contactsApi.issuePassword, {
        params: { contactId: to.id },
        body: { generate: true },
      })
      await app.postman.deliverDue()
      server.messages.length = 0
    },
    deliver: (options = {}) =>
      createPostman({
        services: app.services,
        smtp,
        mailFrom: 'portal@northwind.example',
        ...options,
      }).deliverDue(),
    async stateOf(deliveryId) {
      const { rows } = await sql<{ state: string; reason: string | null; attempts: string[] }>`
        select state, reason, (select coalesce(json_agg(outcome order by number), '[]') from delivery_attempts a
          where a.delivery_id = d.id) as attempts
        from deliveries d where organization_id = ${organization.id} and id = ${deliveryId}`.execute(db)
      return rows[0]!
    },
  }
}

const FACTS: DocumentFacts = {
  subject: 'Invoice INV-0042 from Northwind',
  message:
    'Dear Anna,\n\nplease find your invoice attached.\nSee https://northwind.example/pay <b>today</b>.',
  customerName: 'Acme',
  rows: [
    { label: 'Invoice', value: 'INV-0042' },
    { label: 'Amount due', value: '€1,200.00' },
    { label: 'Due', value: '3 June 2026' },
  ],
  button: { label: 'View invoice', path: 'invoices/0190' },
  alsoSentTo: [{ name: 'Bob Birch', email: 'bob@acme.example' }],
  attachment: null,
  attachedWithoutAccessOnly: false,
  unsubscribe: null,
}
