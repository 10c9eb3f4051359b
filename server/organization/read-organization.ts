import type { Scope } from '../scope/scope.ts'
import { organizationColumns, toOrganization } from './organization.ts'
import type { Organization } from './organization.api.ts'

export async function readOrganization(scope: Scope): Promise<Organization> {
  const row = await scope.db
    .selectFrom('organizations')
    .select(organizationColumns)
    .where('id', '=', scope.organizationId)
    .executeTakeFirstOrThrow()
  return toOrganization(scope, row)
}
