import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Build } from './build.ts'
import type { Rate } from './job.ts'
import { percentile } from './measure.ts'

/** What takes seconds and fills an installation of its own: both builds in turns, each by its own bench. */
export interface ComparedJob {
  name: string
  perSecond: number
  before: number
}

/** Of which size, and how often on each side: how V8 happens to compile a process makes more difference than is looked for. */
const JOBS = {
  import: { size: 40_000, rounds: 5 },
  sending: { size: 1_000, rounds: 5 },
  receivables: { size: 20_000, rounds: 9 },
}

export const jobsNamed = (only: string) => Object.entries(JOBS).filter(([job]) => job.startsWith(only))

export async function compareJobs(
  before: Build,
  only: string,
  say: (line: string) => void,
): Promise<ComparedJob[]> {
  const jobs = jobsNamed(only)
  // They start the program as it is installed.
  if (jobs.length > 0)
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: before.folder, stdio: 'inherit' })
  const sides = {
    ours: { folder: '.', program: fileURLToPath(new URL('..', import.meta.url)) },
    before: { folder: before.folder, program: dirname(dirname(before.program)) },
  }
  const compared: ComparedJob[] = []
  for (const [job, { size, rounds: most }] of jobs) {
    const rounds = { ours: [] as Rate[][], before: [] as Rate[][] }
    for (let round = 0; round < most; round++)
      for (const side of round % 2 === 0 ? (['ours', 'before'] as const) : (['before', 'ours'] as const))
        rounds[side].push(await runJob(sides[side], job, size))
    const median = (side: 'ours' | 'before', at: number) =>
      percentile(
        rounds[side].map((rates) => rates[at]!.perSecond),
        0.5,
      )
    for (const [at, { name }] of rounds.ours[0]!.entries()) {
      const one = { name, perSecond: median('ours', at), before: median('before', at) }
      compared.push(one)
      say(`${name}: ${one.perSecond.toFixed(0)}/s, ${(one.perSecond / one.before).toFixed(2)} of before`)
    }
  }
  return compared
}

async function runJob({ folder, program }: { folder: string; program: string }, job: string, size: number) {
  const child = fork(fileURLToPath(new URL('job.js', import.meta.url)), [program, job, String(size)], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${job} ended with ${code}`)
  })
  const [rates] = (await Promise.race([once(child, 'message'), gone])) as [Rate[]]
  await gone.catch(() => {})
  return rates
}
