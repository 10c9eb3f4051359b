import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
/** The npm that started this, where it did. */
export const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
const running = new Set()

/**
 * Runs a program, from node_modules or the system, in the root of the clone. Returns its status and what it printed;
 * with `show`, prints it as it comes.
 */
export function run([program, ...args], { show = false, environment = {} } = {}) {
  forwardSignals()
  return new Promise((resolve) => {
    const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, PATH: path, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    const chunks = []
    for (const stream of ['stdout', 'stderr']) {
      child[stream].on('data', (chunk) => {
        chunks.push(chunk)
        if (show) process[stream].write(chunk)
      })
    }
    const end = (status, reason) => {
      running.delete(child)
      if (running.size === 0) stopForwarding()
      const output = Buffer.concat(chunks).toString() + (reason ?? '')
      resolve({ status, output, command: [program, ...args].join(' ') })
    }
    child.on('error', (error) => end(1, error.message))
    child.on('close', (status, signal) => end(status ?? 1, signal ? `ended by ${signal}` : ''))
  })
}

function forwardSignals() {
  if (running.size > 0) return
  process.on('SIGTERM', passOn).on('SIGINT', passOn)
}

function stopForwarding() {
  process.off('SIGTERM', passOn).off('SIGINT', passOn)
}

function passOn(signal) {
  for (const child of running) child.kill('SIGTERM')
  process.exit(128 + constants.signals[signal])
}
