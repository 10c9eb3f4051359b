import { sql } from 'kysely'
import { INSTALLATION } from '../database/id.ts'
import type { Services } from '../scope/services.ts'
import { Problem } from './problems.ts'

interface Asked {
  organizationId?: string
  /** The portal's name in its address. */
  portal?: string
}

/** Throws `Moved` if what was not found here belongs to an organization that is at another installation now. */
export async function refuseMoved(services: Pick<Services, 'database'>, asked: Asked): Promise<void> {
  const origin = await originOfMoved(services, asked)
  if (origin !== null) throw new Moved(origin)
}

export async function originOfMoved(
  { database }: Pick<Services, 'database'>,
  { organizationId = INSTALLATION, portal = '' }: Asked,
): Promise<string | null> {
  const { rows } = await sql<{ origin: string | null }>`
    select organization_elsewhere(${organizationId}, ${portal}) as origin`.execute(database.of(INSTALLATION))
  return rows[0]!.origin
}

/** Whoever asks for a page of it is led to the same page there. */
export class Moved extends Problem {
  constructor(origin: string) {
    super(410, 'moved', 'This organization has moved', `It is at ${origin} now.`, { extra: { origin } })
  }
}
