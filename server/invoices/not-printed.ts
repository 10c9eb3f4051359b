import { sql } from 'kysely'
import type { Address } from '../customers/address.api.ts'
import { addressLines } from '../customers/address-lines.ts'
import { notPrinted } from '../documents/pdf/printable.ts'
import { NotFound } from '../http/problems.ts'
import type { Reading } from '../scope/scope.ts'
import { readSeller, revisionOf, type RevisedInvoice, type RevisionContent } from './revision.ts'

/** The letters that most documents do with, for a database to look for others. No font lacks any of them. */
const USUAL = String.raw`\u0001-\u0148\u014A-\u017F\u0391-\u03A1\u03A3-\u03C9\u0410-\u044F\u2010-\u2027\u20AC`
const UNUSUAL = `[^${USUAL}]`

/** Of some invoices, those whose PDF cannot show all letters, and what to say of each before it goes out. */
export async function notPrintedOf(
  scope: Reading,
  invoiceIds: readonly string[],
): Promise<Map<string, string>> {
  const { db, organizationId } = scope
  const seller = await readSeller(scope)
  const { rows } = await sql<RevisedInvoice & { id: string; content: RevisionContent | null }>`
    select i.id, r.content, i.number, i.revision, i.issue_date as "issueDate", i.due_date as "dueDate",
      i.purchase_order as "purchaseOrder", i.currency, i.notes, i.lines,
      trim_scale(i.discount_percent)::text as "discountPercent", u.name as "customerName",
      u.account_number as "accountNumber", u.billing_address as "billingAddress"
    from invoices i
    join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    left join invoice_revisions r on r.organization_id = i.organization_id and r.invoice_id = i.id
      and r.number = i.revision
    where i.organization_id = ${organizationId} and i.id = any (${[...invoiceIds]}::uuid[])
      and coalesce(r.content::text, concat_ws(' ', ${JSON.stringify(seller)}::text, i.number, i.purchase_order, i.notes,
        i.lines, u.name, u.account_number, u.billing_address)) ~ ${UNUSUAL}`.execute(db)
  const said = rows.map(({ id, content, ...row }) => [id, notPrinted(content ?? revisionOf(row, seller))])
  return new Map(said.filter((one): one is [string, string] => one[1] !== null))
}

export const notPrintedOn = async (scope: Reading, invoiceId: string): Promise<string | null> =>
  (await notPrintedOf(scope, [invoiceId])).get(invoiceId) ?? null

/** The same of any receipt or statement for a customer: of names, addresses, and the numbers of invoices. */
export async function notPrintedFor(scope: Reading, customerId: string): Promise<string | null> {
  const { db, organizationId } = scope
  const { rows } = await sql<{
    name: string
    accountNumber: string | null
    address: Address | null
    numbers: string[]
  }>`
    select name, account_number as "accountNumber", billing_address as address,
      array(select number from invoices i where i.organization_id = ${organizationId} and i.customer_id = u.id
        and i.state = 'sent' and i.paid_minor < i.total_minor and number ~ ${UNUSUAL} limit 100) as numbers
    from customers u where organization_id = ${organizationId} and id = ${customerId}`.execute(db)
  if (!rows[0]) throw new NotFound('customer')
  const { name, accountNumber, address, numbers } = rows[0]
  const { language, ...seller } = await readSeller(scope)
  return notPrinted({
    kind: 'receipt',
    number: '',
    receivedOn: '',
    method: null,
    reference: null,
    currency: 'EUR',
    language,
    amountMinor: 0,
    seller,
    buyer: { name, accountNumber, address: addressLines(address), attention: null },
    invoices: numbers.map((number) => ({ number, totalMinor: 0, paidMinor: 0 })),
    notes: null,
  })
}
