import { sql } from 'kysely'
import type { InTransaction } from '../../scope/scope.ts'
import type { Work } from '../work.ts'

/** What became of something that a row did. */
export interface Undone {
  row: number | null
  outcome: 'undone' | 'stays'
  says: string
}

/** Says at each row what became of it. A row of which anything stays, stays. */
export async function noteUndone(
  { db, organizationId, lease: { workId: importId } }: InTransaction<Work>,
  undone: Undone[],
): Promise<void> {
  const notes = new Map<number, { number: number; outcome: Undone['outcome']; says: string[] }>()
  for (const { row, outcome, says } of undone) {
    if (row === null) continue
    const note = notes.get(row) ?? { number: row, outcome, says: [] }
    if (outcome === 'stays') note.outcome = 'stays'
    // The customer before their contacts, who were undone first.
    note.says.unshift(says)
    notes.set(row, note)
  }
  await sql`
    update import_notes n set
      outcome = case when n.outcome = 'stays' then 'stays' else u.outcome end,
      says = case when n.outcome not in ('undone', 'stays') then u.says when n.says @> u.says then n.says else u.says || n.says end
    from json_to_recordset(${JSON.stringify([...notes.values()])}::json) as u (number integer, outcome text, says text[])
    where n.organization_id = ${organizationId} and n.import_id = ${importId} and n.number = u.number`.execute(
    db,
  )
}
