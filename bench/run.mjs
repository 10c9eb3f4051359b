// `npm run bench`: installs and builds what is missing, compiles the benchmark, and runs it.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from '../scripts/prepare.mjs'
import { root, run } from '../scripts/run.mjs'

const program = join(root, '.cache/bench/program')
await prepare({ development: true })
rmSync(program, { recursive: true, force: true })
const { status, output } = await run(['tsc', '-p', 'bench/tsconfig.json'])
if (status !== 0) {
  process.stderr.write(output)
  process.exit(1)
}
const migrations = 'server/database/migrations'
cpSync(join(root, migrations), join(program, migrations), { recursive: true })
process.chdir(root)
await import(join(program, 'bench/main.js'))
