import { sql } from 'kysely'
import { InvalidRequest } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { inTransaction, type InTransaction, type Reading, type Scope } from '../scope/scope.ts'
import { WrongInvoiceState, lockInvoice, type LockedInvoice } from './invoice.ts'
import type { Invoice } from './invoices.api.ts'
import { readInvoice } from './read-invoice.ts'
import { makeRevision } from './revision.ts'

/** Makes a draft owed without mailing it, for one that went out by post. */
export function issueInvoice(scope: Scope, invoiceId: string): Promise<Invoice> {
  return inTransaction(scope, async (tx) => {
    const invoice = await lockInvoice(tx, invoiceId)
    if (invoice.state !== 'draft') throw new WrongInvoiceState('It has been sent already.')
    await issue(tx, invoice)
    return readInvoice(tx, invoiceId)
  })
}

/**
 * Gives a locked draft its number, and keeps what it says as the first revision. Numbers follow one another without a
 * gap (R30): the next is taken under a lock that ends with this transaction.
 */
export async function issue(tx: InTransaction, invoice: LockedInvoice): Promise<string> {
  const { organizationId, now } = tx
  if (invoice.lines.length === 0)
    throw new InvalidRequest([
      { pointer: '/lines', detail: 'An invoice needs at least one line. Add what it is for.' },
    ])
  await refuseInactive(tx, invoice.customerId)
  const number = await nextNumber(tx)
  await tx.db
    .updateTable('invoices')
    .set({
      state: 'sent',
      number,
      revision: 1,
      sent_at: now,
      paid_at: invoice.totalMinor === 0 ? now : null,
      version: invoice.version + 1,
      updated_at: now,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', invoice.id)
    .execute()
  await makeRevision(tx, invoice.id)
  await record(tx, {
    action: 'invoice.issued',
    customerId: invoice.customerId,
    invoiceId: invoice.id,
    changes: { number: { new: number } },
  })
  return number
}

const LOOKED_AT_ONCE = 1000

/** The next free number of the series: an import may have brought some, and owners set the series back. */
async function nextNumber({ db, organizationId, now }: InTransaction): Promise<string> {
  for (;;) {
    const { rows } = await sql<{ prefix: string; digits: number; taken: number }>`
      insert into invoicing_settings as s (organization_id, next_number, updated_at)
      values (${organizationId}, 2, ${now})
      on conflict (organization_id) do update set next_number = s.next_number + 1
      returning number_prefix as prefix, number_digits as digits, next_number - 1 as taken`.execute(db)
    const { prefix, digits, taken } = rows[0]!
    const number = `${prefix}${String(taken).padStart(digits, '0')}`
    const other = await sql`
      select from invoices where organization_id = ${organizationId} and number_lower = lower(${number})`.execute(
      db,
    )
    if (other.rows.length === 0) return number
    const last = taken + LOOKED_AT_ONCE
    await sql`
      update invoicing_settings set next_number = coalesce((
        select min(n) from generate_series(${taken + 1}::bigint, ${last}::bigint) n
        where not exists (
          select from invoices where organization_id = ${organizationId}
            and number_lower = lower(${prefix}::text || lpad(n::text, greatest(${digits}::integer, length(n::text)), '0')))), ${last + 1})
      where organization_id = ${organizationId}`.execute(db)
  }
}

async function refuseInactive({ db, organizationId }: Reading, customerId: string) {
  const { active } = await db
    .selectFrom('customers')
    .select('active')
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  if (!active)
    throw new WrongInvoiceState('The customer is inactive. Make it active again, then send the invoice.')
}
