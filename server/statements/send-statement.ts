import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { receiving, type RecipientDecision } from '../contacts/recipients.ts'
import { decideRecipients, type ForThisOnce } from '../documents/decide-recipients.ts'
import { formatMinor } from '../documents/money.ts'
import { postDocument } from '../documents/post-document.ts'
import { InvalidRequest, NotFound } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import type { Services } from '../scope/services.ts'
import { dateInWords } from '../time/date-in-words.ts'
import { readTemplate } from '../invoices/invoicing-settings.ts'
import { NobodyReceives } from '../invoices/send-invoice.ts'
import { todayIn } from '../time/day.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { attachesPdf } from '../payments/send-receipt.ts'
import { overdueOf } from './ageing.ts'
import { makeStatement, readStatement } from './statement.ts'
import type { NewStatement, Statement } from './statements.api.ts'

type Call = Pick<Services, 'sealer'> & { db: Db; now: Date; staff: StaffCaller }

/**
 * Makes a statement of what is open on a day, and mails it. If nobody would get it, none is made, and the refusal
 * says who could.
 */
export function addStatement(
  { db, staff, now, sealer }: Call,
  customerId: string,
  body: NewStatement,
): Promise<Statement> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    const { today } = await lockCustomer(tx, organizationId, customerId, now)
    const asOf = body.asOf ?? today
    if (asOf > today) throw new InvalidRequest([{ pointer: '/asOf', detail: 'Use today or an earlier day.' }])
    const cause = (id: string) => `made:${id}`
    const statementId = (await makeStatement(tx, organizationId, customerId, { asOf, today, cause }, now))!
    if (body.send) {
      const decisions = await mailStatement(tx, { sealer }, organizationId, statementId, body, now)
      if (receiving(decisions).length === 0) throw new NobodyReceives(decisions)
      await record(tx, byStaff(staff), now, sentEntry(customerId, asOf, decisions))
    } else
      await record(tx, byStaff(staff), now, {
        action: 'statement.made',
        customerId,
        changes: { asOf: { new: asOf } },
      })
    return (await readStatement(tx, organizationId, statementId)).statement
  })
}

/** Mails a statement as it was made. */
export function sendStatement(
  { db, staff, now, sealer }: Call,
  statementId: string,
  forThisOnce: ForThisOnce,
): Promise<Statement> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    const { statement } = await readStatement(tx, organizationId, statementId)
    const decisions = await mailStatement(tx, { sealer }, organizationId, statementId, forThisOnce, now)
    if (receiving(decisions).length === 0) throw new NobodyReceives(decisions)
    await record(tx, byStaff(staff), now, sentEntry(statement.customerId, statement.asOf, decisions))
    return (await readStatement(tx, organizationId, statementId)).statement
  })
}

/** Queues the mails of a statement in the transaction of its cause. Returns who gets one, and who does not. */
export async function mailStatement(
  tx: Db,
  { sealer }: Pick<Services, 'sealer'>,
  organizationId: string,
  statementId: string,
  forThisOnce: ForThisOnce,
  now: Date,
): Promise<RecipientDecision[]> {
  const { statement, content } = await readStatement(tx, organizationId, statementId)
  const { customerId, currencies, asOf } = statement
  const decisions = await decideRecipients(tx, organizationId, customerId, 'statements', forThisOnce, now)
  const to = receiving(decisions)
  if (to.length === 0) return decisions
  const { language, seller, buyer } = content
  const sum = (amounts: { minor: number; currency: string }[]) =>
    amounts.map(({ minor, currency }) => formatMinor(minor, currency, language)).join(' + ')
  const owed = sum(currencies.map(({ totalMinor, currency }) => ({ minor: totalMinor, currency })))
  const late = sum(content.currencies.map(({ ageing, currency }) => ({ minor: overdueOf(ageing), currency })))
  const values = {
    organization: seller.name,
    date: dateInWords(asOf, language),
    'amount due': owed || 'nothing',
    'amount overdue': late || 'nothing',
  }
  await postDocument(
    tx,
    { sealer },
    organizationId,
    now,
    {
      kind: 'statement',
      id: statementId,
      invoiceId: null,
      customer: { id: customerId, name: buyer.name },
      template: await readTemplate(tx, organizationId, 'statement'),
      values,
      rows: [
        { label: 'As of', value: values.date },
        { label: 'Open invoices', value: String(statement.openCount) },
        { label: 'Amount due', value: values['amount due'] },
        { label: 'Overdue', value: values['amount overdue'] },
      ],
      button: { label: 'View invoices', path: '' },
      attachment: { source: 'statement', id: statementId, revision: null },
      attachPdf: await attachesPdf(tx, organizationId),
      cause: `statement:${statementId}:${newId()}`,
    },
    to,
  )
  return decisions
}

export const sentEntry = (customerId: string, asOf: string, decisions: RecipientDecision[]) => ({
  action: 'statement.sent',
  customerId,
  changes: {
    asOf: { new: asOf },
    to: { new: receiving(decisions).map(({ email, role }) => (role === 'cc' ? `${email} (Cc)` : email)) },
  },
})

/** Payments of this customer wait until its statement is made, so that it shows one moment. */
export async function lockCustomer(tx: Db, organizationId: string, customerId: string, now: Date) {
  const { rows } = await sql<{ active: boolean; timeZone: string }>`
    select u.active, o.time_zone as "timeZone" from customers u join organizations o on o.id = u.organization_id
    where u.organization_id = ${organizationId} and u.id = ${customerId} for no key update of u`.execute(tx)
  if (!rows[0]) throw new NotFound('customer')
  return { active: rows[0].active, today: todayIn(rows[0].timeZone, now) }
}
