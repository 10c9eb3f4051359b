import type { Db } from '../database/database.ts'
import type { Call } from '../http/serve.ts'
import { whereFrom } from '../http/where-from.ts'
import type { Actor } from '../scope/actor.ts'
import { facts, record, type Entry } from './record.ts'

/** What somebody did at a door, or with what opens it, with where from: owners look through it (`security.ts`). */
export function recordAtDoor(
  tx: Db,
  { now, client }: Pick<Call, 'now' | 'client'>,
  by: Actor,
  entry: Omit<Entry, 'changes'>,
): Promise<void> {
  return record(tx, by, now, { ...entry, changes: facts(whereFrom(client)) })
}
