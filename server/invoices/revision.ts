import { sql } from 'kysely'
import { addressLines } from '../customers/address-lines.ts'
import type { Address } from '../customers/address.api.ts'
import type { InvoiceDocument, Seller } from '../documents/pdf/document.ts'
import { NotFound } from '../http/problems.ts'
import type { Actor } from '../scope/actor.ts'
import type { InTransaction, Reading, ReadingNow } from '../scope/scope.ts'
import { withAmounts, type InvoiceState, type StoredLine } from './invoice.ts'
import { readLogo } from './invoicing-settings.ts'
import { totalsOf } from './totals.ts'

/** What was sent, as it was sent. The logo is kept once for all revisions. */
export type RevisionContent = Omit<InvoiceDocument, 'seller'> & { seller: SellerOfDay }
export type SellerOfDay = Omit<Seller, 'logo'> & { logoId: string | null }

type Keeping = InTransaction<ReadingNow> & { by: Pick<Actor, 'name'> }

/** Keeps what an invoice says now (R31): its PDF is made from this and nothing else. */
export async function makeRevision(tx: Keeping, invoiceId: string): Promise<void> {
  await keeping(tx, invoiceId, await contentNow(tx, invoiceId)).execute(tx.db)
}

/** The same as part of a statement. With `from`, only if that has a row. */
export const keeping = (
  { organizationId, now, by }: Omit<Keeping, 'db'>,
  invoiceId: string,
  content: RevisionContent,
  from = sql``,
) => sql`
  insert into invoice_revisions (organization_id, invoice_id, number, content, made_by, made_at)
  select ${organizationId}, ${invoiceId}, ${content.revision}, ${JSON.stringify(content)}, ${by.name}, ${now} ${from}`

/** What the PDF of an invoice shows: one revision, the newest, or a draft as it is. */
export async function readDocument(
  scope: Reading,
  invoiceId: string,
  revision?: number,
): Promise<{ document: InvoiceDocument; state: InvoiceState }> {
  const { db, organizationId } = scope
  const { rows } = await sql<{ state: InvoiceState; content: RevisionContent | null }>`
    select i.state, r.content from invoices i
    left join invoice_revisions r on r.organization_id = i.organization_id and r.invoice_id = i.id
      and r.number = ${revision ?? sql`i.revision`}
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  const row = rows[0]
  if (!row) throw new NotFound('invoice')
  if (!row.content && (row.state !== 'draft' || revision !== undefined)) throw new NotFound('revision')
  const content = row.content ?? (await contentNow(scope, invoiceId))
  const document = await withLogo(scope, content)
  return {
    state: row.state,
    document: {
      ...document,
      ...(row.state === 'draft' && { draft: true }),
      ...(row.state === 'void' && { void: true }),
    },
  }
}

/** The seller as of today, for what is about to be sent. */
export async function readSeller({
  db,
  organizationId,
}: Reading): Promise<SellerOfDay & { language: string }> {
  const { rows } = await sql<Omit<SellerOfDay, 'address'> & { language: string; address: Address | null }>`
    select o.name, o.language, o.accent_color as "accentColor", s.seller_address as address, s.seller_email as email,
      s.tax_id as "taxId", s.payment_instructions as "paymentInstructions", s.footer, s.logo_id as "logoId"
    from organizations o left join invoicing_settings s on s.organization_id = o.id
    where o.id = ${organizationId}`.execute(db)
  const { address, ...seller } = rows[0]!
  return { ...seller, address: addressLines(address) }
}

/** Adds the logo of that day to what becomes a PDF. */
export async function withLogo<Content extends { seller: SellerOfDay }>(
  scope: Reading,
  content: Content,
): Promise<Omit<Content, 'seller'> & { seller: Seller }> {
  const { logoId, ...seller } = content.seller
  if (logoId === null) return { ...content, seller: { ...seller, logo: null } }
  return { ...content, seller: { ...seller, logo: await readLogo(scope, logoId) } }
}

/** What a revision is made of. */
export interface RevisedInvoice {
  number: string | null
  revision: number
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  currency: string
  notes: string | null
  lines: StoredLine[]
  discountPercent: string
  customerName: string
  accountNumber: string | null
  billingAddress: Address | null
}

/** What an invoice says as it is, with today's seller. */
export async function contentNow(scope: Reading, invoiceId: string): Promise<RevisionContent> {
  const { db, organizationId } = scope
  const { rows } = await sql<RevisedInvoice>`
    select i.number, i.revision, i.issue_date as "issueDate", i.due_date as "dueDate",
      i.purchase_order as "purchaseOrder", i.currency, i.notes, i.lines,
      trim_scale(i.discount_percent)::text as "discountPercent", u.name as "customerName",
      u.account_number as "accountNumber", u.billing_address as "billingAddress"
    from invoices i join customers u on u.organization_id = i.organization_id and u.id = i.customer_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}`.execute(db)
  if (!rows[0]) throw new NotFound('invoice')
  return revisionOf(rows[0], await readSeller(scope))
}

/** What an invoice says, with today's seller. */
export function revisionOf(
  invoice: RevisedInvoice,
  { language, ...seller }: SellerOfDay & { language: string },
): RevisionContent {
  const { lines, discountPercent } = invoice
  const totals = totalsOf({ lines, discountPercent })
  return {
    kind: 'invoice',
    number: invoice.number ?? '',
    revision: invoice.revision,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    purchaseOrder: invoice.purchaseOrder,
    currency: invoice.currency,
    language,
    seller,
    buyer: buyerOf(invoice),
    lines: withAmounts(lines, totals).map((line) => ({
      ...line,
      discountPercent: line.discountPercent === '0' ? null : line.discountPercent,
    })),
    subtotalMinor: totals.subtotalMinor,
    discountPercent: discountPercent === '0' ? null : discountPercent,
    discountMinor: totals.discountMinor,
    taxes: totals.taxes,
    totalMinor: totals.totalMinor,
    notes: invoice.notes,
  }
}

export function buyerOf({
  customerName,
  accountNumber,
  billingAddress,
}: Pick<RevisedInvoice, 'customerName' | 'accountNumber' | 'billingAddress'>): RevisionContent['buyer'] {
  return { name: customerName, accountNumber, address: addressLines(billingAddress), attention: null }
}
