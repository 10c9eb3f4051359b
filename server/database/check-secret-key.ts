import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import type { Config } from '../config.ts'
import { fingerprint } from '../secret-keys.ts'

/**
 * The database knows the key that it is used with, by a fingerprint. With another one the passwords that wait to be mailed could not
 * be opened, and links in letters and addresses of bounces would count no more: nobody would be told but the people they fail.
 */
export async function checkSecretKey(
  ownerUrl: string,
  { secretKeys: { current, old }, acceptNewSecretKey }: Pick<Config, 'secretKeys' | 'acceptNewSecretKey'>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`
      create table if not exists migrations.secret_key (
        only_one boolean primary key default true check (only_one),
        fingerprint text not null
      )`)
    await client.query('insert into migrations.secret_key (fingerprint) values ($1) on conflict do nothing', [
      fingerprint(current),
    ])
    const { rows } = await client.query<{ known: string }>(
      'select fingerprint as known from migrations.secret_key',
    )
    const known = rows[0]?.known ?? ''
    if (known === fingerprint(current)) return
    if (!acceptNewSecretKey && !old.some((key) => fingerprint(key) === known))
      throw new CannotStart(
        'The secret key is not the one that the database was used with. Put that one back: as SECRET_KEY or into the file secret-key ' +
          'in DATA_DIR; or as SECRET_KEY_OLD, when you change it on purpose. If it is lost, start once with ACCEPT_NEW_SECRET_KEY=yes: ' +
          'then passwords that wait to be mailed are lost, and links in letters that were sent may not work any more.',
      )
    await client.query('update migrations.secret_key set fingerprint = $1', [fingerprint(current)])
  } finally {
    await client.end()
  }
}
