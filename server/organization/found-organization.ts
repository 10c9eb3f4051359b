import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Call } from '../http/serve.ts'
import { record } from '../journal/record.ts'
import { addFounder } from '../staff/member.ts'
import { toOrganization, type OrganizationColumns } from './organization.ts'
import type { Organization } from './organization.api.ts'
import { slugsFor } from './slug.ts'

/** Where an organization is, and its currency, as far as is known when it is founded. */
export interface Place {
  timeZone?: string | undefined
  currency?: string | undefined
}

/** Founds one more organization. The caller is its first owner, and stays where they are until they switch. */
export async function foundAnother(
  call: Pick<Call, 'database' | 'staff' | 'now' | 'publicUrl'>,
  { name, ...place }: { name: string } & Place,
): Promise<Organization> {
  const organizationId = newId()
  return transaction(call.database.of(organizationId), async (tx) => {
    const { organization } = await found(tx, call.now, organizationId, { name, ...place }, call.staff)
    return toOrganization(organization, call)
  })
}

/** Makes an organization and its first owner, in a transaction of that organization. */
export async function found(
  tx: Db,
  now: Date,
  organizationId: string,
  { name, ...place }: { name: string } & Place,
  founder: { accountId: string; name: string; email: string },
): Promise<{ organization: OrganizationColumns; memberId: string }> {
  const organization = await insertOrganization(tx, now, organizationId, name, place)
  const memberId = await addFounder(tx, now, organizationId, founder)
  const actor = { organizationId, kind: 'staff' as const, id: memberId, name: founder.name }
  await record(tx, actor, now, { action: 'organization.founded', changes: { name: { new: name } } })
  return { organization, memberId }
}

/** Under the first free slug: no organization can see which slugs others have. */
async function insertOrganization(
  tx: Db,
  now: Date,
  id: string,
  name: string,
  { timeZone, currency }: Place,
): Promise<OrganizationColumns> {
  for (const slugs = slugsFor(name); ;) {
    const organization = await tx
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
      .returningAll()
      .executeTakeFirst()
    if (organization) return organization
  }
}
