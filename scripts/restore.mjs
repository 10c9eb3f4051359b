// `npm run restore -- FILE`: builds what is missing, and fills an empty data folder from a backup.
import { runCommand } from './command.mjs'

process.argv.splice(2, 0, 'restore')
runCommand('backup-command', 'The restore')
