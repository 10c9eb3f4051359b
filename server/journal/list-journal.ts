import { sql, type RawBuilder } from 'kysely'
import { pageOf, readCursor } from '../http/page.ts'
import { withKeptSince } from '../keeping/kept-since.ts'
import { receivesWords, type Receives } from '../contacts/receives.ts'
import type { Reading, Within } from '../scope/scope.ts'
import { describe } from './describe.ts'
import type { JournalEntry } from './journal.api.ts'
import type { Changes } from './record.ts'
import { STAFF_REFUSALS } from './security.ts'

/** An entry as it is read. */
export interface EntryRow extends Omit<JournalEntry, 'actor' | 'sentence' | 'changes'> {
  actorKind: JournalEntry['actor']['kind']
  actorName: string
  changes: Changes
}

/** What it was done to. */
interface About {
  customerId?: string | undefined
  contactId?: string | undefined
  personId?: string | undefined
  invoiceId?: string | undefined
  importId?: string | undefined
  security?: 'staff' | 'contacts'
}

/**
 * Who did what, newest first. A change to a person is written once, and shows at all contacts and customers of that
 * person.
 */
export async function listJournal(
  scope: Reading,
  about: About,
  query: { limit: number; cursor?: string | undefined },
) {
  const { db, organizationId } = scope
  const after = readCursor(query.cursor, 'id')
  const { rows } = await sql<EntryRow>`
    select ${AS_COLUMNS} from journal j ${PERSON} ${MEMBER} ${OTHERS}
    where j.organization_id = ${organizationId} and ${isAbout(scope, about)}
      and ${about.security ? sql`true` : IS_NO_REFUSAL}
      and ${after === null ? sql`true` : sql`j.id < ${after[0]}::uuid`}
    order by j.id desc
    limit ${query.limit + 1}`.execute(db)
  return withKeptSince(
    scope,
    'journal',
    pageOf(rows, query.limit, (row) => [row.id], entry),
  )
}

const PERSON_NAME = 'person_name(p.first_name, p.last_name, p.email)'

/** Where each part of an entry is read from. */
const PARTS: Record<keyof EntryRow, string> = {
  id: 'j.id',
  at: 'j.at',
  actorKind: 'j.actor_kind',
  actorName: 'j.actor_name',
  action: 'j.action',
  customerId: 'j.customer_id',
  customerName: 'u.name',
  contactId: 'j.contact_id',
  personId: 'j.person_id',
  personName: `coalesce(${PERSON_NAME}, m.name)`,
  invoiceId: 'j.invoice_id',
  invoiceNumber: 'i.number',
  changes: 'j.changes',
  times: 'j.times',
  lastAt: 'j.last_at',
}
const parts = (each: (name: string, from: string) => string, of = PARTS) =>
  sql.raw(
    Object.entries(of)
      .map(([name, from]) => each(name, from))
      .join(', '),
  )
const AS_COLUMNS = parts((name, from) => `${from} as "${name}"`)
const ABOUT_PERSON = parts((name, from) => `'${name}', ${from}`, { ...PARTS, personName: PERSON_NAME })

const PERSON = sql`left join people p on p.organization_id = j.organization_id and p.id = j.person_id`
const MEMBER = sql`left join staff_members m on m.organization_id = j.organization_id and m.id = j.member_id`
const OTHERS = sql`
  left join customers u on u.organization_id = j.organization_id and u.id = j.customer_id
  left join invoices i on i.organization_id = j.organization_id and i.id = j.invoice_id`

const IS_NO_REFUSAL = sql`j.action <> all(${STAFF_REFUSALS}::text[])`

/**
 * The latest about the person `p` of a statement, as an expression within it; `entriesFrom` reads what it gives. A statement
 * does not see what it records itself: `recorded` names where that is.
 */
export const latestAboutPerson = (
  { organizationId }: Within,
  most: number,
  recorded: RawBuilder<unknown>[],
) => sql`coalesce((
  select json_agg(latest.entry) from (
    select json_build_object(${ABOUT_PERSON}) as entry
    from (
      ${sql.join(
        recorded.map((rows) => sql`select * from ${rows} union all`),
        sql` `,
      )}
      (select * from journal j where j.organization_id = ${organizationId} and j.person_id = p.id and ${IS_NO_REFUSAL}
        order by j.id desc limit ${most})) j
    ${OTHERS}
    order by j.id desc limit ${most}) latest), '[]')`

export const entriesFrom = (rows: EntryRow[]): JournalEntry[] =>
  rows.map((row) => entry({ ...row, at: inUtc(row.at), lastAt: row.lastAt && inUtc(row.lastAt) }))

/** JSON has the offset of the connection's time zone. */
const inUtc = (time: string) => new Date(time).toISOString()

function isAbout(
  { organizationId }: Within,
  { customerId, contactId, personId, invoiceId, importId, security }: About,
) {
  if (security) return sql`j.security = ${security}`
  if (importId) return sql`j.import_id = ${importId}`
  if (invoiceId) return sql`j.invoice_id = ${invoiceId}`
  if (personId) return sql`j.person_id = ${personId}`
  if (contactId)
    return sql`(j.contact_id = ${contactId} or (j.contact_id is null and j.person_id = (
      select c.person_id from contacts c where c.organization_id = ${organizationId} and c.id = ${contactId})))`
  if (customerId)
    return sql`(j.customer_id = ${customerId} or (j.customer_id is null and j.person_id = any (array(
      select c.person_id from contacts c where c.organization_id = ${organizationId} and c.customer_id = ${customerId}))))`
  return sql`true`
}

/** Fields that hold a role for each kind of document. */
const RECEIVES = new Set(['receives', 'defaultReceives', 'newContactsReceive'])

const entry = ({ actorKind, actorName, changes, ...row }: EntryRow): JournalEntry => ({
  ...row,
  actor: { kind: actorKind, name: actorName },
  sentence: describe(row.action, { actor: actorName, person: row.personName }),
  changes: Object.entries(changes).map(([field, change]) => ({
    field,
    old: asText(field, change.old),
    new: asText(field, change.new),
  })),
})

function asText(field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (RECEIVES.has(field)) return receivesWords(value as Receives)
  if (Array.isArray(value)) return value.join(', ') || null
  return typeof value === 'object'
    ? Object.values(value).filter(Boolean).join(', ') || null
    : String(value as string)
}
