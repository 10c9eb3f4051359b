// One measurement of a build by its own bench, in a process of its own and in that build's folder: `node job.js PROGRAM JOB SIZE`.
// Replies with how much of what it did in a second.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { measureImport } from './import.ts'
import type { measureReceivables } from './receivables.ts'
import type { measureSending } from './send.ts'
import type { withDataDir } from './start-up.ts'

export interface Rate {
  name: string
  perSecond: number
}

interface Modules {
  measureImport: typeof measureImport
  measureSending: typeof measureSending
  measureReceivables: typeof measureReceivables
  withDataDir: typeof withDataDir
}

const ROUNDS = 200
const [program, job, size] = process.argv.slice(2) as [string, keyof typeof jobs, string]
const load = (file: string) => import(pathToFileURL(join(program, 'bench', file)).href) as Promise<Modules>

const jobs = {
  async import(rows: number): Promise<Rate[]> {
    const [{ withDataDir }, { measureImport }] = [await load('start-up.js'), await load('import.js')]
    const { planPerSecond, runPerSecond } = await withDataDir((dataDir) => measureImport(dataDir, rows))
    return [
      { name: 'import: its dry run, rows', perSecond: planPerSecond },
      { name: 'import: rows', perSecond: runPerSecond },
    ]
  },

  async sending(invoices: number): Promise<Rate[]> {
    const [{ withDataDir }, { measureSending }] = [await load('start-up.js'), await load('send.js')]
    const { perSecond } = await withDataDir((dataDir) => measureSending(dataDir, invoices))
    return [{ name: 'sending: messages', perSecond }]
  },

  async receivables(invoices: number): Promise<Rate[]> {
    const { measureReceivables } = await load('receivables.js')
    const { timings } = await measureReceivables(invoices, ROUNDS)
    return timings.map(({ name, porticoMs }) => ({
      name: `receivables: ${name}`,
      perSecond: 1000 / porticoMs,
    }))
  },
}

process.send!(await jobs[job](Number(size)))
