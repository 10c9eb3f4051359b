import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../database/database.ts'
import { newToken, readToken } from '../credentials/token.ts'
import { newId } from '../database/id.ts'
import type { Cookies } from '../http/cookies.ts'
import type { Services } from '../scope/services.ts'

/** A browser that somebody has signed in from. It opens nothing: strangers' failures do not count against it, that is all. */
const DEVICE_DAYS = 365
/** Each may try passwords by itself, so nobody has them without end; the ones used last stay. */
const DEVICES_MOST = 20
const DAY_MS = 24 * 3_600_000

const CONTEXT = 'portal device'
const COOKIE_MOST = 1_000

const deviceCookie = (portal: string) => `device-${portal}`

type Visit = Pick<Services, 'sealer'> & { cookies: Cookies }

/**
 * The hash to look this browser up by, or null where it has never signed in to this portal. The cookie is sealed: what somebody
 * made up costs no look-up, however many there are.
 */
export function deviceHashOf(
  { cookies, sealer }: Visit,
  portal: string,
  organizationId: string,
): Buffer | null {
  const cookie = cookies.get(deviceCookie(portal))
  if (!cookie || cookie.length > COOKIE_MOST) return null
  try {
    const token = readToken(sealer.open(Buffer.from(cookie, 'base64url'), CONTEXT))
    return token?.organizationId === organizationId ? token.hash : null
  } catch {
    return null
  }
}

/** The device of this person that is looked up so, or null. */
export async function findDevice(
  db: Db,
  organizationId: string,
  personId: string,
  hash: Buffer | null,
): Promise<string | null> {
  const found = await db
    .selectFrom('portal_devices')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('token_hash', '=', hash)
    .executeTakeFirst()
  return found?.id ?? null
}

interface RememberingDevice {
  organizationId: string
  personId: string
  deviceId: string | null
  now: Date
}

/**
 * Remembers the browser where `from` has a row, which a sign-in is: two parts of a statement. `token` is that of one that was
 * not known yet.
 */
export function rememberingDevice(
  { organizationId, personId, deviceId, now }: RememberingDevice,
  from: RawBuilder<unknown>,
) {
  const forgettingOld = sql`
    delete from portal_devices where organization_id = ${organizationId} and person_id = ${personId}
      and id is distinct from ${deviceId}::uuid
      and (last_used_at < ${new Date(now.getTime() - DEVICE_DAYS * DAY_MS)} or id not in (
        select id from portal_devices where organization_id = ${organizationId} and person_id = ${personId}
        order by last_used_at desc, id limit ${DEVICES_MOST - 1}))`
  if (deviceId) {
    const writing = sql`
      update portal_devices set last_used_at = ${now} ${from}
      where portal_devices.organization_id = ${organizationId} and portal_devices.id = ${deviceId}`
    return { token: null, forgettingOld, writing }
  }
  const { token, hash } = newToken(organizationId)
  const writing = sql`
    insert into portal_devices (organization_id, id, person_id, token_hash, last_used_at)
    select ${organizationId}, ${newId()}, ${personId}, ${hash}, ${now} ${from}`
  return { token, forgettingOld, writing }
}

/** Remembers the browser of somebody who showed a letter to them. Gives the token to hand over, or null where it was known. */
export async function rememberDevice(db: Db, device: RememberingDevice): Promise<string | null> {
  const { token, forgettingOld, writing } = rememberingDevice(device, sql`from (values (true)) as shown`)
  await sql`with forgotten as (${forgettingOld}), written as (${writing}) select`.execute(db)
  return token
}

export function handOverDevice({ cookies, sealer }: Visit, portal: string, token: string) {
  const sealed = sealer.seal(token, CONTEXT).toString('base64url')
  cookies.set(deviceCookie(portal), sealed, (DEVICE_DAYS * DAY_MS) / 1_000)
}
