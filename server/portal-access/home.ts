import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'

interface CustomerOfMine {
  id: string
  name: string
  accountNumber: string | null
  jobTitle: string | null
}

/** The active customers where the person is an active contact: a deleted one is gone from the next request on (R6). */
export async function readHome(
  { db, organizationId }: Reading,
  personId: string,
): Promise<{ customers: CustomerOfMine[] }> {
  const { rows } = await sql<CustomerOfMine>`
    select u.id, u.name, u.account_number as "accountNumber", c.job_title as "jobTitle"
    from contacts c
    join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
    where c.organization_id = ${organizationId} and c.person_id = ${personId} and c.active and u.active
    order by u.name_key, u.id`.execute(db)
  return { customers: rows }
}
