import { sql } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import { NotFound } from '../http/problems.ts'
import { differences } from '../journal/record.ts'
import type { Reading } from '../scope/scope.ts'
import { lineInWords } from './line-in-words.ts'
import type { InvoiceLine } from './invoices.api.ts'
import type { RevisionContent } from './revision.ts'

interface Row {
  number: number
  content: RevisionContent
  before: RevisionContent | null
  madeBy: string
  madeAt: string
}

/** What was sent, revision by revision, with what changed in each. */
export async function listRevisions(
  scope: Reading,
  invoiceId: string,
  query: { limit: number; cursor?: string | undefined },
) {
  const { db, organizationId } = scope
  const after = readCursor(query.cursor, 'number')?.[0]
  const { rows } = await sql<Row>`
    select r.number, r.content, b.content as before, r.made_by as "madeBy", r.made_at as "madeAt"
    from invoice_revisions r
    left join invoice_revisions b on b.organization_id = r.organization_id and b.invoice_id = r.invoice_id
      and b.number = r.number - 1
    where r.organization_id = ${organizationId} and r.invoice_id = ${invoiceId}
      and ${after === undefined ? sql`true` : sql`r.number < ${Number(after)}`}
    order by r.number desc limit ${query.limit + 1}`.execute(db)
  if (rows.length === 0) await refuseUnknown(scope, invoiceId)
  return pageOf(rows, query.limit, (row) => [String(row.number)], revision)
}

const revision = ({ number, content, before, madeBy, madeAt }: Row) => ({
  ...{ number, madeBy, madeAt },
  totalMinor: content.totalMinor,
  lines: content.lines.map(lineOf),
  changes: before ? changesOf(before, content) : [],
})

export const lineOf = (line: RevisionContent['lines'][number]): InvoiceLine => ({
  ...line,
  discountPercent: line.discountPercent ?? '0',
  taxRate: line.taxRate ?? '0',
})

/** What people would call different. The seller's own details are not a change to this invoice. */
function changesOf(before: RevisionContent, after: RevisionContent) {
  const told = (content: RevisionContent) => {
    const { issueDate, dueDate, purchaseOrder, notes, discountPercent, totalMinor, lines } = content
    return {
      issueDate,
      dueDate,
      purchaseOrder,
      notes,
      discountPercent,
      totalMinor,
      lines: lines.map((line) => lineInWords(line, content.currency)).join('\n'),
    }
  }
  return Object.entries(differences(told(before), told(after))).map(([field, change]) => ({
    field,
    old: asText(change.old),
    new: asText(change.new),
  }))
}

const asText = (value: unknown) => (value === null || value === undefined ? null : String(value as string))

async function refuseUnknown({ db, organizationId }: Reading, invoiceId: string) {
  const known = await db
    .selectFrom('invoices')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', invoiceId)
    .executeTakeFirst()
  if (!known) throw new NotFound('invoice')
}
