import { sql } from 'kysely'
import type { AddresseeFacts } from '../mail/outbox/post.ts'
import { emailIdentity, parseEmailAddress } from '../people/email-address.ts'
import type { Reading } from '../scope/scope.ts'
import type { Credential } from './credential.ts'
import { isActiveContact } from './session.ts'

/** The person with the typed address, whether they may sign in or not. */
export type AddressHolder = Holder &
  (HeldCredential | ({ [K in keyof Credential]: null } & { hasCredential: false }))

export interface HeldCredential extends Credential {
  hasCredential: true
}

interface Holder extends AddresseeFacts {
  personId: string
  name: string
  expiresAt: string | null
  locked: boolean
  activeContact: boolean
  /** This browser, if it is known to be theirs. */
  deviceId: string | null
}

/** One statement for known and unknown addresses, and for what cannot be an address. */
export async function findByAddress(
  { db, organizationId }: Reading,
  identity: string | null,
  deviceHash: Buffer | null,
): Promise<AddressHolder | null> {
  const { rows } = await sql<AddressHolder>`
    select p.id as "personId", person_name(p.first_name, p.last_name, p.email) as name, p.email,
      coalesce(p.language, o.language) as language, o.name as "organizationName",
      a.person_id is not null as "hasCredential", a.generation, a.issued_at as "issuedAt", a.kind, a.password_hash as "passwordHash", a.expires_at as "expiresAt",
      a.locked_at is not null as locked, ${isActiveContact} as "activeContact",
      (select d.id from portal_devices d where d.organization_id = p.organization_id and d.person_id = p.id
        and d.token_hash = ${deviceHash}) as "deviceId"
    from people p
    join organizations o on o.id = p.organization_id
    left join portal_access a on a.organization_id = p.organization_id and a.person_id = p.id
    where p.organization_id = ${organizationId} and p.email_identity = ${identity}`.execute(db)
  return rows[0] ?? null
}

/** The key to look a typed address up by. Null if it is not an address. */
export function identityOf(email: string): string | null {
  const parsed = parseEmailAddress(email)
  return parsed.ok ? emailIdentity(parsed.address) : null
}
