import { sql } from 'kysely'
import type { Scope } from '../scope/scope.ts'
import type { RegularWork, Subject } from './regular-work.ts'

/** Kept for staff, until it works or is wanted no longer. */
export async function keepFailure(
  { db, organizationId, now }: Scope,
  { name }: RegularWork,
  { invoiceId, customerId }: Subject,
): Promise<void> {
  await sql`
    insert into failing_work as f (organization_id, work, subject_id, invoice_id, customer_id, since, tried_at)
    values (${organizationId}, ${name}, ${invoiceId ?? customerId ?? organizationId}, ${invoiceId ?? null}, ${customerId ?? null}, ${now}, ${now})
    on conflict (organization_id, work, subject_id) do update set tried_at = ${now}, times = f.times + 1`.execute(
    db,
  )
}

/** After a round through everything: a failure from before it that did not happen again is over. */
export async function forgetFailuresBefore(
  { db, organizationId, now: roundBegan }: Scope,
  { name }: RegularWork,
): Promise<void> {
  await sql`
    delete from failing_work
    where organization_id = ${organizationId} and work = ${name} and tried_at < ${roundBegan}`.execute(db)
}
