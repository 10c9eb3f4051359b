import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import { forgetFailuresBefore, isolate, type Work, type Workplace } from './isolate.ts'

/**
 * One round of work through all organizations, one after another. One that fails is followed by the next. `each`
 * returns whether it went through everything: at night, or before the day of statements, nothing was tried.
 */
export async function forEachOrganization(
  place: Workplace,
  work: Work,
  each: (organizationId: string) => Promise<'gone through' | 'not now'>,
  shallStop: () => boolean,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select organization_ids() as id`.execute(
    place.database.of(INSTALLATION),
  )
  for (const { id: organizationId } of rows) {
    if (shallStop()) return
    await isolate(place, { organizationId, work }, async () => {
      const began = place.clock()
      const outcome = await each(organizationId)
      if (outcome === 'gone through' && !shallStop())
        await forgetFailuresBefore(place, organizationId, work, began)
    })
  }
}
