import { sql } from 'kysely'
import { transaction, type Db } from '../database/database.ts'
import { StaleVersion } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import { lockInvoicingSettings } from '../invoices/invoicing-settings.ts'
import { todayOf } from '../organization/time-zone.ts'
import { differences, record } from '../journal/record.ts'
import { byStaff } from '../scope/actor.ts'
import type { StatementSettings } from './statements.api.ts'

const DEFAULTS: StatementSettings = {
  on: false,
  day: 1,
  onSince: null,
  sendFromHour: 9,
  sendUntilHour: 17,
  version: 1,
}

export async function readStatementSettings(db: Db, organizationId: string): Promise<StatementSettings> {
  const { rows } = await sql<StatementSettings>`
    select statements_on as on, statements_day as day, statements_on_since as "onSince",
      send_from_hour as "sendFromHour", send_until_hour as "sendUntilHour",
      statements_version as version
    from invoicing_settings where organization_id = ${organizationId}`.execute(db)
  return rows[0] ?? DEFAULTS
}

export function changeStatementSettings(
  { db, staff, now, version }: { db: Db; staff: StaffCaller; now: Date; version: number },
  change: { on?: boolean | undefined; day?: number | undefined },
): Promise<StatementSettings> {
  const { organizationId } = staff
  return transaction(db, async (tx) => {
    await lockInvoicingSettings(tx, organizationId, now)
    const before = await readStatementSettings(tx, organizationId)
    if (before.version !== version) throw new StaleVersion()
    const on = change.on ?? before.on
    const after = {
      on,
      day: change.day ?? before.day,
      onSince: on ? (before.onSince ?? (await todayOf({ db: tx, organizationId, now }))) : null,
    }
    await tx
      .updateTable('invoicing_settings')
      .set({
        statements_on: after.on,
        statements_day: after.day,
        statements_on_since: after.onSince,
        statements_version: version + 1,
      })
      .where('organization_id', '=', organizationId)
      .execute()
    await record(tx, byStaff(staff), now, {
      action: 'statements.changed',
      changes: differences<Partial<StatementSettings>>(before, after),
    })
    return readStatementSettings(tx, organizationId)
  })
}
