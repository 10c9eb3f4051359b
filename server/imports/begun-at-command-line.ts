import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Reading } from '../scope/scope.ts'

/** Of what the files hold, and how they are to be imported: the same command has the same. */
export async function fingerprintOf(files: string[], how: object): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(how))
  for (const path of files)
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest('base64url')
}

export async function keepFingerprint(
  { db, organizationId }: Reading,
  importId: string,
  fingerprint: string,
): Promise<void> {
  await db
    .updateTable('imports')
    .set({ fingerprint })
    .where('organization_id', '=', organizationId)
    .where('id', '=', importId)
    .execute()
}

/** What the same command began to import, and did not end. */
export async function findBegun(
  { db, organizationId }: Reading,
  fingerprint: string,
): Promise<string | null> {
  const found = await db
    .selectFrom('imports')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('fingerprint', '=', fingerprint)
    .where('state', '=', 'running')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.id ?? null
}
