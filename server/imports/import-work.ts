import { DatabaseAway } from '../database/database.ts'
import { inTransaction, onItsOwn, type Scope } from '../scope/scope.ts'
import { LeaseLost, type Lease } from '../work/lease.ts'
import { issueImportPasswords } from './contacts/issue-import-passwords.ts'
import { planImport } from './contacts/plan-import.ts'
import { finishImport, runImport } from './contacts/run-import.ts'
import { readImport } from './import.ts'
import type { CsvImport, ImportKind } from './imports.api.ts'
import { finishInvoices, planInvoices, runInvoices } from './invoices/import-invoices.ts'
import { interrupt, leasePlanning, leaseRunning, leaseUndoing, stopImport } from './lease.ts'
import { undoImport } from './undo/undo-import.ts'
import { workOn, type Work } from './work.ts'

export async function beginPlanning(scope: Scope, importId: string): Promise<CsvImport> {
  const { kind } = await readImport(scope, importId)
  begin(scope, await leasePlanning(scope, importId), (work) => planAll(work, kind))
  return readImport(scope, importId)
}

export async function beginRunning(scope: Scope, importId: string): Promise<CsvImport> {
  const { kind } = await readImport(scope, importId)
  begin(scope, await leaseRunning(scope, importId), (work) => runAll(work, kind))
  return readImport(scope, importId)
}

export async function beginUndoing(scope: Scope, importId: string): Promise<CsvImport> {
  const { kind } = await readImport(scope, importId)
  begin(scope, await leaseUndoing(scope, importId), (work) => undoImport(work, kind))
  return readImport(scope, importId)
}

/** What is at work ends with the batch that it is at. */
export async function stopWork(scope: Scope, importId: string): Promise<CsvImport> {
  await inTransaction(scope, (tx) => stopImport(tx, importId))
  return readImport(scope, importId)
}

/** The dry run of either kind of file. */
export const planAll = (work: Work, kind: ImportKind): Promise<void> =>
  kind === 'invoices' ? planInvoices(work) : planImport(work)

/** The import of either kind of file, to its end. */
export async function runAll(work: Work, kind: ImportKind): Promise<void> {
  if (kind === 'invoices') {
    await runInvoices(work)
    return finishInvoices(work)
  }
  await runImport(work)
  await issueImportPasswords(work)
  await finishImport(work)
}

/**
 * An import that fails or is stopped is interrupted: what its batches did is kept, and it can be resumed where it was. One that
 * was stopped, or lost the database, goes on by itself (`takeUpImports`); one that failed might fail again, and waits for staff.
 */
function begin(scope: Scope, lease: Lease, run: (work: Work) => Promise<void>): void {
  scope.services.longWork.begin(lease.id, async (signal) => {
    const work = workOn(onItsOwn(scope), lease, signal)
    try {
      await run(work)
    } catch (error) {
      if (error instanceof LeaseLost) return
      const isStop = error instanceof Error && error.name === 'AbortError'
      const goesOn = isStop || error instanceof DatabaseAway
      const trouble = goesOn ? null : 'Something went wrong. The server’s log says what.'
      await interrupt(work, trouble).catch(() => {
        // The database is gone: the lease runs out by itself.
      })
      if (!isStop) throw error
    }
  })
}
