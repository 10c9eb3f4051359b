import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { receiving } from '../contacts/recipients.ts'
import { decideRecipients } from '../documents/decide-recipients.ts'
import { postDocument } from '../documents/post-document.ts'
import { previewDocument, shown } from '../documents/preview-document.ts'
import { refuseUnknownPlaceholders } from '../documents/refuse-placeholders.ts'
import { keepAsContacts, onceOnly, typedOnly } from '../documents/typed-addresses.ts'
import { NotFound } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import type { PreviewOfSending } from '../invoices/invoices.api.ts'
import { readTemplate } from '../invoices/invoicing-settings.ts'
import { NobodyReceives } from '../invoices/send-invoice.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import type { NewNotice } from './notices.api.ts'

type Call = Scope & Pick<Services, 'sealer'> & { staff: StaffCaller }

export async function previewNotice(
  { db, staff, now }: Pick<Call, 'db' | 'now' | 'staff'>,
  customerId: string,
  sending: PreviewOfSending,
) {
  const { organizationId } = staff
  const { customer, values } = await readFacts(db, organizationId, customerId)
  const usual = await readTemplate(db, organizationId, 'notice')
  const template = { subject: sending.subject ?? usual.subject, message: sending.message ?? usual.message }
  const decisions = await decideRecipients(db, organizationId, customerId, 'notices', sending, now)
  const document = { kind: 'notice' as const, template, values, customer, ...wordsAlone }
  return previewDocument(db, organizationId, { ...document, pdf: null }, decisions, sending.addresses)
}

/** Mails what staff write to those who receive notices. The text is kept in the journal. */
export async function sendNotice(call: Call, customerId: string, notice: NewNotice) {
  const { db, staff, now } = call
  const { organizationId } = staff
  refuseUnknownPlaceholders(notice, 'notice')
  await readFacts(db, organizationId, customerId)
  const kept = await keepAsContacts(call, customerId, 'notices', notice)
  return transaction(db, async (tx) => {
    const { customer, values } = await readFacts(tx, organizationId, customerId)
    const forThisOnce = { ...notice, add: [...notice.add, ...kept] }
    const decisions = await decideRecipients(tx, organizationId, customerId, 'notices', forThisOnce, now)
    const to = [...receiving(decisions), ...(await onceOnly(tx, organizationId, decisions, notice.addresses))]
    if (to.length === 0) throw new NobodyReceives(decisions)
    const id = newId()
    const usual = await readTemplate(tx, organizationId, 'notice')
    const template = { subject: notice.subject ?? usual.subject, message: notice.message }
    const document = {
      ...{ kind: 'notice' as const, id, invoiceId: null, customer, template, values },
      ...{ rows: [], attachment: null, ...wordsAlone, cause: `notice:${id}` },
    }
    await postDocument(tx, call, organizationId, now, document, to)
    await record(tx, byStaff(staff), now, {
      action: 'customer.notified',
      customerId,
      changes: {
        to: { new: to.map(({ email, role }) => (role === 'cc' ? `${email} (Cc)` : email)) },
        subject: { new: template.subject },
        message: { new: template.message },
      },
    })
    return {
      id,
      recipients: [...receiving(decisions).map(shown), ...typedOnly(decisions, notice.addresses)],
    }
  })
}

const wordsAlone = { button: null, attachPdf: false }

async function readFacts(db: Db, organizationId: string, customerId: string) {
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
