import { sql } from 'kysely'
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../database/database.ts'
import { safeReason } from '../http/safe-reason.ts'

export interface Workplace {
  database: Database
  clock: () => Date
  log: Pick<FastifyBaseLogger, 'error'>
}

/** Regular work that staff would miss. */
export type Work = 'reminders' | 'statements'

/** One piece of it: an invoice, a customer, or all of an organization. */
export interface Piece {
  organizationId: string
  work: Work
  invoiceId?: string
  customerId?: string
}

/**
 * Does one piece of work. One that throws is logged and shown to staff, and stops nothing else: the caller goes on
 * with the next, and returns to this one in the next round.
 */
export async function isolate<T>(
  place: Workplace,
  piece: Piece,
  run: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await run()
  } catch (error) {
    place.log.error(
      { ...piece, reason: safeReason(error) },
      'One piece of regular work failed. The others go on; it is tried again in the next round.',
    )
    await keepFailure(place, piece).catch((second: unknown) =>
      place.log.error(
        { ...piece, reason: safeReason(second) },
        'That it failed could not be kept for staff.',
      ),
    )
    return undefined
  }
}

async function keepFailure({ database, clock }: Workplace, piece: Piece): Promise<void> {
  const { organizationId, work, invoiceId = null, customerId = null } = piece
  const now = clock()
  await sql`
    insert into failing_work as f (organization_id, work, subject_id, invoice_id, customer_id, since, tried_at)
    values (${organizationId}, ${work}, ${invoiceId ?? customerId ?? organizationId}, ${invoiceId}, ${customerId}, ${now}, ${now})
    on conflict (organization_id, work, subject_id) do update set tried_at = ${now}, times = f.times + 1`.execute(
    database.of(organizationId),
  )
}

/** After a round through everything: a failure from before it that did not happen again is over. */
export async function forgetFailuresBefore(
  { database }: Pick<Workplace, 'database'>,
  organizationId: string,
  work: Work,
  roundBegan: Date,
): Promise<void> {
  await sql`
    delete from failing_work
    where organization_id = ${organizationId} and work = ${work} and tried_at < ${roundBegan}`.execute(
    database.of(organizationId),
  )
}
