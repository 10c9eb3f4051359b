import { sql, type RawBuilder } from 'kysely'
import { newId } from '../database/id.ts'
import { column, columnsOf, tableOf } from '../fields/columns.ts'
import type { InTransaction, Scope } from '../scope/scope.ts'
import type { Entry } from './record.ts'

const JOURNAL = columnsOf('journal', {
  id: column('id', 'uuid'),
  action: column('action', 'text'),
  customerId: column('customer_id', 'uuid'),
  contactId: column('contact_id', 'uuid'),
  personId: column('person_id', 'uuid'),
  invoiceId: column('invoice_id', 'uuid'),
  importRow: column('import_row', 'integer'),
  changes: column('changes', 'jsonb'),
})

/** Records entries with one statement. None of them is a matter of security. */
export function recordingAll(
  { organizationId, now, by }: InTransaction<Omit<Scope, 'services'>>,
  entries: Entry[],
): RawBuilder<unknown> {
  const rows = entries.map((entry) => ({ changes: {}, ...entry, id: newId() }))
  return sql`
    insert into journal (organization_id, at, actor_kind, actor_id, actor_name, import_id, ${JOURNAL.names})
    select ${organizationId}, ${now}, ${by.kind}, ${by.id}, ${by.name}, ${by.importId ?? null}, ${JOURNAL.fromJson('r')}
    from ${tableOf(rows, JOURNAL.typed)}`
}
