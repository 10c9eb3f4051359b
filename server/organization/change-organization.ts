import type { BodyOf } from '../http/endpoint.ts'
import { StaleVersion } from '../http/problems.ts'
import { differences, record } from '../journal/record.ts'
import { inTransaction, type Scope } from '../scope/scope.ts'
import { organizationColumns, toOrganization } from './organization.ts'
import type { Organization, organizationApi } from './organization.api.ts'

type Change = BodyOf<typeof organizationApi.change>

/**
 * Settings count from now on, also for open sessions. A password that was issued before keeps the hours it was issued
 * with.
 */
export async function changeOrganization(
  scope: Scope,
  version: number,
  change: Change,
): Promise<Organization> {
  return inTransaction(scope, async (tx) => {
    const { db, organizationId, now } = tx
    const row = await db
      .selectFrom('organizations')
      .select(organizationColumns)
      .where('id', '=', organizationId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.version !== version) throw new StaleVersion()
    const before = toOrganization(scope, row)
    const changes = differences(before, change)
    if (Object.keys(changes).length === 0) return before
    const after = await db
      .updateTable('organizations')
      .set({
        name: change.name,
        accent_color: change.accentColor,
        time_zone: change.timeZone,
        language: change.language,
        currency: change.currency,
        credential_mail: change.credentialMail,
        temporary_password_hours: change.temporaryPasswordHours,
        password_min_length: change.passwordMinLength,
        staff_session_idle_hours: change.staffSessionIdleHours,
        staff_session_days: change.staffSessionDays,
        portal_session_idle_hours: change.portalSessionIdleHours,
        portal_session_days: change.portalSessionDays,
        new_contacts_receive: change.newContactsReceive && JSON.stringify(change.newContactsReceive),
        version: version + 1,
        updated_at: now,
      })
      .where('id', '=', organizationId)
      .returning(organizationColumns)
      .executeTakeFirstOrThrow()
    await record(tx, { action: 'organization.changed', changes })
    return toOrganization(scope, after)
  })
}
