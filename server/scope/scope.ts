import { transaction, type Db, type Transaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { bySystem, type Actor } from './actor.ts'
import type { Services } from './services.ts'

/**
 * What a verb works in: the data of one organization, at one moment, for somebody. It travels as one value; the `call` of a
 * handler is one.
 */
export interface Scope {
  organizationId: string
  /** Sees this organization only. */
  db: Db
  now: Date
  /** For the journal. */
  by: Actor
  services: Services
}

/** A scope whose statements are all done or none. What asks for one can be sure that its caller has begun a transaction. */
export type InTransaction<S extends { db: Db } = Scope> = Omit<S, 'db'> & { db: Transaction<Tables> }

/** In whose data: for a part of a statement, and for turns that organizations take. */
export type Within = Pick<Scope, 'organizationId'>
/** Reading needs no more. */
export type Reading = Pick<Scope, 'organizationId' | 'db'>
/** Reading what depends on the day or the hour. */
export type ReadingNow = Reading & Pick<Scope, 'now'>

/** One change, one transaction: see `transaction`. The change may be made twice, and sees the same `now`. */
export function inTransaction<S extends { db: Db }, T>(
  scope: S,
  change: (tx: InTransaction<S>) => Promise<T>,
): Promise<T> {
  return transaction(scope.db, (db) => change({ ...scope, db }))
}

/**
 * A change that is one statement, and so a transaction by itself. Within another one it is a part of that, so that its caller can
 * still ask why it was refused.
 */
export function inOneStatement<S extends { db: Db }, T>(
  scope: S,
  change: (scope: S | InTransaction<S>) => Promise<T>,
): Promise<T> {
  return scope.db.isTransaction ? inTransaction(scope, change) : change(scope)
}

/** The same for work that goes on after the request: in no transaction of that. */
export const onItsOwn = (scope: Scope): Scope => ({
  ...scope,
  db: scope.services.database.of(scope.organizationId),
})

/** The same at this moment, for a piece of work that goes on for long. */
export const atPresent = <S extends { services: Pick<Services, 'clock'> }>(scope: S) => ({
  ...scope,
  now: scope.services.clock(),
})

/** In an organization that no session names: what Portico does by itself, and what is asked for at its doors. */
export function inOrganization(
  services: Services,
  organizationId: string,
  now: Date = services.clock(),
): Scope {
  return {
    organizationId,
    db: services.database.of(organizationId),
    now,
    by: bySystem(organizationId),
    services,
  }
}
