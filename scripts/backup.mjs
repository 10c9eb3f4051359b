// `npm run backup -- FILE`: builds what is missing, and writes the database into a file, whether Portico is running or not.
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()
process.argv.splice(2, 0, 'backup')
import('./prepare.mjs')
  .then((steps) => steps.prepare())
  .then(() => import('../dist/server/backup-command.js'))
  .catch((error) => {
    process.stderr.write(`The backup cannot start: ${error.message}\n`)
    process.exit(1)
  })
