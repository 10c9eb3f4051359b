import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { makeStaffSession } from './cast.ts'
import { freePort, startChild } from './child.ts'
import { BIG, openBenchDatabase, withOwner } from './database.ts'
import { Connection, expectSuccess } from './load.ts'
import { percentile } from './measure.ts'

export interface Receivables {
  invoices: number
  /** Medians, in milliseconds, of how long one client waits. */
  timings: { name: string; mostMs: number; porticoMs: number; bareMs: number }[]
}

/** The data are of one day, so both sides are told that it is today. */
const TODAY = '2000-01-01'
const NOW = `${TODAY}T12:00:00.000Z`
const UNTIL = '2000-01-07'

interface Asked {
  name: string
  path: string
  mostMs: number
  /** Statements by hand that give the same numbers. $1 is the organization. */
  bare: string[]
}

const SUMS_MOST_MS = 100
const LIST_MOST_MS = 50

const OPEN = `i.organization_id = $1 and i.state = 'sent' and i.paid_minor < i.total_minor`
const LISTED = `select i.id, i.number, i.state, i.currency, i.issue_date, i.due_date, i.total_minor, i.balance_minor,
    i.disputed_since, u.name, (select count(*) from deliveries d where d.organization_id = $1 and d.document_id = i.id)
  from invoices i join customers u on u.organization_id = $1 and u.id = i.customer_id`
const NEWEST = `order by i.issue_date desc, i.id desc limit 51`
const NOT_HELD = `i.disputed_since is null and not i.reminders_paused and u.active and not u.reminders_paused
  and not exists (select from reminder_sendings r where r.organization_id = $1 and r.invoice_id = i.id
    and r.step_id = s.id and r.due_date = i.due_date)`
const STEPS = `select id, days, lead(days, 1, 10000) over (order by days) as next_days from reminder_steps
  where organization_id = $1 and active`

const ASKED: Asked[] = [
  {
    name: 'what is owed, by age, and who owes most',
    path: '/v1/receivables',
    mostMs: SUMS_MOST_MS,
    bare: [
      `select currency, case when due_date >= '${TODAY}' then -1 else least(3, ('${TODAY}' - due_date - 1) / 30) end as age,
         count(*), sum(balance_minor) from invoices i where ${OPEN} group by 1, 2`,
      `select u.name, owed.* from (
         select customer_id, currency, sum(balance_minor), min(due_date),
           row_number() over (partition by currency order by sum(balance_minor) desc) as place
         from invoices i where ${OPEN} and due_date < '${TODAY}' group by 1, 2) owed
       join customers u on u.organization_id = $1 and u.id = customer_id where place <= 8`,
    ],
  },
  {
    name: 'what goes out in the next days, and what did not arrive',
    path: '/v1/receivables/mail',
    mostMs: SUMS_MOST_MS,
    bare: [
      `select greatest(i.due_date + s.days, '${TODAY}') as date, count(*) from (${STEPS}) s
       join invoices i on i.due_date <= date '${UNTIL}' - s.days and i.due_date > date '${TODAY}' - s.next_days
       join customers u on u.organization_id = $1 and u.id = i.customer_id
       where ${OPEN} and i.due_date + s.days > i.sent_at::date and ${NOT_HELD} group by 1`,
      `select count(*) from deliveries where organization_id = $1 and document_id is not null and state in ('failed', 'bounced')`,
    ],
  },
  {
    name: 'the reminders to come, first page',
    path: '/v1/reminders/upcoming?limit=50',
    mostMs: LIST_MOST_MS,
    bare: [
      `select greatest(i.due_date + s.days, '${TODAY}') as date, i.id, i.number, u.name from (${STEPS}) s
       join invoices i on i.due_date <= date '${TODAY}' + 30 - s.days and i.due_date > date '${TODAY}' - s.next_days
       join customers u on u.organization_id = $1 and u.id = i.customer_id
       where ${OPEN} and i.due_date + s.days > i.sent_at::date and ${NOT_HELD} order by 1, 2 limit 51`,
    ],
  },
  {
    name: 'sums of drafts, open, overdue and paid',
    path: '/v1/invoices/totals',
    mostMs: SUMS_MOST_MS,
    bare: [
      `select state, paid_minor < total_minor as open, due_date < '${TODAY}' as late, currency, count(*), sum(balance_minor),
         sum(total_minor) filter (where paid_at >= timestamptz '${NOW}' - interval '30 days')
       from invoices i where organization_id = $1 group by 1, 2, 3, 4`,
    ],
  },
  {
    name: 'invoices, first page',
    path: '/v1/invoices?limit=50',
    mostMs: LIST_MOST_MS,
    bare: [`${LISTED} where i.organization_id = $1 ${NEWEST}`],
  },
  ...['current', 'days1To30', 'days31To60', 'days61To90', 'over90'].map((age, at) => ({
    name: `open ones of the age ${age}, first page`,
    path: `/v1/invoices?age=${age}&limit=50`,
    mostMs: LIST_MOST_MS,
    bare: [
      `${LISTED} where ${OPEN} and i.due_date between ${at === 4 ? `'-infinity'` : `date '${TODAY}' - ${30 * at}`}
         and ${at === 0 ? `'infinity'` : `date '${TODAY}' - ${30 * at - 29}`} ${NEWEST}`,
    ],
  })),
]

/** The books of a seller with this many invoices, a fifth of them open: how long their sums take. */
export async function measureReceivables(invoices: number, rounds: number): Promise<Receivables> {
  const folder = `.cache/bench/invoices-${invoices}`
  const postgres = await openBenchDatabase({
    name: `${invoices.toLocaleString('en')} invoices`,
    folder,
    statements: ['bench/invoices.sql'],
    settings: { invoices, today: TODAY },
  })
  try {
    const token = await withOwner(postgres.ownerUrl, makeStaffSession)
    const port = await freePort()
    const portico = await startChild('./portico-server.js', port, {
      BENCH_APP_URL: postgres.appUrl,
      BENCH_NOW: NOW,
      PORT: String(port),
      DATA_DIR: join(folder, 'portico'),
      SECRET_KEY: randomBytes(32).toString('base64'),
    })
    const bare = new pg.Client({
      connectionString: postgres.appUrl,
      options: `-c app.organization_id=${BIG}`,
    })
    await bare.connect()
    const client = await Connection.open(port)
    const headers = { cookie: `portico-staff-${port}=${token}` }
    const ask = async ({ path }: Asked) =>
      void expectSuccess(await client.send({ method: 'GET', path, headers }))
    const askBare = async ({ bare: statements }: Asked) => {
      for (const text of statements) await bare.query({ name: nameOf(text), text, values: [BIG] })
    }
    try {
      const timings: Receivables['timings'] = []
      for (const one of ASKED)
        timings.push({ name: one.name, mostMs: one.mostMs, ...(await inTurns(rounds, one, ask, askBare)) })
      return { invoices, timings }
    } finally {
      client.close()
      await bare.end()
      await portico.stop()
    }
  } finally {
    await postgres.stop()
  }
}

const names = new Map<string, string>()
function nameOf(text: string): string {
  const name = names.get(text) ?? `b${names.size}`
  names.set(text, name)
  return name
}

/** PostgreSQL plans the first five executions of a statement each time: they warm up. */
const WARM_UP = 6

async function inTurns(
  rounds: number,
  one: Asked,
  portico: (one: Asked) => Promise<void>,
  bare: (one: Asked) => Promise<void>,
) {
  const taken = { portico: [] as number[], bare: [] as number[] }
  for (let round = -WARM_UP; round < rounds; round++)
    for (const [side, ask] of [
      ['portico', portico],
      ['bare', bare],
    ] as const) {
      const began = performance.now()
      await ask(one)
      if (round >= 0) taken[side].push(performance.now() - began)
    }
  return { porticoMs: percentile(taken.portico, 0.5), bareMs: percentile(taken.bare, 0.5) }
}
