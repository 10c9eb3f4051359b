import { sql } from 'kysely'
import { StaleVersion } from '../http/problems.ts'
import { lockInvoicingSettings } from '../invoices/invoicing-settings.ts'
import { todayOf } from '../organization/time-zone.ts'
import { differences, record } from '../journal/record.ts'
import { inTransaction, type Reading, type Scope } from '../scope/scope.ts'
import type { StatementSettings } from './statements.api.ts'

const DEFAULTS: StatementSettings = {
  on: false,
  day: 1,
  onSince: null,
  sendFromHour: 9,
  sendUntilHour: 17,
  version: 1,
}

export async function readStatementSettings({ db, organizationId }: Reading): Promise<StatementSettings> {
  const { rows } = await sql<StatementSettings>`
    select statements_on as on, statements_day as day, statements_on_since as "onSince",
      send_from_hour as "sendFromHour", send_until_hour as "sendUntilHour",
      statements_version as version
    from invoicing_settings where organization_id = ${organizationId}`.execute(db)
  return rows[0] ?? DEFAULTS
}

export function changeStatementSettings(
  scope: Scope,
  version: number,
  change: { on?: boolean | undefined; day?: number | undefined },
): Promise<StatementSettings> {
  return inTransaction(scope, async (tx) => {
    await lockInvoicingSettings(tx)
    const before = await readStatementSettings(tx)
    if (before.version !== version) throw new StaleVersion()
    const on = change.on ?? before.on
    const after = {
      on,
      day: change.day ?? before.day,
      onSince: on ? (before.onSince ?? (await todayOf(tx))) : null,
    }
    await tx.db
      .updateTable('invoicing_settings')
      .set({
        statements_on: after.on,
        statements_day: after.day,
        statements_on_since: after.onSince,
        statements_version: version + 1,
      })
      .where('organization_id', '=', scope.organizationId)
      .execute()
    await record(tx, {
      action: 'statements.changed',
      changes: differences<Partial<StatementSettings>>(before, after),
    })
    return readStatementSettings(tx)
  })
}
