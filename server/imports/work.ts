import type { Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import type { Lease } from '../work/lease.ts'

/** The work on an import while its lease is held: in the scope of the one who began it, but at no one moment. */
export interface Work extends Omit<Scope, 'now' | 'services'> {
  services: Pick<Services, 'clock' | 'passwordHasher' | 'sealer'>
  lease: Lease
  /** Aborted when Portico stops: work ends after the current batch. */
  signal: AbortSignal
}

/** What it does is in the journal under that import. */
export const workOn = (scope: Omit<Work, 'lease' | 'signal'>, lease: Lease, signal: AbortSignal): Work => ({
  ...scope,
  by: { ...scope.by, importId: lease.workId },
  lease,
  signal,
})

/** A batch of it, at its moment. */
export type WorkNow = Work & Pick<Scope, 'now'>
