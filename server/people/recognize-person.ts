import { sql } from 'kysely'
import type { ReadingNow } from '../scope/scope.ts'
import { emailIdentity, parseEmailAddress } from './email-address.ts'
import type { KnownPerson } from './people.api.ts'

/** An accountant may be a contact of thousands of customers. */
const CONTACTS_SHOWN_MOST = 100

/** Whether the person `p` has access to the portal. A temporary password that has expired no longer opens anything. */
export const accessOf = (now: Date) => sql`coalesce((
  select case when a.locked_at is not null then 'revoked'
    when a.kind <> 'chosen' and a.expires_at <= ${now} then 'none' else 'given' end
  from portal_access a where a.organization_id = p.organization_id and a.person_id = p.id), 'none')`

/** Whose an address already is, and where they are a contact. Null for a free address, or for half of one. */
export async function recognizePerson(
  { db, organizationId, now }: ReadingNow,
  email: string,
): Promise<KnownPerson | null> {
  const parsed = parseEmailAddress(email)
  if (!parsed.ok) return null
  const { rows } = await sql<KnownPerson>`
    select p.id, p.first_name as "firstName", p.last_name as "lastName", p.email, p.phone,
      ${accessOf(now)} as "portalAccess",
      coalesce((
        select jsonb_agg(jsonb_build_object('contactId', c.id, 'customerId', c.customer_id, 'customerName', c.name, 'active', c.active)
          order by c.active desc, c.name_key, c.id)
        from (
          select c.id, c.customer_id, u.name, c.active, u.name_key
          from contacts c join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
          where c.organization_id = p.organization_id and c.person_id = p.id
          order by c.active desc, u.name_key, c.id limit ${CONTACTS_SHOWN_MOST}) c), '[]') as contacts,
      (select count(*)::int from contacts c where c.organization_id = p.organization_id and c.person_id = p.id) as "contactCount"
    from people p
    where p.organization_id = ${organizationId} and p.email_identity = ${emailIdentity(parsed.address)}`.execute(
    db,
  )
  return rows[0] ?? null
}
