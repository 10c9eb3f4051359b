// `npm run backup -- FILE`: writes the database into a file, whether Portico is running or not.
import { runCommand } from './command.mjs'

process.argv.splice(2, 0, 'backup')
runCommand('backup-command', 'The backup')
