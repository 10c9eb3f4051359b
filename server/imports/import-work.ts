import type { Scope } from '../scope/scope.ts'
import type { Services } from '../scope/services.ts'
import type { Actor } from '../scope/actor.ts'
import { readImport } from './import.ts'
import type { CsvImport, ImportKind } from './imports.api.ts'
import { issueImportPasswords } from './contacts/issue-import-passwords.ts'
import { interrupt, leasePlanning, leaseRunning } from './lease.ts'
import { LeaseLost, type Lease } from '../work/lease.ts'
import { finishInvoices, planInvoices, runInvoices } from './invoices/import-invoices.ts'
import { planImport, type Work } from './contacts/plan-import.ts'
import { finishImport, runImport } from './contacts/run-import.ts'

export async function beginPlanning(scope: Scope, importId: string): Promise<CsvImport> {
  const { db, organizationId, now, services } = scope
  const { kind } = await readImport(scope, importId)
  const lease = await leasePlanning(db, organizationId, importId, now)
  services.longWork.begin(lease.id, (signal) =>
    guarded(scope, lease, () => planAll(workIn(scope, signal), lease, kind)),
  )
  return readImport(scope, importId)
}

export async function beginRunning(scope: Scope, importId: string): Promise<CsvImport> {
  const { db, organizationId, now, by, services } = scope
  const { kind } = await readImport(scope, importId)
  const lease = await leaseRunning(db, organizationId, importId, now)
  services.longWork.begin(lease.id, (signal) =>
    guarded(scope, lease, () => runAll(workIn(scope, signal), lease, by, kind)),
  )
  return readImport(scope, importId)
}

const workIn = ({ db, services: { clock, passwordHasher, sealer } }: Scope, signal: AbortSignal) => ({
  db,
  clock,
  signal,
  passwordHasher,
  sealer,
})

/** The dry run of either kind of file. */
export const planAll = (work: Work, lease: Lease, kind: ImportKind): Promise<void> =>
  kind === 'invoices' ? planInvoices(work, lease) : planImport(work, lease)

/** The import of either kind of file, to its end. */
export async function runAll(
  work: Work & Pick<Services, 'passwordHasher' | 'sealer'>,
  lease: Lease,
  by: Actor,
  kind: ImportKind,
): Promise<void> {
  if (kind === 'invoices') {
    await runInvoices(work, lease, by)
    return finishInvoices(work, lease, by)
  }
  await runImport(work, lease, by)
  await issueImportPasswords(work, lease, by)
  await finishImport(work, lease, by)
}

/** An import that fails is interrupted: what its batches did is kept, and it can be resumed where it was. */
async function guarded({ db }: Scope, lease: Lease, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof LeaseLost) return
    const isStop = error instanceof Error && error.name === 'AbortError'
    const trouble = isStop ? 'Portico was stopped.' : 'Something went wrong. The server’s log says what.'
    await interrupt(db, lease, trouble).catch(() => {
      // The database is gone: the lease runs out by itself.
    })
    if (!isStop) throw error
  }
}
