// `npm run restore -- FILE`: builds what is missing, and fills an empty data folder from a backup.
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()
process.argv.splice(2, 0, 'restore')
import('./prepare.mjs')
  .then((steps) => steps.prepare())
  .then(() => import('../dist/server/backup-command.js'))
  .catch((error) => {
    process.stderr.write(`The restore cannot start: ${error.message}\n`)
    process.exit(1)
  })
