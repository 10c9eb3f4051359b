/** Nothing that a request waits for comes near these. A runaway statement must not hold locks forever. */
export const LIMITS = {
  statement_timeout: 60_000,
  lock_timeout: 20_000,
  idle_in_transaction_session_timeout: 60_000,
}

/** The same for one transaction. */
export const LIMIT_THIS_TRANSACTION = Object.entries(LIMITS)
  .map(([name, value]) => `set local ${name} = ${value}`)
  .join('; ')
