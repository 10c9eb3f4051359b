import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import type { Actor } from '../scope/actor.ts'
import { inOrganization } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import { beginPlanning, beginRunning, beginUndoing } from './import-work.ts'
import { NotNow } from './import.ts'

const BEGIN = { planning: beginPlanning, running: beginRunning, undoing: beginUndoing }

interface Unfinished {
  organizationId: string
  id: string
  state: keyof typeof BEGIN
  actorKind: Actor['kind']
  actorId: string
  actorName: string
}

/**
 * Takes up what another process has left, because it died or was stopped, on behalf of whoever began it. What failed waits
 * for them.
 */
export async function takeUpImports(services: Services): Promise<void> {
  const { rows } = await sql<Unfinished>`
    select organization_id as "organizationId", id, state, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName"
    from unfinished_imports()`.execute(services.database.of(INSTALLATION))
  for (const { organizationId, id, state, actorKind, actorId, actorName } of rows) {
    const by = { organizationId, kind: actorKind, id: actorId, name: actorName }
    await BEGIN[state]({ ...inOrganization(services, organizationId), by }, id).catch(unlessTaken)
  }
}

/** By another process, a moment ago. */
function unlessTaken(error: unknown) {
  if (!(error instanceof NotNow)) throw error
}
