import { sql } from 'kysely'
import type { Address } from '../customers/address.api.ts'
import { addressLines } from '../customers/address-lines.ts'
import { newId } from '../database/id.ts'
import { formatMinor } from '../documents/money.ts'
import type { StatementDocument } from '../documents/pdf/document.ts'
import { renderPdf } from '../documents/pdf/render-pdf.ts'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import { isNoLongerKept } from '../keeping/kept-since.ts'
import type { NamedFile } from '../http/answer.ts'
import { readSeller, withLogo, type SellerOfDay } from '../invoices/revision.ts'
import type { InTransaction, Reading, ReadingNow } from '../scope/scope.ts'
import { accountOn } from './account.ts'
import { overdueOf } from './ageing.ts'
import type { Statement } from './statements.api.ts'

/** A statement as it was made: what its PDF shows, and the counts for a list of statements. */
export interface StatementContent extends Omit<StatementDocument, 'seller'> {
  seller: SellerOfDay
  openCount: number
}

/**
 * Makes a statement of what is open on a day. Returns null if the same cause already made one: a second process does
 * nothing.
 */
export async function makeStatement(
  tx: InTransaction<ReadingNow>,
  customerId: string,
  { asOf, today, cause }: { asOf: string; today: string; cause: (id: string) => string },
): Promise<string | null> {
  const { db, organizationId, now } = tx
  const statementId = newId()
  const content = await contentOn(tx, customerId, asOf, asOf === today ? null : asOf)
  const row = await db
    .insertInto('statements')
    .values({
      organization_id: organizationId,
      id: statementId,
      customer_id: customerId,
      as_of: asOf,
      cause: cause(statementId),
      content: JSON.stringify(content),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'customer_id', 'cause']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** A statement with all that it says. */
export interface KeptStatement {
  statement: Statement
  content: StatementContent
}

export async function readStatement(
  { db, organizationId }: Reading,
  statementId: string,
): Promise<KeptStatement> {
  const { rows } = await sql<Row>`
    ${selectStatements} where s.organization_id = ${organizationId} and s.id = ${statementId}`.execute(db)
  if (!rows[0]) throw new NotFound('statement')
  return { statement: statementOf(rows[0]), content: rows[0].content }
}

export async function listStatements(
  { db, organizationId }: Reading,
  customerId: string,
  query: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, 'id')
  const customer = await db
    .selectFrom('customers')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .executeTakeFirst()
  if (!customer) throw new NotFound('customer')
  const { rows } = await sql<Row>`
    ${selectStatements}
    where s.organization_id = ${organizationId} and s.customer_id = ${customerId}
      ${after ? sql`and s.id < ${after[0]}::uuid` : sql``}
    order by s.id desc limit ${query.limit + 1}`.execute(db)
  return pageOf(rows, query.limit, (row) => [row.id], statementOf)
}

/** A statement as a PDF: always the same bytes, whatever was paid since. */
export async function statementPdf(scope: Reading, statementId: string): Promise<NamedFile> {
  const { content } = await readStatement(scope, statementId)
  const { openCount: _, ...document } = content
  return {
    filename: `Statement ${content.asOf}.pdf`,
    content: await renderPdf(scope, await withLogo(scope, document), `statement:${statementId}`),
  }
}

interface Row {
  id: string
  customerId: string
  asOf: string
  cause: string
  content: StatementContent
  delivery: Statement['delivery']
  createdAt: string
}

const selectStatements = sql`
  select s.id, s.customer_id as "customerId", s.as_of as "asOf", s.cause, s.content, s.created_at as "createdAt", (
    select case
      when count(*) = 0 and ${isNoLongerKept(sql`s.organization_id`, 'deliveries', sql`s.created_at`)} then 'notKept'
      when count(*) = 0 then 'notSent'
      when bool_or(d.state = 'queued') then 'sending'
      when bool_and(d.state = 'sent') then 'mailed'
      when bool_or(d.state = 'sent') then 'partly'
      else 'notDelivered' end
    from (
      select distinct on (coalesce(m.contact_id::text, m.address)) m.state from deliveries m
      where m.organization_id = s.organization_id and m.document_id = s.id and m.document_kind = 'statement'
        and m.state <> 'cancelled'
      order by coalesce(m.contact_id::text, m.address), m.id desc) d) as delivery
  from statements s`

const statementOf = ({ cause, content, ...row }: Row): Statement => ({
  ...row,
  monthly: cause.startsWith('monthly:'),
  currencies: content.currencies.map(({ currency, totalMinor, ageing }) => ({
    currency,
    totalMinor,
    overdueMinor: overdueOf(ageing),
  })),
  openCount: content.openCount,
})

async function contentOn(
  scope: Reading,
  customerId: string,
  asOf: string,
  before: string | null,
): Promise<StatementContent> {
  const { db, organizationId } = scope
  const { rows } = await sql<{ name: string; accountNumber: string | null; address: Address | null }>`
    select name, account_number as "accountNumber", billing_address as address from customers
    where organization_id = ${organizationId} and id = ${customerId}`.execute(db)
  const customer = rows[0]
  if (!customer) throw new NotFound('customer')
  const { language, ...seller } = await readSeller(scope)
  const { currencies, items, itemCount } = await accountOn(scope, customerId, asOf, before)
  const credit = currencies.filter(({ creditMinor }) => creditMinor > 0)
  const notes = [
    ...(itemCount > items.length
      ? [`The ${items.length} oldest of ${itemCount} open invoices are listed. The sums count all of them.`]
      : []),
    ...credit.map(
      ({ currency, creditMinor }) => `Unused credit: ${formatMinor(creditMinor, currency, language)}.`,
    ),
  ]
  return {
    kind: 'statement',
    asOf,
    language,
    seller,
    buyer: {
      name: customer.name,
      accountNumber: customer.accountNumber,
      address: addressLines(customer.address),
      attention: null,
    },
    currencies: currencies
      .filter(({ openCount }) => openCount > 0)
      .map(({ currency, ageing, totalMinor }) => ({
        currency,
        items: items
          .filter((item) => item.currency === currency)
          .map(({ number, issueDate, dueDate, totalMinor: total, balanceMinor }) => ({
            number,
            issueDate,
            dueDate,
            totalMinor: total,
            balanceMinor,
          })),
        ageing,
        totalMinor,
      })),
    notes: notes.join('\n') || null,
    openCount: itemCount,
  }
}
