import { sql } from 'kysely'
import { readToken } from '../credentials/token.ts'
import { InvalidRequest, Problem } from '../http/problems.ts'
import type { Visit } from '../http/serve.ts'
import { byPerson } from '../scope/actor.ts'
import { inTransaction, type InTransaction, type ReadingNow } from '../scope/scope.ts'
import { countPassword } from './attempts.ts'
import { DIFFERENT_FROM_TEMPORARY } from './choose-password.ts'
import {
  isSameCredential,
  judgePassword,
  lockCredential,
  readPasswordSetting,
  setChosenPassword,
} from './credential.ts'
import { handOverDevice } from './device.ts'
import { atDoor } from './door.ts'
import { postPasswordChanged } from './letters.ts'
import { isActiveContact } from './session.ts'

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
  call: Visit,
  portal: string,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const visit = await atDoor(call, portal)
  const {
    organizationId,
    services: { passwordHasher },
  } = visit
  const link = await findLink(visit, token)
  const setting = link && (await readPasswordSetting(visit, link.personId))
  if (!setting) throw new LinkDead()
  const { personId } = link
  const normalized = judgePassword(password, setting, '/password')
  await countPassword(visit, personId)
  if (setting.kind === 'temporary' && (await passwordHasher.verify(normalized, setting.passwordHash)).match)
    throw new InvalidRequest([{ pointer: '/password', detail: DIFFERENT_FROM_TEMPORARY }])
  const passwordHash = await passwordHasher.hash(normalized)

  const by = byPerson({ organizationId, ...link })
  const device = await inTransaction({ ...visit, by }, async (tx) => {
    const credential = await lockCredential(tx, personId)
    if (!isSameCredential(setting, credential) || !(await useUp(tx, link))) throw new LinkDead()
    await postPasswordChanged(tx, personId)
    return setChosenPassword(tx, personId, { passwordHash, action: 'portal-access.password-set-by-link' })
  })
  handOverDevice(visit, portal, device)
}

/**
 * Looks a link up without using it. A link of another organization is not found, because it belongs to another door.
 */
export async function findLink({ db, organizationId, now }: ReadingNow, text: string): Promise<Link | null> {
  const token = readToken(text)
  if (token?.organizationId !== organizationId) return null
  const { rows } = await sql<Link>`
    select l.id, l.person_id as "personId", person_name(p.first_name, p.last_name, p.email) as name
    from portal_links l join people p on p.organization_id = l.organization_id and p.id = l.person_id
    where l.organization_id = ${organizationId} and l.token_hash = ${token.hash}
      and l.used_at is null and l.expires_at > ${now} and ${isActiveContact}`.execute(db)
  return rows[0] ?? null
}

/** Of two uses at once, one gets it. */
async function useUp({ db, organizationId, now }: InTransaction<ReadingNow>, { id }: Link): Promise<boolean> {
  const { rows } = await sql`
    update portal_links set used_at = ${now}
    where organization_id = ${organizationId} and id = ${id} and used_at is null
    returning id`.execute(db)
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
