import { sql, type RawBuilder } from 'kysely'
import { newToken, readToken } from '../credentials/token.ts'
import { newId } from '../database/id.ts'
import { readSealedCookie, writeSealedCookie } from '../http/sealed-cookie.ts'
import type { Visit } from '../http/serve.ts'
import type { Reading, ReadingNow } from '../scope/scope.ts'

/**
 * A browser that somebody has signed in from. It opens nothing: strangers' failures do not count against it, that is
 * all.
 */
const DEVICE_DAYS = 365
/** Each may try passwords by itself, so their number is limited; the most recently used stay. */
const DEVICES_MOST = 20
const DAY_MS = 24 * 3_600_000

const PURPOSE = 'portal device'
const deviceCookie = (portal: string) => `device-${portal}`

/**
 * The hash to look this browser up by. Null if it has never signed in to this portal. The cookie is sealed, so that
 * made-up ones cost no look-up, however many there are.
 */
export function deviceHashOf(
  visit: Pick<Visit, 'cookies' | 'services' | 'organizationId'>,
  portal: string,
): Buffer | null {
  const token = readToken(readSealedCookie(visit, deviceCookie(portal), PURPOSE) ?? '')
  return token?.organizationId === visit.organizationId ? token.hash : null
}

/** This person's device with that hash, or null. */
export async function findDevice(
  { db, organizationId }: Reading,
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

/**
 * Remembers the browser if `from` has a row, which a sign-in does: two parts of one statement. `token` is set for a
 * browser that was not known yet.
 */
export function rememberingDevice(
  { organizationId, now }: Pick<ReadingNow, 'organizationId' | 'now'>,
  { personId, deviceId }: { personId: string; deviceId: string | null },
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

/**
 * Remembers the browser of somebody who showed a letter to them, or chose a password. Returns the token to hand over.
 */
export async function rememberNewDevice(scope: ReadingNow, personId: string): Promise<string> {
  const { token, forgettingOld, writing } = rememberingDevice(
    scope,
    { personId, deviceId: null },
    sql`from (values (true)) as shown`,
  )
  await sql`with forgotten as (${forgettingOld}), written as (${writing}) select`.execute(scope.db)
  return token!
}

export function handOverDevice(visit: Pick<Visit, 'cookies' | 'services'>, portal: string, token: string) {
  writeSealedCookie(visit, { name: deviceCookie(portal), purpose: PURPOSE, text: token, days: DEVICE_DAYS })
}
