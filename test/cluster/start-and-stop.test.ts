import { expect, test } from 'vitest'
import { setUpApi, staffSessionApi } from '../../server/staff/staff.api.ts'
import { expectEverythingFound } from '../faults/kept-promises.ts'
import { startLoad } from '../faults/load.ts'
import { OWNER } from '../world.ts'
import { openCluster } from './cluster.ts'

const CLIENTS = 4
const SEED = 5

test(
  'three processes start at once on an empty database: all are ready, and of three who found an organization one does',
  { timeout: 600_000 },
  async () => {
    const { processes, start, at, visitor } = await openCluster({ migrated: false })
    await start()
    const body = { organizationName: 'Northwind', ...OWNER }
    const founded = await Promise.allSettled(
      processes.map((process) => at(process).call(setUpApi.setUp, { body })),
    )
    expect(founded.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { email, password } = OWNER
    for (const _ of processes) {
      const session = await visitor().call(staffSessionApi.signIn, { body: { email, password } })
      expect(session.organization.name).toBe('Northwind')
    }
  },
)

test(
  'restarted one after another while people work: no request is refused or lost, and all that was saved is there',
  { timeout: 900_000 },
  async () => {
    const cluster = await openCluster({ environment: { SERVE_ON_SECONDS: '5' } })
    await cluster.start()
    const owner = await cluster.setUp()
    const load = startLoad(owner, CLIENTS, SEED)
    for (const process of cluster.processes) {
      const { answered } = load
      expect(await process.end('SIGTERM')).toEqual({ code: 0, signal: null })
      expect(load.answered).toBeGreaterThan(answered)
      await cluster.start(process)
    }
    await load.stop()
    expect(load).toMatchObject({ lost: 0, refusedForNow: 0, wrong: [] })
    await expectEverythingFound(owner, load.promised)
  },
)
