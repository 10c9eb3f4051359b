// `npm run import -- FILE`: builds what is missing, and imports a CSV file of customers and contacts, or of invoices.
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()
import('./prepare.mjs')
  .then((steps) => steps.prepare())
  .then(() => import('../dist/server/import-command.js'))
  .catch((error) => {
    process.stderr.write(`The import cannot start: ${error.message}\n`)
    process.exit(1)
  })
