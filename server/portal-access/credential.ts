import { sql } from 'kysely'
import { checkPassword } from '../credentials/password-policy.ts'
import { InvalidRequest, NotSignedIn } from '../http/problems.ts'
import type { Visit } from '../http/serve.ts'
import { recordAtDoor } from '../journal/record-at-door.ts'
import { cancelCredentialLetters } from '../mail/outbox/post.ts'
import type { InTransaction, Reading } from '../scope/scope.ts'
import { freeAddress } from './attempts.ts'
import { rememberNewDevice } from './device.ts'

/** A person's credential as it is at this moment. */
export interface Credential {
  generation: number
  issuedAt: string
  kind: 'temporary' | 'link' | 'chosen'
  passwordHash: string | null
}

/**
 * Reads a person's credential for a change. Null if there is none or it is locked. The person is locked first, as in
 * everything that ends or issues a credential: of two at once, the second sees what the first did, because what is
 * locked is read as it is then.
 */
export async function lockCredential(
  { db, organizationId }: InTransaction<Reading>,
  personId: string,
): Promise<Credential | null> {
  const { rows } = await sql<Credential>`
    select a.generation, a.issued_at as "issuedAt", a.kind, a.password_hash as "passwordHash"
    from people p join portal_access a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${organizationId} and p.id = ${personId} and a.locked_at is null
    for update of p, a`.execute(db)
  return rows[0] ?? null
}

/**
 * Whether it is still the credential that was read before the slow work. The generation starts again at one if access
 * ended in between.
 */
export function isSameCredential(one: Credential, other: Credential | null): boolean {
  return one.generation === other?.generation && one.issuedAt === other.issuedAt
}

/** A credential that is made, but belongs to nobody yet. */
export type PreparedCredential =
  | { kind: 'temporary'; password: string; passwordHash: string; expiresAt: Date }
  | { kind: 'link'; token: string; tokenHash: Buffer; expiresAt: Date }

/** What a person's next password is judged by. */
export interface PasswordSetting extends Credential {
  minLength: number
  around: string[]
}

/** Null if the person has no credential, or it is locked. */
export async function readPasswordSetting(
  { db, organizationId }: Reading,
  personId: string,
): Promise<PasswordSetting | null> {
  const { rows } = await sql<PasswordSetting>`
    select a.generation, a.issued_at as "issuedAt", a.kind, a.password_hash as "passwordHash",
      o.password_min_length as "minLength",
      array[p.first_name, p.last_name, p.email, o.name] || array(
        select u.name from contacts c
        join customers u on u.organization_id = c.organization_id and u.id = c.customer_id
        where c.organization_id = a.organization_id and c.person_id = a.person_id and c.active and u.active
        limit ${MOST_CUSTOMER_NAMES}) as around
    from portal_access a
    join people p on p.organization_id = a.organization_id and p.id = a.person_id
    join organizations o on o.id = a.organization_id
    where a.organization_id = ${organizationId} and a.person_id = ${personId} and a.locked_at is null`.execute(
    db,
  )
  return rows[0] ?? null
}

/**
 * An accountant may be a contact of thousands of customers; a password built from the names of the rest is accepted.
 */
const MOST_CUSTOMER_NAMES = 200

/** The password to hash, or a refusal with every reason (R13). */
export function judgePassword(password: string, setting: PasswordSetting, pointer: string): string {
  const checked = checkPassword(password, setting)
  if (checked.ok) return checked.normalized
  throw new InvalidRequest(checked.reasons.map(({ sentence }) => ({ pointer, detail: sentence })))
}

interface ChosenPassword {
  passwordHash: string
  action:
    'portal-access.password-chosen' | 'portal-access.password-changed' | 'portal-access.password-set-by-link'
  /** The session it was chosen in, which must still exist. */
  sessionId?: string
}

/**
 * Makes a password the person's own. Every session, every known device, every unused link and every queued credential
 * letter of theirs ends with it (R10); if it was chosen in a session, that gets a new one. The person must be locked.
 * Returns the token by which this browser is known from now on.
 */
export async function setChosenPassword(
  tx: InTransaction<Visit>,
  personId: string,
  { passwordHash, action, sessionId }: ChosenPassword,
): Promise<string> {
  const { db, organizationId, now } = tx
  const inSession = sessionId
    ? sql`exists (select from portal_sessions where organization_id = ${organizationId} and id = ${sessionId})`
    : sql`true`
  const { rows } = await sql<{ identity: string }>`
    with ended_sessions as (
      delete from portal_sessions where organization_id = ${organizationId} and person_id = ${personId}),
    forgotten_devices as (
      delete from portal_devices where organization_id = ${organizationId} and person_id = ${personId}),
    ended_links as (
      delete from portal_links
      where organization_id = ${organizationId} and person_id = ${personId} and used_at is null)
    update portal_access
    set kind = 'chosen', password_hash = ${passwordHash}, generation = generation + 1, expires_at = null, chosen_at = ${now}
    where organization_id = ${organizationId} and person_id = ${personId} and locked_at is null and ${inSession}
    returning (select email_identity from people
      where organization_id = ${organizationId} and id = ${personId}) as identity`.execute(db)
  if (!rows[0]) throw new NotSignedIn()
  await freeAddress(tx, { personId, identity: rows[0].identity })
  await cancelCredentialLetters(tx, personId, 'the contact chose a password')
  await recordAtDoor(tx, { action, personId })
  return rememberNewDevice(tx, personId)
}
