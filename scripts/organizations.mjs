// `npm run organizations`: lists the organizations of this installation, or moves one.
import { runCommand } from './command.mjs'

runCommand('organizations-command', 'The command')
