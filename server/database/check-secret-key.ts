import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import type { Config } from '../config.ts'
import { fingerprint } from '../secret-keys.ts'
import { oneAtATime } from './one-at-a-time.ts'

/**
 * The database knows the key it is used with by a fingerprint. With another key, passwords that wait to be mailed
 * could not be opened, and links in letters and bounce addresses would no longer work, which only the people
 * concerned would notice.
 */
export async function checkSecretKey(
  ownerUrl: string,
  { secretKeys: { current, old }, acceptNewSecretKey }: Pick<Config, 'secretKeys' | 'acceptNewSecretKey'>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await oneAtATime(client, async () => {
      const known = await readFingerprint(client)
      if (known === fingerprint(current)) return
      if (known !== null && !acceptNewSecretKey && !old.some((key) => fingerprint(key) === known))
        throw new CannotStart(
          'This database was used with another secret key. Put that key back, as SECRET_KEY or in the file secret-key in DATA_DIR; ' +
            'of several processes on one database, each needs the same SECRET_KEY. ' +
            'If you are changing the key on purpose, set the earlier one as SECRET_KEY_OLD. If it is lost, start once with ' +
            'ACCEPT_NEW_SECRET_KEY=yes: passwords that wait to be mailed are then lost, and links in e-mails already sent may stop working.',
        )
      await client.query(
        `insert into migrations.secret_key (fingerprint) values ($1)
         on conflict (only_one) do update set fingerprint = excluded.fingerprint`,
        [fingerprint(current)],
      )
    })
  } finally {
    await client.end()
  }
}

/** Null: no process has used the database yet. */
async function readFingerprint(client: pg.Client): Promise<string | null> {
  await client.query(`
    create table if not exists migrations.secret_key (
      only_one boolean primary key default true check (only_one),
      fingerprint text not null
    )`)
  const { rows } = await client.query<{ fingerprint: string }>(
    'select fingerprint from migrations.secret_key',
  )
  return rows[0]?.fingerprint ?? null
}
