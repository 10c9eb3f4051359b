import { sql } from 'kysely'
import { newId } from '../database/id.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import { record } from '../journal/record.ts'
import { cancelCredentialLetters, type ContactAddressee, type Posting } from '../mail/outbox/post.ts'
import { checkPassword } from '../credentials/password-policy.ts'
import { newToken } from '../credentials/token.ts'
import type { Scope } from '../scope/scope.ts'
import type { PasswordHasher } from '../scope/services.ts'
import { freeAddress } from './attempts.ts'
import type { PreparedCredential } from './credential.ts'
import { postCredential } from './letters.ts'
import type { IssuedPassword } from './portal-access.api.ts'
import { generateTemporaryPassword, withoutBlanksAround } from './temporary-password.ts'

/** The organization's settings for credentials. */
export interface CredentialRules {
  credentialMail: 'password' | 'link'
  temporaryPasswordHours: number
  passwordMinLength: number
}

type Preparing = Pick<Scope, 'organizationId' | 'now'> & { services: { passwordHasher: PasswordHasher } }

/**
 * Makes the credential that staff ask for: by the organization's setting a temporary password or a one-time link (R9,
 * R11). It hashes, so it comes before the transaction. `around` are the names that a password must not be built from.
 */
export async function prepareCredential(
  { organizationId, now, services: { passwordHasher } }: Preparing,
  rules: CredentialRules,
  wish: IssuedPassword,
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
  tx: Posting & Pick<Scope, 'by'>,
  to: ContactAddressee,
  credential: PreparedCredential,
): Promise<void> {
  const { db, organizationId, now, by } = tx
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
      where organization_id = ${organizationId} and id = ${to.personId}) as identity`.execute(db)
  const issued = rows[0]
  if (!issued) throw new AccessTakenAway()
  await freeAddress(tx, { personId: to.personId, identity: issued.identity })
  await cancelCredentialLetters(tx, to.personId, 'a newer one was issued')
  if (credential.kind === 'link')
    await db
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
  await postCredential(tx, to, issued.generation, credential)
  await record(tx, {
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
