import { expect, onTestFinished, test } from 'vitest'
import { bringUpDatabase } from '../../server/database/bring-up.ts'
import { createTestDatabase } from '../database.ts'
import { openPgBouncer, PGBOUNCER } from '../pgbouncer.ts'

async function open(...[mode, more]: Parameters<typeof openPgBouncer>) {
  const database = await createTestDatabase({ throwaway: true })
  onTestFinished(() => database.drop())
  const { through } = await openPgBouncer(mode, more)
  return (tenantScope: 'connection' | 'transaction') => ({
    dataDir: '/nowhere',
    databaseUrl: through(database.ownerUrl),
    databaseAppUrl: through(database.appUrl),
    secretKeys: { current: Buffer.alloc(32), old: [] },
    acceptNewSecretKey: false,
    tenantScope,
  })
}

test.skipIf(PGBOUNCER === null)(
  'what cannot work behind a pooler is refused at start, in a sentence',
  async () => {
    const settings = await open('transaction')
    await expect(bringUpDatabase(settings('connection'))).rejects.toThrow(
      /does not pass settings on .* TENANT_SCOPE=transaction/,
    )
    const asOwner = { ...settings('transaction'), databaseAppUrl: null }
    await expect(bringUpDatabase(asOwner)).rejects.toThrow(/set DATABASE_APP_URL to a login of its own/)
    await bringUpDatabase(settings('transaction'))
  },
)

test.skipIf(PGBOUNCER === null)(
  'a pooler that takes settings and leaves them out is refused, too',
  async () => {
    const settings = await open('transaction', {
      ignore_startup_parameters: 'statement_timeout,lock_timeout,idle_in_transaction_session_timeout',
    })
    await expect(bringUpDatabase(settings('connection'))).rejects.toThrow(
      /leaves out settings\. Set TENANT_SCOPE=transaction/,
    )
  },
)

test.skipIf(PGBOUNCER === null)(
  'a pooler that takes connections apart within a transaction is refused',
  async () => {
    const settings = await open('statement')
    await expect(bringUpDatabase(settings('transaction'))).rejects.toThrow(
      /The database refuses what Portico needs: .*statement pooling/,
    )
  },
)
