// The contacts of the other side, on tables of its own (by-hand.sql): one statement for each change, which also writes its
// journal row, its event, its row to search and its letter, and gives the same reply. It leaves out who may do so, what is
// wrong with what is sent, tenants kept apart by the database, foreign keys and checks, a person at several customers, what
// ends with a password, waiting letters and unsubscribing, and a customer who is changed at the same moment. Its events hold what
// changed and not how the contact is, and whoever reads them may miss one that was committed late.
import { createCipheriv, randomBytes } from 'node:crypto'
import { newId } from '../server/database/id.ts'

type Query = (name: string, text: string, values: unknown[]) => Promise<Record<string, unknown>[]>

/** The same columns as Portico's reply, from `c`, `p`, and `noted`, which is what the statement itself has written. */
const CONTACT = `
  select c.id, c.customer_id as "customerId", p.first_name as "firstName", p.last_name as "lastName", p.email, p.phone,
    p.second_phone as "secondPhone", p.language, p.time_zone as "timeZone", c.job_title as "jobTitle", c.department, c.receives,
    c.unsubscribed, c.is_primary as "primary", c.active, c.inactive_since as "inactiveSince", c.external_id as "externalId",
    c.person_id as "personId", u.name as "customerName", c.version + p.version as version,
    greatest(c.created_at, p.created_at) as "createdAt", greatest(c.updated_at, p.updated_at) as "updatedAt",
    a.issued_at as "issuedAt", a.expires_at as "expiresAt",
    (select json_agg(json_build_object('contactId', o.id, 'customerId', o.customer_id, 'customerName', name, 'active', o.active)
        order by o.active desc, name_key)
      from (
        select o.id, o.customer_id, o.active, w.name, w.name_key
        from by_hand.contacts o join customers w on w.organization_id = $1 and w.id = o.customer_id
        where o.organization_id = $1 and o.person_id = p.id and o.id <> c.id order by o.active desc, w.name_key limit 100) o) as elsewhere,
    (select count(*)::int from by_hand.contacts o
      where o.organization_id = $1 and o.person_id = p.id and o.id <> c.id) as "elsewhereCount",
    (select json_agg(entry) from (
        select json_build_object('id', j.id, 'at', j.at, 'by', j.by, 'action', j.action, 'customerId', j.customer_id,
            'customerName', w.name, 'contactId', j.contact_id, 'personId', j.person_id,
            'personName', trim(p.first_name || ' ' || p.last_name), 'changes', j.changes) as entry
        from (
          select * from noted union all
          (select * from by_hand.journal where organization_id = $1 and person_id = p.id order by id desc limit 10)) j
        left join customers w on w.organization_id = $1 and w.id = j.customer_id
        order by j.id desc limit 10) latest) as "recentActivity"`
const BESIDE = `
  join customers u on u.organization_id = $1 and u.id = c.customer_id
  left join by_hand.access a on a.organization_id = $1 and a.person_id = p.id`

const SENTENCES: Record<string, string> = {
  'contact.added': 'added the contact',
  'contact.changed': 'updated the contact',
  'contact.deleted': 'made the contact inactive',
  'contact.undeleted': 'made the contact active again',
  'person.changed': 'updated the person’s details',
  'password.issued': 'issued a temporary password',
}

interface Entry {
  by: string
  action: string
  personName: string
  changes: Record<string, { old?: unknown; new?: unknown }>
}

function contactReply({ id, issuedAt, expiresAt, ...row }: Record<string, unknown>) {
  const state = issuedAt ? 'temporary' : 'none'
  return {
    id,
    ...row,
    emailBounce: null,
    portalAccess: { state, issuedAt, expiresAt, chosenAt: null, lastSignInAt: null },
    elsewhere: row['elsewhere'] ?? [],
    recentActivity: ((row['recentActivity'] ?? []) as Entry[]).map(({ by, changes, ...entry }) => ({
      ...entry,
      actor: { kind: 'staff', name: by },
      sentence: `${by} ${SENTENCES[entry.action] ?? entry.action}: ${entry.personName}`,
      changes: Object.entries(changes).map(([field, change]) => ({ field, ...change })),
    })),
  }
}

/** The event of what was `noted`. */
const TOLD = (type: string, subject: string) => `
  told as (
    insert into by_hand.events (organization_id, id, type, subject_id, at, data)
    select $1, id, '${type}', ${subject}, at, jsonb_build_object('action', action, 'by', by, 'customerId', customer_id,
      'contactId', contact_id, 'personId', person_id, 'changes', changes) from noted
  )`

const FOUND_BY = `search_text(p.search_text), phone_digits(p.phone, p.second_phone)`

const ADD = `
  with customer as (
    select * from customers where organization_id = $1 and id = $7 and active
  ), p as (
    insert into by_hand.people (organization_id, id, email, email_identity, first_name, last_name, created_at, updated_at)
    values ($1, $2, $3, lower($3), $4, $5, $8, $8) returning *
  ), c as (
    insert into by_hand.contacts (organization_id, id, customer_id, person_id, receives, external_id, created_at, updated_at)
    select $1, $6, $7, $2, coalesce(default_receives, (select new_contacts_receive from organizations where id = $1)), $10, $8, $8
    from customer returning *
  ), found as (
    insert into by_hand.contact_search
    select $1, $6, u.id, u.name_key, u.active, account_search_text(u.account_number), ${FOUND_BY} from customer u, p
  ), noted as (
    insert into by_hand.journal
    select $1, $9, $8, 'Bench', 'contact.added', $7, $6, $2, jsonb_build_object('email', jsonb_build_object('new', $3::text)) from c
    returning *
  ), ${TOLD('contact.added', 'contact_id')}
  ${CONTACT} from c cross join p ${BESIDE}`

const BY_EXTERNAL_ID = `
  with noted as (select * from by_hand.journal limit 0)
  ${CONTACT} from by_hand.contacts c join by_hand.people p on p.organization_id = $1 and p.id = c.person_id ${BESIDE}
  where c.organization_id = $1 and c.external_id = $2`

const EVENTS = `
  select id, type, subject_id as "subjectId", at, data, written_at::text as "writtenAt" from by_hand.events
  where organization_id = $1 and (written_at, id) > ($2, $3) order by written_at, id limit $4`
const BEGINNING = ['-infinity', '00000000-0000-0000-0000-000000000000']

const ISSUE = `
  with given as (
    insert into by_hand.access values ($1, (select person_id from by_hand.contacts where organization_id = $1 and id = $2), $3, $4, $5)
    on conflict (organization_id, person_id) do update set password_hash = excluded.password_hash, issued_at = $4, expires_at = $5
  ), posted as (
    insert into by_hand.letters (organization_id, id, customer_id, contact_id, person_id, kind, address, subject, sealed, created_at)
    select $1, $6, c.customer_id, $2, p.id, 'temporaryPassword', p.email, 'Your password', $7, $4 from by_hand.contacts c
    join by_hand.people p on p.organization_id = $1 and p.id = c.person_id where c.organization_id = $1 and c.id = $2
  ), noted as (
    insert into by_hand.journal
    select $1, $8, $4, 'Bench', 'password.issued', customer_id, id, person_id, '{}' from by_hand.contacts
    where organization_id = $1 and id = $2 returning *
  ), ${TOLD('access.issued', 'person_id')}
  select`

const CHANGE_PERSON = `
  with before as (
    select c.*, p.version as person_version, p.first_name, p.email from by_hand.contacts c
    join by_hand.people p on p.organization_id = $1 and p.id = c.person_id
    where c.organization_id = $1 and c.id = $2 for update of p
  ), p as (
    update by_hand.people p set first_name = coalesce($4, p.first_name), email = coalesce($5, p.email),
      email_identity = coalesce(lower($5), p.email_identity), version = p.version + 1, updated_at = $6
    from before where p.organization_id = $1 and p.id = before.person_id and before.version + before.person_version = $3 returning p.*
  ), found as (
    update by_hand.contact_search s set text = ${FOUND_BY.replace(', ', ', phones = ')} from before, p
    where s.organization_id = $1 and s.contact_id = before.id
  ), posted as (
    insert into by_hand.letters (organization_id, id, customer_id, contact_id, person_id, kind, address, subject, created_at)
    select $1, $8, before.customer_id, before.id, p.id, 'addressChanged', before.email, 'Your e-mail address was changed', $6 from before, p where before.email <> p.email
  ), noted as (
    insert into by_hand.journal select $1, $7, $6, 'Bench', 'person.changed', null, null, p.id,
      case when before.email <> p.email then jsonb_build_object('email', jsonb_build_object('old', before.email, 'new', p.email))
      else jsonb_build_object('firstName', jsonb_build_object('old', before.first_name, 'new', p.first_name)) end from before, p
    returning *
  ), ${TOLD('person.changed', 'person_id')}
  ${CONTACT} from before c cross join p ${BESIDE}`

const CHANGE_PLACE = (set: string, action: string, found = '') => `
  with before as (
    select c.id, c.receives, c.active, p.version as person_version from by_hand.contacts c
    join by_hand.people p on p.organization_id = $1 and p.id = c.person_id
    where c.organization_id = $1 and c.id = $2 for update of c
  ), c as (
    update by_hand.contacts c set ${set}, version = c.version + 1, updated_at = $3
    from before where c.organization_id = $1 and c.id = $2 and ($4::int is null or c.version + before.person_version = $4) returning c.*
  ), ${found} noted as (
    insert into by_hand.journal select $1, $5, $3, 'Bench', '${action}', c.customer_id, c.id, c.person_id,
      jsonb_build_object('receives', jsonb_build_object('old', before.receives, 'new', c.receives)) from before, c
    returning *
  ), ${TOLD(action, 'contact_id')}
  ${CONTACT} from c join by_hand.people p on p.organization_id = $1 and p.id = c.person_id ${BESIDE}`

const NO_LONGER_FOUND = `found as (
    delete from by_hand.contact_search where organization_id = $1 and contact_id = $2
  ),`
const FOUND_AGAIN = `found as (
    insert into by_hand.contact_search
    select $1, c.id, u.id, u.name_key, u.active, account_search_text(u.account_number), ${FOUND_BY}
    from c join by_hand.people p on p.organization_id = $1 and p.id = c.person_id
    join customers u on u.organization_id = $1 and u.id = c.customer_id
  ),`

export function contactsByHand(
  query: Query,
  organizationId: string,
  hash: (password: string) => Promise<string>,
) {
  const key = randomBytes(32)
  const one = async (name: string, text: string, values: unknown[]) => {
    const [row] = await query(name, text, values)
    if (!row) throw new Error('stale')
    return contactReply(row)
  }

  async function issue(contactId: unknown) {
    const password = randomBytes(12).toString('base64url')
    const passwordHash = await hash(password)
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const sealed = Buffer.concat([iv, cipher.update(password), cipher.final(), cipher.getAuthTag()])
    const now = Date.now()
    const [issuedAt, expiresAt] = [new Date(now), new Date(now + 7 * 86_400_000)]
    await query('issue', ISSUE, [
      ...[organizationId, contactId, passwordHash, issuedAt, expiresAt],
      ...[newId(), sealed, newId()],
    ])
  }

  const add = async (
    customerId: unknown,
    body: Record<string, unknown>,
    externalId: string | null = null,
  ) => {
    const contact = await one('add-contact', ADD, [
      ...[organizationId, newId(), body['email'], body['firstName'], body['lastName']],
      ...[newId(), customerId, new Date(), newId(), externalId],
    ])
    if (body['portalPassword']) await issue(contact.id)
    return contact
  }

  const verbs = {
    add,

    async keep(externalId: string, body: Record<string, unknown>) {
      const [row] = await query('by-external-id', BY_EXTERNAL_ID, [organizationId, externalId])
      if (!row) return add(body['customerId'], body, externalId)
      if (['email', 'firstName', 'lastName'].every((field) => row[field] === body[field]))
        return contactReply(row)
      return verbs.change(row['id'] as string, row['version'] as number, body)
    },

    async events(cursor: string | null, limit: number) {
      const after = cursor === null ? BEGINNING : (JSON.parse(cursor) as string[])
      const data = await query('events', EVENTS, [organizationId, ...after, limit])
      const last = data.at(-1)
      return { data, nextCursor: last ? JSON.stringify([last['writtenAt'], last['id']]) : cursor }
    },

    change(contactId: string, version: number, body: Record<string, unknown>) {
      const [now, noteId] = [new Date(), newId()]
      if (body['receives'])
        return one('change-receives', CHANGE_PLACE('receives = $6::jsonb', 'contact.changed'), [
          organizationId,
          contactId,
          now,
          version,
          noteId,
          JSON.stringify(body['receives']),
        ])
      const { firstName = null, email = null } = body
      return one('change-person', CHANGE_PERSON, [
        ...[organizationId, contactId, version, firstName, email, now, noteId, newId()],
      ])
    },

    setActive: (contactId: string, active: boolean) =>
      one(
        active ? 'undelete' : 'delete',
        active
          ? CHANGE_PLACE('active = true, inactive_since = null', 'contact.undeleted', FOUND_AGAIN)
          : CHANGE_PLACE('active = false, inactive_since = $3', 'contact.deleted', NO_LONGER_FOUND),
        [organizationId, contactId, new Date(), null, newId()],
      ),

    async reset(contactId: string) {
      await issue(contactId)
      return { id: contactId }
    },
  }
  return verbs
}
