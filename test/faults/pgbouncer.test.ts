import { expect, onTestFinished, test, vi } from 'vitest'
import { throttle } from '../../server/http/rate-limit.ts'
import { sql } from 'kysely'
import { bringUpDatabase } from '../../server/database/bring-up.ts'
import { openDatabase } from '../../server/database/database.ts'
import { INSTALLATION } from '../../server/database/id.ts'
import { staffApi } from '../../server/staff/staff.api.ts'
import { ask, createTestDatabase } from '../database.ts'
import { openFaultySmtp } from '../faulty-smtp.ts'
import { PATIENT } from '../patience.ts'
import { openPgBouncer, PGBOUNCER } from '../pgbouncer.ts'
import { openInstallation } from './installation.ts'

async function open(mode: Parameters<typeof openPgBouncer>[0]) {
  const database = await createTestDatabase({ throwaway: true })
  onTestFinished(() => database.drop())
  const through = await openPgBouncer(mode)
  const settings = (tenantScope: 'connection' | 'transaction') => ({
    dataDir: '/nowhere',
    databaseUrl: through(database.ownerUrl),
    databaseAppUrl: through(database.appUrl),
    secretKeys: { current: Buffer.alloc(32), old: [] },
    acceptNewSecretKey: false,
    tenantScope,
  })
  return { ownerUrl: database.ownerUrl, ...settings('transaction'), settings }
}

test.skipIf(PGBOUNCER === null)(
  'what cannot work behind a pooler is refused at start, in a sentence',
  async () => {
    const { settings } = await open('transaction')
    await expect(bringUpDatabase(settings('connection'))).rejects.toThrow(
      /does not pass settings on .* TENANT_SCOPE=transaction/,
    )
    const asOwner = { ...settings('transaction'), databaseAppUrl: null }
    await expect(bringUpDatabase(asOwner)).rejects.toThrow(/set DATABASE_APP_URL to a login of its own/)
    await bringUpDatabase(settings('transaction'))
  },
)

test.skipIf(PGBOUNCER === null)(
  'a pooler that takes connections apart within a transaction is refused',
  async () => {
    const { settings } = await open('statement')
    await expect(bringUpDatabase(settings('transaction'))).rejects.toThrow(
      /The database refuses what Portico needs: .*statement pooling/,
    )
  },
)

test.skipIf(PGBOUNCER === null)(
  'nothing that Portico sets stays on a connection that others get',
  async () => {
    const { settings, ownerUrl } = await open('transaction')
    const { databaseAppUrl } = settings('transaction')
    // The PostgreSQL of the tests does without.
    await ask(
      ownerUrl,
      `do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$`,
    )
    await bringUpDatabase(settings('transaction'))
    const database = openDatabase({
      connection: { connectionString: databaseAppUrl },
      tenantScope: 'transaction',
    })
    onTestFinished(() => database.close())
    const limit = { name: 'doors', attempts: 5, perMinutes: 1 }
    const attempt = { limit, subject: 'somebody', now: new Date() }
    expect(await throttle(database.counters, attempt)).toMatchObject({ allowed: true })
    const seen = sql`select current_setting('statement_timeout') as limit`
    expect((await seen.execute(database.of(INSTALLATION))).rows).toEqual([{ limit: '1min' }])

    expect(
      await ask(
        databaseAppUrl,
        `select current_setting('synchronous_commit') as commit, current_setting('statement_timeout') as limit,
         coalesce(current_setting('app.organization_id', true), '') as organization`,
      ),
    ).toEqual([{ commit: 'on', limit: '0', organization: '' }])
    expect(await ask(ownerUrl, `select from pg_locks where locktype = 'advisory'`)).toEqual([])
  },
)

test.skipIf(PGBOUNCER === null)(
  'behind a pooler Portico starts, starts again, and mails at once',
  { timeout: 900_000 },
  async () => {
    const { databaseUrl, databaseAppUrl } = await open('transaction')
    const smtp = await openFaultySmtp()
    onTestFinished(() => smtp.close())
    const installation = await openInstallation({
      DATABASE_URL: databaseUrl,
      DATABASE_APP_URL: databaseAppUrl,
      TENANT_SCOPE: 'transaction',
      SMTP_URL: smtp.url,
    })
    await installation.start()
    const owner = await installation.setUp()
    await installation.end('SIGTERM')
    await installation.start()
    const body = { name: 'Max', email: 'max@northwind.example', role: 'manager' as const }
    await owner.call(staffApi.invite, { body })
    await vi.waitFor(() => expect(smtp.messages).toHaveLength(1), PATIENT)
  },
)
