import type { Scope } from '../scope/scope.ts'

/** What Portico does by itself in each organization, whenever it is due there. */
export interface RegularWork {
  name: 'housekeeping' | 'reminders' | 'statements'
  /** Whether they would miss it: then what could not be done is shown to them, not logged alone. */
  isMissedByStaff: boolean
  /** Does what is due in one organization, piece by piece. */
  doIn(scope: Scope, round: Round): Promise<Outcome>
}

export interface Round {
  /** Aborted when Portico stops. */
  signal: AbortSignal
  /**
   * Does one piece, in a scope of its own moment. One that throws is logged and told to staff, and stops no other. Throws
   * itself when Portico stops, and when the database is away.
   */
  piece(subject: Subject, run: (scope: Scope) => Promise<void>): Promise<void>
  /** Whether a piece threw: then the organization is due again soon. */
  readonly hasFailed: boolean
}

/** What a piece of work is about; nothing of both: all of the organization. */
export interface Subject {
  invoiceId?: string
  customerId?: string
}

export interface Outcome {
  /** Where nothing was, at this hour or on this day, what failed before fails still. */
  tried: 'all' | 'nothing'
  /** When there is something to do again. Null: when settings change. */
  dueAt: Date | null
}
