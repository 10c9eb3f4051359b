import type { Services } from '../scope/services.ts'
import type { Actor } from '../scope/actor.ts'
import { readImport } from './import.ts'
import type { CsvImport, ImportKind } from './imports.api.ts'
import { issueImportPasswords } from './issue-import-passwords.ts'
import { interrupt, leasePlanning, leaseRunning } from './lease.ts'
import { LeaseLost, type Lease } from '../work/lease.ts'
import { finishInvoices, planInvoices, runInvoices } from './import-invoices.ts'
import { planImport, type Work } from './plan-import.ts'
import { finishImport, runImport } from './run-import.ts'

type Call = Pick<Services, 'database' | 'clock' | 'longWork' | 'passwordHasher' | 'sealer'> & {
  now: Date
  by: Actor
}

export async function beginPlanning(call: Call, importId: string): Promise<CsvImport> {
  const { database, clock, by, now, longWork } = call
  const db = database.of(by.organizationId)
  const { kind } = await readImport(db, by.organizationId, importId, now)
  const lease = await leasePlanning(db, by.organizationId, importId, now)
  longWork.begin(lease.id, (signal) =>
    guarded(call, lease, () => planAll({ db, clock, signal }, lease, kind)),
  )
  return readImport(db, by.organizationId, importId, now)
}

export async function beginRunning(call: Call, importId: string): Promise<CsvImport> {
  const { database, by, now, longWork } = call
  const db = database.of(by.organizationId)
  const lease = await leaseRunning(db, by.organizationId, importId, now)
  longWork.begin(lease.id, (signal) => guarded(call, lease, () => runToTheEnd(call, lease, signal)))
  return readImport(db, by.organizationId, importId, now)
}

async function runToTheEnd(call: Call, lease: Lease, signal: AbortSignal): Promise<void> {
  const { database, clock, by, passwordHasher, sealer } = call
  const work = { db: database.of(by.organizationId), clock, signal, passwordHasher, sealer }
  const { kind } = await readImport(work.db, by.organizationId, lease.workId, clock())
  await runAll(work, lease, by, kind)
}

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
async function guarded({ database }: Call, lease: Lease, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof LeaseLost) return
    const isStop = error instanceof Error && error.name === 'AbortError'
    const trouble = isStop ? 'Portico was stopped.' : 'Something went wrong. The server’s log says what.'
    await interrupt(database.of(lease.organizationId), lease, trouble).catch(() => {
      // The database is gone: the lease runs out by itself.
    })
    if (!isStop) throw error
  }
}
