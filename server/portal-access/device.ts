import { sql } from 'kysely'
import { newToken, readToken } from '../credentials/token.ts'
import type { Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import type { Cookies } from '../http/cookies.ts'

/** A browser that somebody has signed in from. It opens nothing: strangers' failures do not count against it, that is all. */
const DEVICE_DAYS = 365
const DAY_MS = 24 * 3_600_000

const deviceCookie = (portal: string) => `device-${portal}`

/** The hash to look this browser up by, or null where it has never signed in to this portal. */
export function deviceHashOf(cookies: Cookies, portal: string, organizationId: string): Buffer | null {
  const token = readToken(cookies.get(deviceCookie(portal)) ?? '')
  return token?.organizationId === organizationId ? token.hash : null
}

/** Remembers the browser after a sign-in. Gives the token of one that was not known yet. */
export async function rememberDevice(
  tx: Db,
  of: { organizationId: string; personId: string; deviceId: string | null; now: Date },
): Promise<string | null> {
  const { organizationId, personId, deviceId, now } = of
  await sql`
    delete from portal_devices where organization_id = ${organizationId} and person_id = ${personId}
      and last_used_at < ${new Date(now.getTime() - DEVICE_DAYS * DAY_MS)}`.execute(tx)
  if (deviceId) {
    await sql`
      update portal_devices set last_used_at = ${now}
      where organization_id = ${organizationId} and id = ${deviceId}`.execute(tx)
    return null
  }
  const { token, hash } = newToken(organizationId)
  await tx
    .insertInto('portal_devices')
    .values({
      organization_id: organizationId,
      id: newId(),
      person_id: personId,
      token_hash: hash,
      last_used_at: now,
    })
    .execute()
  return token
}

export function handOverDevice(cookies: Cookies, portal: string, token: string) {
  cookies.set(deviceCookie(portal), token, (DEVICE_DAYS * DAY_MS) / 1_000)
}
