import type { Scope } from '../scope/scope.ts'

/** So that nobody waits for a lock of it, and little is undone where a process dies. */
const ROWS_A_STEP = 500
/** Then other organizations have their turn, long before the lease of this one runs out. */
const STEPS_A_TURN = 100

/** Among which rows a step looks for what is old. */
export interface Looking {
  /** What was done by then is old. */
  before: Date
  /** Where the step before it ended; null for the first. */
  after: string | null
  most: number
}

/** Discards what is old among the next rows, in one statement. Returns where the next step goes on, or null after the last. */
export type DiscardNext = (scope: Scope, looking: Looking) => Promise<string | null>

/** Discards what was kept for so many days, step by step. Returns whether nothing is left to discard. */
export async function discardOld(
  scope: Scope,
  keptDays: number | null,
  discardNext: DiscardNext,
  signal: AbortSignal,
): Promise<boolean> {
  if (keptDays === null) return true
  const before = new Date(scope.now.getTime() - keptDays * 86_400_000)
  let after: string | null = null
  for (let step = 0; step < STEPS_A_TURN; step += 1) {
    signal.throwIfAborted()
    after = await discardNext(scope, { before, after, most: ROWS_A_STEP })
    if (after === null) return true
  }
  return false
}
