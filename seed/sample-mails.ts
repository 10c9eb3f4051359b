import { idAt } from '../server/database/id.ts'
import { wordsFor } from '../server/documents/post-document.ts'
import { defaultTemplates } from '../server/documents/templates.ts'
import { inWords } from '../server/invoices/invoice-words.ts'
import { attemptsOf } from './sample-history.ts'
import type { SampleInvoice } from './sample-invoices.ts'
import type { SamplePerson } from './sample-people.ts'
import { refusalOf, type Bounce } from './sample-refusals.ts'
import { minutesAfter } from './sample-time.ts'

/** One mail to each contact who received invoices then. */
export function mailsOf(
  organizationName: string,
  people: SamplePerson[],
  bounces: Map<string, Bounce>,
  invoice: SampleInvoice,
) {
  if (invoice.state === 'draft') return []
  const at = minutesAfter(invoice.at, 1)
  const { values, rows } = inWords({
    ...invoice,
    language: 'en',
    organizationName,
    totalMinor: invoice.totals.totalMinor,
    balanceMinor: invoice.totals.totalMinor,
  })
  const readers = people.flatMap((person) => {
    const bounce = bounces.get(person.email)
    if (bounce && bounce.at < at) return []
    return person.contacts
      .filter(
        ({ customerId, addedAt, inactiveSince, receives }) =>
          customerId === invoice.customerId &&
          receives.invoices &&
          addedAt < at &&
          (!inactiveSince || inactiveSince > at),
      )
      .map((contact) => ({ person, contact, name: `${person.firstName} ${person.lastName}` }))
  })
  return readers.map(({ person, contact, name }) => {
    const customer = { id: invoice.customerId, name: invoice.customerName }
    const words = wordsFor(
      { kind: 'invoice', template: defaultTemplates.invoice, values, customer },
      { name, email: person.email },
    )
    const id = idAt(at)
    const refused = refusalOf({ number: invoice.number, email: person.email })
    const attempts = attemptsOf(id, person.email, at, refused?.reply)
    const chosenAt = person.access?.chosenAt
    const seenAt = minutesAfter(at, 90 + (rows.length + name.length) * 31)
    return {
      delivery: {
        id,
        cause: `sample:${id}`,
        kind: 'document',
        document_kind: 'invoice',
        document_id: invoice.id,
        invoice_id: invoice.id,
        role: contact.receives.invoices,
        person_id: person.id,
        contact_id: contact.id,
        customer_id: invoice.customerId,
        address: person.email,
        subject: words.subject,
        content: {
          ...words,
          customerName: invoice.customerName,
          rows,
          button: { label: 'View invoice', path: `invoices/${invoice.id}` },
          alsoSentTo: readers
            .filter((other) => other.person !== person)
            .map((other) => ({ name: other.name, email: other.person.email })),
          attachment: { source: 'invoice', id: invoice.id, revision: 1 },
          unsubscribe: null,
        },
        state: refused?.ending.state ?? 'sent',
        reason: refused?.ending.reason ?? null,
        attempt_count: attempts.length,
        created_at: at.toISOString(),
        finished_at: attempts.at(-1)!.at,
      },
      attempts,
      view:
        chosenAt && chosenAt < at && !refused
          ? {
              invoice_id: invoice.id,
              person_id: person.id,
              first_at: seenAt.toISOString(),
              last_at: minutesAfter(seenAt, (name.length % 3) * 700).toISOString(),
              times: 1 + (name.length % 3),
            }
          : null,
    }
  })
}
