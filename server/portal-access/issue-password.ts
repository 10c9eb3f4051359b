import { sql } from 'kysely'
import type { Transaction } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Tables } from '../database/tables.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import type { Services } from '../scope/services.ts'
import { record } from '../journal/record.ts'
import type { Actor } from '../scope/actor.ts'
import { cancelCredentialLetters } from '../mail/post.ts'
import { freeAddress } from './attempts.ts'
import { postCredential } from './letters.ts'
import type { PasswordHasher } from '../credentials/password-hash.ts'
import { checkPassword } from '../credentials/password-policy.ts'
import { newToken } from '../credentials/token.ts'
import { generateTemporaryPassword, withoutBlanksAround } from './temporary-password.ts'

declare module '../scope/services.ts' {
  interface Services {
    passwordHasher: PasswordHasher
  }
}

/** What staff ask for: a generated password, or one they typed. */
export type PasswordWish = { generate: true } | { password: string }

/** The organization's settings for credentials. */
export interface CredentialRules {
  credentialMail: 'password' | 'link'
  temporaryPasswordHours: number
  passwordMinLength: number
}

/** A credential that is made, but belongs to nobody yet. */
export type PreparedCredential =
  | { kind: 'temporary'; password: string; passwordHash: string; expiresAt: Date }
  | { kind: 'link'; token: string; tokenHash: Buffer; expiresAt: Date }

/** Whom the credential is for, and the customer it was asked for at, which the letter names. */
export interface Recipient {
  personId: string
  contactId: string
  customerId: string
}

/**
 * Makes the credential that staff ask for: by the organization's setting a temporary password or a one-time link (R9,
 * R11). It hashes, so it comes before the transaction. `around` are the names that a password must not be built from.
 */
export async function prepareCredential(
  { passwordHasher, now }: Pick<Services, 'passwordHasher'> & { now: Date },
  organizationId: string,
  rules: CredentialRules,
  wish: PasswordWish,
  around: string[],
  pointer = '/password',
): Promise<PreparedCredential> {
  const expiresAt = new Date(now.getTime() + rules.temporaryPasswordHours * 3_600_000)
  if (rules.credentialMail === 'link') {
    if ('password' in wish) throw new LinksInsteadOfPasswords(pointer)
    const { token, hash } = newToken(organizationId)
    return { kind: 'link', token, tokenHash: hash, expiresAt }
  }
  if ('generate' in wish) {
    const password = generateTemporaryPassword()
    return { kind: 'temporary', password, passwordHash: await passwordHasher.hash(password), expiresAt }
  }
  const checked = checkPassword(withoutBlanksAround(wish.password), {
    minLength: rules.passwordMinLength,
    around,
  })
  if (!checked.ok)
    throw new InvalidRequest(checked.reasons.map(({ sentence }) => ({ pointer, detail: sentence })))
  const { normalized } = checked
  return {
    kind: 'temporary',
    password: normalized,
    passwordHash: await passwordHasher.hash(normalized),
    expiresAt,
  }
}

/**
 * Gives the person the prepared credential and mails it. In the same transaction every earlier password, session,
 * link, known device and queued credential letter of theirs ends: only the newest works (R10).
 */
export async function issueCredential(
  tx: Transaction<Tables>,
  services: Pick<Services, 'sealer'>,
  by: Actor,
  now: Date,
  to: Recipient,
  credential: PreparedCredential,
): Promise<void> {
  const { organizationId } = by
  const passwordHash = credential.kind === 'temporary' ? credential.passwordHash : null
  const { rows } = await sql<{ generation: number; identity: string }>`
    with ended_sessions as (
      delete from portal_sessions where organization_id = ${organizationId} and person_id = ${to.personId}),
    forgotten_devices as (
      delete from portal_devices where organization_id = ${organizationId} and person_id = ${to.personId}),
    ended_links as (
      delete from portal_links where organization_id = ${organizationId} and person_id = ${to.personId})
    insert into portal_access as access
      (organization_id, person_id, kind, password_hash, expires_at, issued_at, issued_by)
    values (${organizationId}, ${to.personId}, ${credential.kind}, ${passwordHash}, ${credential.expiresAt}, ${now}, ${by.id})
    on conflict (organization_id, person_id) do update set
      generation = access.generation + 1, kind = excluded.kind, password_hash = excluded.password_hash,
      expires_at = excluded.expires_at, issued_at = excluded.issued_at, issued_by = excluded.issued_by,
      chosen_at = null
    where access.locked_at is null
    returning generation, (select email_identity from people
      where organization_id = ${organizationId} and id = ${to.personId}) as identity`.execute(tx)
  const issued = rows[0]
  if (!issued) throw new AccessTakenAway()
  await freeAddress(tx, organizationId, { personId: to.personId, identity: issued.identity })
  await cancelCredentialLetters({ db: tx, organizationId, now }, to.personId, 'a newer one was issued')
  if (credential.kind === 'link')
    await tx
      .insertInto('portal_links')
      .values({
        organization_id: organizationId,
        id: newId(),
        person_id: to.personId,
        purpose: 'issued',
        token_hash: credential.tokenHash,
        created_at: now,
        expires_at: credential.expiresAt,
      })
      .execute()
  await postCredential(tx, services, organizationId, now, to, issued.generation, credential)
  await record(tx, by, now, {
    action: credential.kind === 'temporary' ? 'portal-access.password-issued' : 'portal-access.link-issued',
    personId: to.personId,
    contactId: to.contactId,
    customerId: to.customerId,
  })
}

export class AccessTakenAway extends Problem {
  constructor() {
    super(
      409,
      'access-taken-away',
      'Portal access was revoked',
      'Staff revoked this person’s portal access. Give access back first, then issue a password.',
    )
  }
}

class LinksInsteadOfPasswords extends InvalidRequest {
  constructor(pointer: string) {
    super([
      {
        pointer,
        detail:
          'Your organization mails a link to set a password, not the password itself. Let it be generated.',
      },
    ])
  }
}
