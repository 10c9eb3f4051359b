import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import type { Reading } from '../scope/scope.ts'
import type { InvoiceView } from './invoices.api.ts'
import { joinCustomersOfPerson, visibleInPortal, type InPortal } from './portal-invoices.ts'

const VIEWS_MOST = 100

/** A contact has opened an invoice in the portal. Only that is recorded: no GET, and no staff member. */
export async function markSeen(
  { db, organizationId, now, portal }: InPortal,
  invoiceId: string,
): Promise<void> {
  const { rows } = await sql`
    insert into invoice_views as v (organization_id, invoice_id, person_id, first_at, last_at)
    select i.organization_id, i.id, c.person_id, ${now}::timestamptz, ${now}::timestamptz
    from invoices i ${joinCustomersOfPerson(portal)}
    where i.organization_id = ${organizationId} and i.id = ${invoiceId} and ${visibleInPortal}
    on conflict (organization_id, invoice_id, person_id)
      do update set last_at = greatest(v.last_at, excluded.last_at), times = v.times + 1
    returning v.invoice_id`.execute(db)
  if (rows.length === 0) throw new NotFound('invoice')
}

/** Who has opened an invoice in the portal, the latest first. */
export async function listViews(
  { db, organizationId }: Reading,
  invoiceId: string,
): Promise<{ data: InvoiceView[] }> {
  const { rows } = await sql<InvoiceView | { personId: null }>`
    select v.person_id as "personId", c.id as "contactId", person_name(p.first_name, p.last_name, '') as name, p.email,
      v.first_at as "firstAt", v.last_at as "lastAt", v.times
    from invoices i
    left join invoice_views v on v.organization_id = i.organization_id and v.invoice_id = i.id
    left join people p on p.organization_id = v.organization_id and p.id = v.person_id
    left join contacts c on c.organization_id = v.organization_id and c.customer_id = i.customer_id
      and c.person_id = v.person_id
    where i.organization_id = ${organizationId} and i.id = ${invoiceId}
    order by v.last_at desc, v.person_id limit ${VIEWS_MOST}`.execute(db)
  if (rows.length === 0) throw new NotFound('invoice')
  return { data: rows.filter((row) => row.personId !== null) }
}
