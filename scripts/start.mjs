// `npm start`. Plain on purpose: this file has to run on an old Node to say that it is too old.
import { refuseOldNode } from './node-version.mjs'

refuseOldNode()
// Letters are made with React, which is several times slower in its development mode.
process.env.NODE_ENV ??= 'production'
stopWhenNpmIsGone()
import('./prepare.mjs')
  .then((steps) => steps.prepare())
  .then(() => import('../dist/server/main.js'))
  .catch((error) => {
    process.stderr.write(`Portico cannot start: ${error.message}\n`)
    process.exit(1)
  })

/** A killed npm cannot tell anybody, and a server that nobody can stop with Ctrl-C would stay behind. */
function stopWhenNpmIsGone() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const npm = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  timer.unref()
}
