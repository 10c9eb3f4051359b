import { sql } from 'kysely'
import type { ForThisOnce } from '../documents/for-this-once.ts'
import { formatMinor } from '../documents/money.ts'
import { notPrinted } from '../documents/pdf/printable.ts'
import { sendDocument, type DocumentToSend } from '../documents/send-document.ts'
import { InvalidRequest, NotFound } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import {
  inTransaction,
  type InTransaction,
  type Reading,
  type ReadingNow,
  type Scope,
} from '../scope/scope.ts'
import { dateInWords } from '../time/date-in-words.ts'
import { todayIn } from '../time/day.ts'
import { overdueOf } from './ageing.ts'
import { makeStatement, readStatement, type KeptStatement } from './statement.ts'
import type { MadeStatement, NewStatement } from './statements.api.ts'

/**
 * Makes a statement of what is open on a day, and mails it. If nobody would get it, none is made, and the refusal
 * says who could.
 */
export function addStatement(scope: Scope, customerId: string, body: NewStatement): Promise<MadeStatement> {
  return inTransaction(scope, async (tx) => {
    const { today } = await lockCustomer(tx, customerId)
    const asOf = body.asOf ?? today
    if (asOf > today) throw new InvalidRequest([{ pointer: '/asOf', detail: 'Use today or an earlier day.' }])
    const cause = (id: string) => `made:${id}`
    const statementId = (await makeStatement(tx, customerId, { asOf, today, cause }))!
    if (body.send) await sendDocument(tx, await statementToSend(tx, statementId, body))
    else await record(tx, { action: 'statement.made', customerId, changes: { asOf: { new: asOf } } })
    return made(await readStatement(tx, statementId))
  })
}

function made({ statement, content: { openCount: _, ...document } }: KeptStatement): MadeStatement {
  return { ...statement, notPrinted: notPrinted(document) }
}

/** Mails a statement as it was made. */
export function sendStatement(
  scope: Scope,
  statementId: string,
  choices: ForThisOnce,
): Promise<MadeStatement> {
  return inTransaction(scope, async (tx) => {
    await sendDocument(tx, await statementToSend(tx, statementId, choices))
    return made(await readStatement(tx, statementId))
  })
}

/** A statement as it was made. */
export async function statementToSend(
  scope: Reading,
  statementId: string,
  choices: ForThisOnce,
): Promise<DocumentToSend> {
  const kept = await readStatement(scope, statementId)
  const { customerId, asOf } = kept.statement
  return {
    kind: 'statement',
    id: statementId,
    customer: { id: customerId, name: kept.content.buyer.name },
    facts: () => factsOf(kept),
    button: { label: 'View invoices', path: '' },
    choices,
    journal: { action: 'statement.sent', ifNobody: 'statement.made', changes: { asOf: { new: asOf } } },
  }
}

function factsOf({ statement, content }: KeptStatement) {
  const { language, seller } = content
  const sum = (amounts: { minor: number; currency: string }[]) =>
    amounts.map(({ minor, currency }) => formatMinor(minor, currency, language)).join(' + ')
  const owed = sum(statement.currencies.map(({ totalMinor, currency }) => ({ minor: totalMinor, currency })))
  const late = sum(content.currencies.map(({ ageing, currency }) => ({ minor: overdueOf(ageing), currency })))
  const values = {
    organization: seller.name,
    date: dateInWords(statement.asOf, language),
    'amount due': owed || 'nothing',
    'amount overdue': late || 'nothing',
  }
  return {
    values,
    rows: [
      { label: 'As of', value: values.date },
      { label: 'Open invoices', value: String(statement.openCount) },
      { label: 'Amount due', value: values['amount due'] },
      { label: 'Overdue', value: values['amount overdue'] },
    ],
  }
}

/** Payments of this customer wait until its statement is made, so that it shows one moment. */
export async function lockCustomer(
  { db, organizationId, now }: InTransaction<ReadingNow>,
  customerId: string,
) {
  const { rows } = await sql<{ active: boolean; timeZone: string }>`
    select u.active, o.time_zone as "timeZone" from customers u join organizations o on o.id = u.organization_id
    where u.organization_id = ${organizationId} and u.id = ${customerId} for no key update of u`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  return { active: rows[0].active, today: todayIn(rows[0].timeZone, now) }
}
