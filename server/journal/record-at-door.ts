import type { Visit } from '../http/serve.ts'
import { deviceAndNetwork } from '../http/device-and-network.ts'
import { facts, record, type Entry } from './record.ts'

/** What somebody did at a door, or with what opens it, with where from: owners look through it (`security.ts`). */
export function recordAtDoor(
  tx: Pick<Visit, 'db' | 'now' | 'by' | 'client'>,
  entry: Omit<Entry, 'changes'>,
): Promise<void> {
  return record(tx, { ...entry, changes: facts(deviceAndNetwork(tx.client)) })
}
