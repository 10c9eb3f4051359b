import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

export interface PostgresUsage {
  /** Processor time of all its processes so far. Null where /proc does not tell. */
  cpuMs: number | null
  walBytes: number
}

/** Clock ticks of Linux: `getconf CLK_TCK` is 100 wherever Node runs. */
const MS_PER_TICK = 10

/** What a PostgreSQL has used so far, all of its processes together. */
export async function openPostgresUsage({ ownerUrl, pid }: { ownerUrl: string; pid: number }) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  return {
    async read(): Promise<PostgresUsage> {
      const { rows } = await client.query<{ bytes: string }>(
        `select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes`,
      )
      return { cpuMs: cpuOf(pid), walBytes: Number(rows[0]!.bytes) }
    },
    close: () => client.end(),
  }
}

/** Of a process and its children: those that live, and those it has waited for. */
function cpuOf(pid: number): number | null {
  try {
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(timesOf)
    const [postmaster, ...others] = all
      .filter((one) => one !== null)
      .filter((one) => one.pid === pid || one.parent === pid)
      .toSorted((one) => (one.pid === pid ? -1 : 1))
    if (!postmaster) return null
    const ticks = others.reduce((sum, { own }) => sum + own, postmaster.own + postmaster.ofEnded)
    return ticks * MS_PER_TICK
  } catch {
    return null
  }
}

function timesOf(name: string) {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The name of the program, in brackets, may have blanks: fields are counted from behind it (proc(5)).
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [user, system, userOfEnded, systemOfEnded] = fields.slice(11, 15) as [
      number,
      number,
      number,
      number,
    ]
    return {
      pid: Number(name),
      parent: fields[1],
      own: user + system,
      ofEnded: userOfEnded + systemOfEnded,
    }
  } catch {
    // It has ended meanwhile.
    return null
  }
}
