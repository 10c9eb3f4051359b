import { sql } from 'kysely'
import { readToken } from '../credentials/token.ts'
import { transaction, type Db } from '../database/database.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import type { Call } from '../http/serve.ts'
import { byPerson } from '../scope/actor.ts'
import { countPasswordAttempt } from './attempts.ts'
import { DIFFERENT_FROM_TEMPORARY } from './choose-password.ts'
import {
  isSameCredential,
  judgePassword,
  lockCredential,
  readPasswordSetting,
  setChosenPassword,
} from './credential.ts'
import { handOverDevice } from './device.ts'
import { findOrganization } from './door.ts'
import { postPasswordChanged } from './letters.ts'
import { isActiveContact, nameOfPerson } from './session.ts'

interface Link {
  id: string
  personId: string
  name: string
}

/**
 * Sets a password with a link that was mailed, either by staff or to a person who forgot theirs. It works once and
 * signs nobody in; the browser that used it is a known one from then on. Only a link that still works costs a hash.
 */
export async function setPasswordByLink(
  call: Pick<Call, 'database' | 'services' | 'passwordHasher' | 'sealer' | 'now' | 'client' | 'cookies'>,
  portal: string,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { database, passwordHasher, now } = call
  const organizationId = await findOrganization(database, portal)
  const db = database.of(organizationId)
  const link = await findLink(db, organizationId, token, now)
  const setting = link && (await readPasswordSetting(db, organizationId, link.personId))
  if (!setting) throw new LinkDead()
  const { personId } = link
  const normalized = judgePassword(password, setting, '/password')
  await countPasswordAttempt(call, { organizationId, personId })
  if (setting.kind === 'temporary' && (await passwordHasher.verify(normalized, setting.passwordHash)).match)
    throw new InvalidRequest([{ pointer: '/password', detail: DIFFERENT_FROM_TEMPORARY }])
  const passwordHash = await passwordHasher.hash(normalized)

  const device = await transaction(db, async (tx) => {
    const credential = await lockCredential(tx, organizationId, personId)
    if (!isSameCredential(setting, credential) || !(await useUp(tx, organizationId, link, now)))
      throw new LinkDead()
    const by = byPerson({ organizationId, ...link })
    await postPasswordChanged(tx, call, organizationId, now, personId)
    return setChosenPassword(tx, call, by, personId, {
      passwordHash,
      action: 'portal-access.password-set-by-link',
    })
  })
  handOverDevice(call, portal, device)
}

/**
 * Looks a link up without using it. A link of another organization is not found, because it belongs to another door.
 */
export async function findLink(
  db: Db,
  organizationId: string,
  text: string,
  now: Date,
): Promise<Link | null> {
  const token = readToken(text)
  if (token?.organizationId !== organizationId) return null
  const { rows } = await sql<Link>`
    select l.id, l.person_id as "personId", ${nameOfPerson} as name
    from portal_links l join people p on p.organization_id = l.organization_id and p.id = l.person_id
    where l.organization_id = ${organizationId} and l.token_hash = ${token.hash}
      and l.used_at is null and l.expires_at > ${now} and ${isActiveContact}`.execute(db)
  return rows[0] ?? null
}

/** Of two uses at once, one gets it. */
async function useUp(tx: Db, organizationId: string, { id }: Link, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update portal_links set used_at = ${now}
    where organization_id = ${organizationId} and id = ${id} and used_at is null
    returning id`.execute(tx)
  return rows.length === 1
}

class LinkDead extends Problem {
  constructor() {
    super(
      410,
      'link-dead',
      'This link no longer works',
      'The link was already used, has expired, or was replaced by a newer one. Ask for a new one with Forgot password.',
    )
  }
}
