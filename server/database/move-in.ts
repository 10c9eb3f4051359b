import pg from 'pg'
import { CannotStart } from '../cannot-start.ts'
import type { SecretKeys } from '../secret-keys.ts'
import { readMigrations } from './migrate.ts'
import { ORGANIZATION, type MovingHeader } from './move-out.ts'
import { withoutTriggers, insertRows, type RowsOf } from './rows.ts'
import { readSealed, type RowCounts } from './sealed-file.ts'

export interface Arrived {
  organization: MovingHeader['organization']
  counts: RowCounts
}

/** Adds the organization that `moveOut` wrote into a file to those that are here: all or nothing. */
export async function moveIn(
  ownerUrl: string,
  file: string,
  { secretKeys, now }: { secretKeys: SecretKeys; now: Date },
): Promise<Arrived> {
  const { header, batches } = await readSealed<MovingHeader>(file, ORGANIZATION, {
    secretKeys,
    acceptNewSecretKey: false,
  })
  refuseAnotherVersion(header)
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    await withoutTriggers(client)
    await refuseWhatIsHere(client, header)
    const accounts: string[] = []
    const counts = await insertRows(client, withoutAccounts(batches, accounts))
    await joinAccounts(client, header, accounts)
    await client.query('delete from organizations_elsewhere where organization_id = $1', [
      header.organization.id,
    ])
    await client.query(
      `insert into installation (organization_id, set_up_at) select $1, $2 where not exists (select from installation)`,
      [header.organization.id, now],
    )
    await client.query('commit')
    await client.query('select refresh_statistics()')
    return { organization: header.organization, counts }
  } finally {
    await client.end()
  }
}

/** The rows fit the tables that they come from. */
function refuseAnotherVersion({ migrations }: MovingHeader): void {
  const ours = readMigrations().map(({ name }) => name)
  if (JSON.stringify(migrations) !== JSON.stringify(ours))
    throw new CannotStart(
      'The organization comes from another version of Portico. Bring both installations to the same one, take it back where it came from (move-in), and move it out again.',
    )
}

async function refuseWhatIsHere(client: pg.Client, { organization: { id, name, slug } }: MovingHeader) {
  const { rows } = await client.query<{ id: string; name: string }>(
    `select id, name from organizations where id = $1 or slug = $2
     union all select organization_id, name from organizations_elsewhere where organization_id <> $1 and slug = $2`,
    [id, slug],
  )
  if (rows.some((one) => one.id === id))
    throw new CannotStart(`${name} is here already. Nothing was changed.`)
  if (rows[0])
    throw new CannotStart(
      `${rows[0].name} has, or had, the portal /portal/${slug} here, which letters of ${name} name as well. Nothing was changed: let ${name} move to another installation.`,
    )
}

/** Sets the rows of `staff_accounts` aside: some of these people may have an account here. */
async function* withoutAccounts(
  batches: AsyncGenerator<RowsOf, RowCounts>,
  accounts: string[],
): AsyncGenerator<RowsOf, RowCounts> {
  for (;;) {
    const next = await batches.next()
    if (next.done) return next.value
    if (next.value.table === 'staff_accounts') accounts.push(...next.value.rows)
    else yield next.value
  }
}

/** Whoever has an account here under the same address goes on with it, and its password; the others bring theirs. */
async function joinAccounts(client: pg.Client, { organization }: MovingHeader, accounts: string[]) {
  await client.query(
    `with theirs as (select * from json_populate_recordset(null::staff_accounts, $1::json)),
      brought as (
        insert into staff_accounts select * from theirs on conflict (email_identity) do nothing)
    update staff_members m set account_id = ours.id
    from theirs join staff_accounts ours on ours.email_identity = theirs.email_identity
    where m.organization_id = $2 and m.account_id = theirs.id`,
    [`[${accounts.join(',')}]`, organization.id],
  )
}
