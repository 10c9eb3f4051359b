// The contacts of the other side, on tables of its own (by-hand.sql): one statement for each change, with its journal row,
// its search index and, where a password goes out, its letter. It leaves out who may do so, that one person may be at
// several customers, what ends with a password, waiting letters and unsubscribing.
import { createCipheriv, randomBytes, randomUUID } from 'node:crypto'

type Query = (name: string, text: string, values: unknown[]) => Promise<Record<string, unknown>[]>

const CONTACT = `c.id, c.customer_id as "customerId", p.first_name as "firstName", p.last_name as "lastName", p.email, p.phone,
  c.job_title as "jobTitle", c.receives, c.is_primary as "primary", c.active, c.version + p.version as version,
  c.created_at as "createdAt", greatest(c.updated_at, p.updated_at) as "updatedAt"`

const ADD = `
  with p as (
    insert into by_hand.people (organization_id, id, email, email_identity, first_name, last_name, created_at, updated_at)
    values ($1, $2, $3, lower($3), $4, $5, $8, $8) returning *
  ), c as (
    insert into by_hand.contacts (organization_id, id, customer_id, person_id, receives, created_at, updated_at)
    values ($1, $6, $7, $2, '{"invoices": "to", "reminders": "to"}', $8, $8) returning *
  ), noted as (
    insert into by_hand.journal values ($1, $9, $8, 'Bench', 'contact.added', $6, jsonb_build_object('email', $3))
  )
  select ${CONTACT} from c, p`

const ISSUE = `
  with given as (
    insert into by_hand.access values ($1, (select person_id from by_hand.contacts where organization_id = $1 and id = $2), $3, $4, $5)
    on conflict (organization_id, person_id) do update set password_hash = excluded.password_hash, issued_at = $4, expires_at = $5
  ), posted as (
    insert into by_hand.letters (organization_id, id, contact_id, kind, address, sealed, created_at)
    select $1, $6, $2, 'temporaryPassword', p.email, $7, $4 from by_hand.contacts c
    join by_hand.people p on p.organization_id = $1 and p.id = c.person_id where c.organization_id = $1 and c.id = $2
  )
  insert into by_hand.journal values ($1, $8, $4, 'Bench', 'password.issued', $2, '{}')`

const CHANGE_PERSON = `
  with before as (
    select c.*, p.version as person_version, p.first_name, p.email from by_hand.contacts c
    join by_hand.people p on p.organization_id = $1 and p.id = c.person_id
    where c.organization_id = $1 and c.id = $2 for update of p
  ), p as (
    update by_hand.people p set first_name = coalesce($4, p.first_name), email = coalesce($5, p.email),
      email_identity = coalesce(lower($5), p.email_identity), version = p.version + 1, updated_at = $6
    from before where p.organization_id = $1 and p.id = before.person_id and before.version + before.person_version = $3 returning p.*
  ), noted as (
    insert into by_hand.journal select $1, $7, $6, 'Bench', 'person.changed', $2,
      jsonb_build_object('old', before.first_name || ' ' || before.email, 'new', p.first_name || ' ' || p.email) from before, p
  )
  select ${CONTACT} from before c, p`

const CHANGE_PLACE = (set: string, action: string) => `
  with before as (
    select c.id, c.receives, c.active, p.version as person_version from by_hand.contacts c
    join by_hand.people p on p.organization_id = $1 and p.id = c.person_id
    where c.organization_id = $1 and c.id = $2 for update of c
  ), c as (
    update by_hand.contacts c set ${set}, version = c.version + 1, updated_at = $3
    from before where c.organization_id = $1 and c.id = $2 and ($4::int is null or c.version + before.person_version = $4) returning c.*
  ), noted as (
    insert into by_hand.journal select $1, $5, $3, 'Bench', '${action}', $2,
      jsonb_build_object('old', before.receives, 'new', c.receives) from before, c
  )
  select ${CONTACT} from c join by_hand.people p on p.organization_id = $1 and p.id = c.person_id`

export function contactsByHand(
  query: Query,
  organizationId: string,
  hash: (password: string) => Promise<string>,
) {
  const key = randomBytes(32)
  const one = async (name: string, text: string, values: unknown[]) => {
    const [row] = await query(name, text, values)
    if (!row) throw new Error('stale')
    return row
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
      ...[randomUUID(), sealed, randomUUID()],
    ])
  }

  return {
    async add(customerId: string, body: Record<string, unknown>) {
      const row = await one('add-contact', ADD, [
        ...[organizationId, randomUUID(), body['email'], body['firstName'], body['lastName']],
        ...[randomUUID(), customerId, new Date(), randomUUID()],
      ])
      if (body['portalPassword']) await issue(row['id'])
      return row
    },

    change(contactId: string, version: number, body: Record<string, unknown>) {
      const [now, noteId] = [new Date(), randomUUID()]
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
        ...[organizationId, contactId, version, firstName, email, now, noteId],
      ])
    },

    setActive: (contactId: string, active: boolean) =>
      one(
        active ? 'undelete' : 'delete',
        CHANGE_PLACE(`active = ${active}`, active ? 'contact.undeleted' : 'contact.deleted'),
        [organizationId, contactId, new Date(), null, randomUUID()],
      ),

    async reset(contactId: string) {
      await issue(contactId)
      return { id: contactId }
    },
  }
}
