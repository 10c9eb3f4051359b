// `npm run organizations`: builds what is missing, and lists the organizations of this installation, or moves one.
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()
import('./prepare.mjs')
  .then((steps) => steps.prepare())
  .then(() => import('../dist/server/organizations-command.js'))
  .catch((error) => {
    process.stderr.write(`The command cannot start: ${error.message}\n`)
    process.exit(1)
  })
