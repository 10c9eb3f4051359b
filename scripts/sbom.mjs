// `npm run sbom`: lists (CycloneDX) what `npm start` installs: what runs, what browsers get, and what builds them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from './install.mjs'
import { npm, root, run } from './run.mjs'

const folder = join(root, '.cache/sbom/portico')
await install()
// `npm sbom --omit dev` also leaves out what tests share with the server, such as Zod, and fails where nothing for tests
// is installed. So it is shown a Portico that has no tests.
const { devDependencies: _, workspaces: _client, ...project } = readJson('package.json')
const installed = readJson('node_modules/.package-lock.json')
mkdirSync(folder, { recursive: true })
writeJson('package.json', project)
writeJson('package-lock.json', { ...installed, packages: { '': project, ...installed.packages } })
const options = ['--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application']
const { status } = await run([...npm, 'sbom', '--prefix', folder, ...options], { show: true })
process.exit(status)

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

function writeJson(file, value) {
  writeFileSync(join(folder, file), JSON.stringify(value))
}
