import { sql } from 'kysely'
import { readCandidatesOf } from '../contacts/read-candidates.ts'
import { kindInSentence, type ReceivedKind } from '../documents/kinds.ts'
import type { Candidate } from '../contacts/recipients.ts'
import { readCursor, writeCursor } from '../http/page.ts'
import type { Reading } from '../scope/scope.ts'
import type { UnreachableCustomer } from './reachability.api.ts'

/** If hardly anybody is unreachable, a page of them could mean looking at a million customers. */
export const LOOKED_AT_MOST = 4000

interface Unreachable {
  id: string
  name: string
  nameKey: string
  accountNumber: string | null
}

interface Last {
  lastKey: string
  lastId: string
  lastName: string
  lookedAt: number
}

/** Where everybody is reachable, the one who was looked at last stands alone. */
type Row = Last & (Unreachable | { [K in keyof Unreachable]: null })

/** The active customers for whom `recipients()` would name nobody, by name. */
export async function listUnreachable(
  scope: Reading,
  query: { kind: ReceivedKind; limit: number; cursor?: string | undefined },
  lookedAtMost = LOOKED_AT_MOST,
) {
  const { db, organizationId } = scope
  const { kind, limit } = query
  const after = readCursor(query.cursor, 'text', 'id')
  // Each customer, and each person, is looked up by itself: the limits ensure it. The rows to look at are in order
  // before, so that this ends with the page if many are unreachable.
  const { rows } = await sql<Row>`
    with looked_at as materialized (
      select id, name, name_key, account_number from customers
      where organization_id = ${organizationId} and active
        ${after ? sql`and (name_key, id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
      order by name_key, id limit ${lookedAtMost}
    ), unreachable as (
      select c.* from (select * from looked_at order by name_key, id) c
      left join lateral (
        select true as gets_it from contacts k
        cross join lateral (
          select email_bounced_at from people where organization_id = ${organizationId} and id = k.person_id limit 1) p
        where k.organization_id = ${organizationId} and k.customer_id = c.id and k.active
          and k.receives ? ${kind} and not k.unsubscribed ? ${kind} and p.email_bounced_at is null
        limit 1) somebody on true
      where somebody.gets_it is null
      order by c.name_key, c.id limit ${limit + 1}
    )
    select last.id as "lastId", last.name as "lastName", last.name_key as "lastKey",
      (select count(*)::int from looked_at) as "lookedAt", u.id, u.name, u.name_key as "nameKey",
      u.account_number as "accountNumber"
    from (select * from looked_at order by name_key desc, id desc limit 1) last left join unreachable u on true
    order by u.name_key, u.id`.execute(db)

  const found = rows.filter((row): row is Last & Unreachable => row.id !== null)
  const shown = found.slice(0, limit)
  const candidates = await readCandidatesOf(
    scope,
    shown.map(({ id }) => id),
  )
  const end = endOf(rows, found, { limit, lookedAtMost })
  return {
    data: shown.map((row): UnreachableCustomer => ({
      customerId: row.id,
      customerName: row.name,
      accountNumber: row.accountNumber,
      why: whyUnreachable(kind, candidates.get(row.id)?.candidates ?? []),
    })),
    nextCursor: end && writeCursor([end.key, end.id]),
    lookedUpTo: end && end.name,
  }
}

/** After whom the next page begins: the last one shown, or the last one looked at. Null: there are no more. */
function endOf(
  rows: Row[],
  found: Unreachable[],
  { limit, lookedAtMost }: { limit: number; lookedAtMost: number },
) {
  const last = found[limit - 1]
  if (found.length > limit && last) return { key: last.nameKey, id: last.id, name: last.name }
  const [row] = rows
  if (!row || row.lookedAt < lookedAtMost) return null
  return { key: row.lastKey, id: row.lastId, name: row.lastName }
}

/** What is wrong with the contacts of a customer for whom nobody would get it. */
export function whyUnreachable(kind: ReceivedKind, candidates: readonly Candidate[]): string {
  const what = kindInSentence[kind]
  const recipient = `${what.replace(/s$/, '')} recipient`
  const active = candidates.filter((candidate) => candidate.active)
  if (active.length === 0) return candidates.length > 0 ? 'only inactive contacts' : 'no contacts'
  const subscribed = active.filter(({ receives }) => receives[kind])
  if (subscribed.length === 0)
    return active.length === 1
      ? `the only contact does not receive ${what}`
      : `none of ${active.length} contacts receives ${what}`
  const bounced = subscribed.filter(({ bouncedAt }) => bouncedAt !== null).length
  const who =
    active.length === 1 ? 'the only contact' : subscribed.length === 1 ? `the only ${recipient}` : null
  if (who) return bounced ? `${who}’s address bounced` : `${who} unsubscribed`
  const all = `${subscribed.length === 2 ? 'both' : `all ${subscribed.length}`} ${recipient}s`
  if (bounced === subscribed.length) return `the addresses of ${all} bounced`
  if (bounced === 0) return `${all} unsubscribed`
  return `of ${subscribed.length} ${recipient}s, ${bounced} bounced and ${subscribed.length - bounced} unsubscribed`
}
