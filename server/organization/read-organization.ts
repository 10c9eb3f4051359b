import type { Call } from '../http/serve.ts'
import { toOrganization } from './organization.ts'
import type { Organization } from './organization.api.ts'

export async function readOrganization(
  call: Pick<Call, 'db' | 'staff' | 'publicUrl'>,
): Promise<Organization> {
  const row = await call.db
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', call.staff.organizationId)
    .executeTakeFirstOrThrow()
  return toOrganization(row, call)
}
