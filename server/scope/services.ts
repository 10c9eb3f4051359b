import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../database/database.ts'

/** What this process has once. The folders above this one add theirs by declaration merging. */
export interface Services {
  database: Database
  /** The origin that people open, such as https://portico.example.com. */
  publicUrl: URL
  clock: () => Date
  log: FastifyBaseLogger
}
