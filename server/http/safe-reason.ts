import pg from 'pg'

/**
 * What an operator needs to find the fault, without the values of rows or requests that PostgreSQL puts into its
 * messages.
 */
export function safeReason(error: unknown) {
  if (error instanceof pg.DatabaseError)
    return { code: error.code, constraint: error.constraint, table: error.table, routine: error.routine }
  if (error instanceof Error)
    return { name: error.name, message: error.message.slice(0, 300), stack: error.stack }
  return { name: typeof error }
}
