import type { Changes } from '../../journal/record.ts'
import type { InTransaction } from '../../scope/scope.ts'
import { recordAll } from '../contacts/write-changes.ts'
import type { WorkNow } from '../work.ts'
import type { ImportEntry } from './entries.ts'
import type { Undone } from './note-undone.ts'
import { removeUnlessUsed } from './remove-unless-used.ts'

/** Something that an import made and that is still here. */
export interface Made {
  /** As in “Anna Berg stays”. */
  called: string
  /** As in “Contact Anna Berg was removed”. */
  removedAs: string
  /** What the journal keeps of it. */
  kept: Changes
}

interface Removing {
  noun: 'customer' | 'contact' | 'invoice'
  here: Map<string, Made>
  /** What was built on it since, by entry. */
  built: Map<string, string>
  /** Returns which of them are gone. */
  remove(ids: string[]): Promise<string[]>
}

/** Removes what some entries say was made, and says of each what became of it; records what is gone. */
export async function removeMade(
  tx: InTransaction<WorkNow>,
  entries: ImportEntry[],
  { noun, here, built, remove }: Removing,
): Promise<{ undone: Undone[]; removed: ImportEntry[] }> {
  const idOf = (entry: ImportEntry) => entry[`${noun}Id`]!
  const found = entries.filter((entry) => here.has(idOf(entry)))
  const free = found.filter(({ id }) => !built.has(id))
  const { removed, used } = await removeUnlessUsed(tx, free.map(idOf), remove)
  const gone = free.filter((entry) => removed.has(idOf(entry)))
  await recordAll(
    tx,
    gone.map((entry) => ({
      action: `${noun}.import-undone`,
      customerId: entry.customerId,
      contactId: entry.contactId,
      personId: entry.personId,
      invoiceId: entry.invoiceId,
      importRow: entry.row,
      changes: here.get(idOf(entry))!.kept,
    })),
  )()
  const undone = found.flatMap((entry): Undone[] => {
    const { called, removedAs } = here.get(idOf(entry))!
    const why = built.get(entry.id) ?? used.get(idOf(entry))
    if (why !== undefined) return [{ row: entry.row, outcome: 'stays', says: `${called} stays: ${why}.` }]
    if (!removed.has(idOf(entry))) return []
    return [{ row: entry.row, outcome: 'undone', says: `${removedAs} was removed.` }]
  })
  return { undone, removed: gone }
}
