import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeStaffSession } from './cast.ts'
import { freePort, startChild } from './child.ts'
import { openBenchDatabase, organizationAt, withOwner } from './database.ts'
import { expectSuccess, type Step } from './load.ts'
import { measure, type Measured, type Pace } from './measure.ts'
import { openPostgresUsage } from './postgres-usage.ts'

const PEOPLE = 16
/** Enough for a fast machine: what one has paid or sent is used up. */
const INVOICES_EACH = 2000
const FOLDER = '.cache/bench/hot-rows'

/**
 * Sixteen people who pay and send invoices of one organization at once, against as many who each do so in an organization of
 * their own: how much they wait for each other, at the sums of the day on which all is due, and at the series of numbers.
 */
export async function measureHotRows(pace: Pace): Promise<Measured[]> {
  // What was paid stays so: every run has data of its own.
  rmSync(FOLDER, { recursive: true, force: true })
  const postgres = await openBenchDatabase({
    name: 'an organization of sixteen, and sixteen of one',
    folder: FOLDER,
    statements: ['bench/hot-rows.sql'],
    settings: { people: PEOPLE, invoices_each: INVOICES_EACH },
  })
  try {
    const tokens = await withOwner(postgres.ownerUrl, async (client) => {
      const all: string[] = []
      for (let at = 0; at <= PEOPLE; at++) all.push(await makeStaffSession(client, organizationAt(at)))
      return all
    })
    const usage = await openPostgresUsage(postgres)
    const port = await freePort()
    const server = await startChild('./portico-server.js', port, {
      BENCH_APP_URL: postgres.appUrl,
      PORT: String(port),
      DATA_DIR: join(FOLDER, 'portico'),
      SECRET_KEY: randomBytes(32).toString('base64'),
    })
    const side = { server, postgres: usage, restart: async () => {} }
    const headersOf = (at: number) => ({
      cookie: `portico-staff-${port}=${tokens[at]!}`,
      origin: `http://localhost:${port}`,
    })
    try {
      const cases = [payments, sendings].map((work) => [
        work({ place: 0, headersOf: () => headersOf(0) }),
        work({ place: 1, headersOf: (person) => headersOf(person + 1) }),
      ])
      const measured: Measured[] = []
      for (const [together, apart] of cases)
        measured.push(await measure([together!, apart!], PEOPLE, { ours: side, other: side }, pace))
      return measured
    } finally {
      await usage.close()
      await server.stop()
    }
  } finally {
    await postgres.stop()
  }
}

interface Place {
  /** 0: in the organization that all work in. 1: each in their own. */
  place: 0 | 1
  headersOf(person: number): Record<string, string>
}

const payments = ({ place, headersOf }: Place) => ({
  name: 'pay invoices that are due on one day',
  target: 0.6,
  step: takingTurns(async (person, turn, send) => {
    const body = {
      customerId: uuidOf(2, (place * PEOPLE + person) * 100 + (turn % 100)),
      amountMinor: 5000,
      allocations: [{ invoiceId: invoiceOf(place, person, turn), amountMinor: 5000 }],
    }
    expectSuccess(await send({ method: 'POST', path: '/v1/payments', headers: headersOf(person), body }))
  }),
})

const sendings = ({ place, headersOf }: Place) => ({
  name: 'send drafts, which get their numbers',
  target: 0.6,
  step: takingTurns(async (person, turn, send) => {
    const path = `/v1/invoices/${invoiceOf(place, person, INVOICES_EACH + turn)}/send`
    const headers = { ...headersOf(person), 'if-match': '"1"' }
    expectSuccess(await send({ method: 'POST', path, headers, body: {} }))
  }),
})

/** Turns of slices leave gaps; whose invoices are used up has none left. */
function takingTurns(step: Step): Step {
  const taken = Array.from({ length: PEOPLE }, () => 0)
  return (person, _turn, send) => {
    const turn = taken[person]!++
    if (turn >= INVOICES_EACH) throw new Error('everybody needs more invoices than there are')
    return step(person, turn, send)
  }
}

const invoiceOf = (place: number, person: number, number: number) =>
  uuidOf(5, (place * PEOPLE + person) * INVOICES_EACH * 2 + number)

/** As `uuid_of` in hot-rows.sql. */
const uuidOf = (kind: number, number: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
