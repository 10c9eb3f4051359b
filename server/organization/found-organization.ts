import { newId } from '../database/id.ts'
import { record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import { inOrganization, inTransaction, type InTransaction } from '../scope/scope.ts'
import { addFounder } from '../staff/member.ts'
import type { SignedIn } from '../staff/session.ts'
import { organizationColumns, toOrganization, type OrganizationRow } from './organization.ts'
import type { Organization } from './organization.api.ts'
import { slugsFor } from './slug.ts'

/** Where an organization is, and its currency, as far as is known when it is founded. */
export interface Place {
  timeZone?: string | undefined
  currency?: string | undefined
}

/** Founds one more organization. The caller is its first owner, and stays where they are until they switch. */
export async function foundAnother(
  { services, now, staff }: SignedIn,
  { name, ...place }: { name: string } & Place,
): Promise<Organization> {
  return inTransaction(inOrganization(services, newId(), now), async (tx) => {
    const { organization } = await found(tx, { name, ...place }, staff)
    return toOrganization(tx, organization)
  })
}

/** Makes an organization and its first owner, in a transaction of that organization. */
export async function found(
  tx: InTransaction,
  { name, ...place }: { name: string } & Place,
  founder: { accountId: string; name: string; email: string },
): Promise<{ organization: OrganizationRow; memberId: string }> {
  const organization = await insertOrganization(tx, name, place)
  const memberId = await addFounder(tx, founder)
  const by = byStaff({ organizationId: tx.organizationId, memberId, name: founder.name })
  await record({ ...tx, by }, { action: 'organization.founded', changes: { name: { new: name } } })
  return { organization, memberId }
}

/** Under the first free slug: no organization can see which slugs others have. */
async function insertOrganization(
  { db, organizationId: id, now }: InTransaction,
  name: string,
  { timeZone, currency }: Place,
): Promise<OrganizationRow> {
  for (const slugs = slugsFor(name); ;) {
    const organization = await db
      .insertInto('organizations')
      .values({
        id,
        name,
        slug: slugs.next().value,
        ...(timeZone && { time_zone: timeZone }),
        ...(currency && { currency }),
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning(organizationColumns)
      .executeTakeFirst()
    if (organization) return organization
  }
}
