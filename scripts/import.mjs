// `npm run import -- FILE`: imports a CSV file of customers and contacts, or of invoices.
import { runCommand } from './command.mjs'

runCommand('import-command', 'The import')
