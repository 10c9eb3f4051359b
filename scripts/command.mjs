// What the commands of npm share. Plain on purpose: it has to run on an old Node to say that it is too old.
import { refuseOldNode } from './node-version.mjs'

/** Builds what is missing, and runs a program of dist/server. `called`: in a sentence, such as "The import". */
export function runCommand(program, called) {
  refuseOldNode()
  import('./prepare.mjs')
    .then((steps) => steps.prepare())
    .then(() => import(`../dist/server/${program}.js`))
    .catch((error) => {
      process.stderr.write(`${called} cannot start: ${error.message}\n`)
      process.exit(1)
    })
}
