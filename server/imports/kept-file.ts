import { sql } from 'kysely'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { InTransaction, Reading } from '../scope/scope.ts'

const PIECE_BYTES = 512 * 1024

/** Keeps the bytes of an upload, so that it can be read again in another way. In the database: any process takes any request. */
export async function keepBytes(
  { db, organizationId }: InTransaction<Reading>,
  importId: string,
  path: string,
  ofLines: boolean,
): Promise<void> {
  await sql`
    delete from import_files
    where organization_id = ${organizationId} and import_id = ${importId} and of_lines = ${ofLines}`.execute(
    db,
  )
  let number = 0
  for await (const content of createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>)
    await sql`
      insert into import_files (organization_id, import_id, of_lines, number, content)
      values (${organizationId}, ${importId}, ${ofLines}, ${number++}, ${content})`.execute(db)
}

/** The bytes again, as they came. Nothing once the import has begun. */
export function keptBytes({ db, organizationId }: Reading, importId: string, ofLines: boolean): Readable {
  async function* pieces() {
    for (let number = 0; ; number++) {
      const { rows } = await sql<{ content: Buffer }>`
        select content from import_files
        where organization_id = ${organizationId} and import_id = ${importId} and of_lines = ${ofLines} and number = ${number}`.execute(
        db,
      )
      if (!rows[0]) return
      yield rows[0].content
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}
