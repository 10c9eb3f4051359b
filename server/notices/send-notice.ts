import { newId } from '../database/id.ts'
import { receiving } from '../contacts/recipients.ts'
import { shown } from '../documents/decide-recipients.ts'
import { readLetterSettings } from '../documents/letter-settings.ts'
import { previewDocument } from '../documents/preview-document.ts'
import { sendDocument, takeChoices, wordsOver } from '../documents/send-document.ts'
import type { Sending } from '../documents/sending.api.ts'
import { typedOnly } from '../documents/typed-addresses.ts'
import { NotFound } from '../http/problems.ts'
import { inTransaction, type Reading, type ReadingNow, type Scope } from '../scope/scope.ts'
import type { NewNotice } from './notices.api.ts'

export async function previewNotice(scope: ReadingNow, customerId: string, sending: Sending) {
  const { customer, values } = await readFacts(scope, customerId)
  const document = {
    kind: 'notice' as const,
    customer,
    values,
    words: sending,
    button: null,
    pdf: null,
    notPrinted: null,
  }
  return previewDocument(scope, { ...document, choices: sending })
}

/** Mails what staff write to those who receive notices. The text is kept in the journal. */
export async function sendNotice(scope: Scope, customerId: string, notice: NewNotice) {
  await readFacts(scope, customerId)
  const choices = await takeChoices(scope, 'notice', customerId, notice)
  return inTransaction(scope, async (tx) => {
    const { customer, values } = await readFacts(tx, customerId)
    const id = newId()
    const { template } = await readLetterSettings(tx, 'notice')
    const words = wordsOver(template, notice)
    const { decisions } = await sendDocument(tx, {
      ...{ kind: 'notice', id, customer, words, choices, button: null },
      facts: () => ({ values, rows: [] }),
      journal: {
        action: 'customer.notified',
        changes: { subject: { new: words.subject }, message: { new: words.message } },
      },
    })
    return {
      id,
      recipients: [...receiving(decisions).map(shown), ...typedOnly(decisions, notice.addresses)],
    }
  })
}

async function readFacts({ db, organizationId }: Reading, customerId: string) {
  const row = await db
    .selectFrom('customers as u')
    .innerJoin('organizations as o', 'o.id', 'u.organization_id')
    .select(['u.id', 'u.name', 'o.name as organizationName'])
    .where('u.organization_id', '=', organizationId)
    .where('u.id', '=', customerId)
    .executeTakeFirst()
  if (!row) throw new NotFound('customer')
  return { customer: { id: row.id, name: row.name }, values: { organization: row.organizationName } }
}
