import { sql, type RawBuilder } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import type { Candidate } from './recipients.ts'

/** Everybody who could be sent something for a customer, for `recipients()` to decide about. */
export interface CustomerCandidates {
  customerId: string
  customerActive: boolean
  /** The organization's. */
  timeZone: string
  candidates: Candidate[]
}

/** The candidates of one customer. Undefined: there is no such customer. */
export async function readCandidates(
  scope: Reading,
  customerId: string,
): Promise<CustomerCandidates | undefined> {
  // One value, and no list of one: for a list of unknown length PostgreSQL would plan the statement anew each time.
  const [found] = await readWanted(scope, sql`(values (${customerId}::uuid)) one (wanted)`)
  return found
}

/**
 * The candidates of many customers at once, by the customer's id. Inactive contacts are included, because staff are
 * told about them, too.
 */
export async function readCandidatesOf(
  scope: Reading,
  customerIds: readonly string[],
): Promise<Map<string, CustomerCandidates>> {
  const rows = await readWanted(scope, sql`unnest(${[...new Set(customerIds)]}::uuid[]) wanted`)
  return new Map(rows.map((row) => [row.customerId, row]))
}

async function readWanted(
  { db, organizationId }: Reading,
  wanted: RawBuilder<unknown>,
): Promise<CustomerCandidates[]> {
  // Each customer is looked up by itself: planning for an organization of average size, PostgreSQL would read them
  // all.
  const { rows } = await sql<CustomerCandidates>`
    select u.id as "customerId", u.active as "customerActive", k.candidates, o.time_zone as "timeZone"
    from ${wanted}
    join organizations o on o.id = ${organizationId}
    cross join lateral (
      select id, active from customers where organization_id = ${organizationId} and id = wanted limit 1) u
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('contactId', c.id, 'personId', p.id,
          'name', person_name(p.first_name, p.last_name, p.email), 'email', p.email,
          'jobTitle', c.job_title, 'primary', c.is_primary and c.active, 'active', c.active,
          'inactiveSince', c.inactive_since, 'receives', c.receives, 'unsubscribed', c.unsubscribed,
          'bouncedAt', p.email_bounced_at, 'bounceReason', p.email_bounce_reason)), '[]') as candidates
      from contacts c
      cross join lateral (
        select * from people where organization_id = ${organizationId} and id = c.person_id limit 1) p
      where c.organization_id = ${organizationId} and c.customer_id = wanted) k`.execute(db)
  return rows
}
