import { sql } from 'kysely'
import type { ReadingNow } from '../scope/scope.ts'
import { emailIdentity, parseEmailAddress } from './email-address.ts'
import type { KnownPerson } from './people.api.ts'

/** An accountant may be a contact of thousands of customers. */
const NAMED_MOST = 100

/** At which customers the person `p` of a statement is a contact, as an expression within it: the active ones first, by name. */
export const placesOf = (only = sql``) => sql`coalesce((
  select jsonb_agg(jsonb_build_object('contactId', o.id, 'customerId', o.customer_id, 'customerName', o.name, 'active', o.active)
    order by o.active desc, o.name_key, o.id)
  from (
    select o.id, o.customer_id, u.name, o.active, u.name_key
    from contacts o join customers u on u.organization_id = o.organization_id and u.id = o.customer_id
    where o.organization_id = p.organization_id and o.person_id = p.id ${only}
    order by o.active desc, u.name_key, o.id limit ${NAMED_MOST}) o), '[]')`

/** At how many that is. */
export const placeCountOf = (only = sql``) => sql`(
  select count(*)::int from contacts o where o.organization_id = p.organization_id and o.person_id = p.id ${only})`

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
      ${placesOf()} as contacts, ${placeCountOf()} as "contactCount"
    from people p
    where p.organization_id = ${organizationId} and p.email_identity = ${emailIdentity(parsed.address)}`.execute(
    db,
  )
  return rows[0] ?? null
}
