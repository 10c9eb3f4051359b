// `node deploy/try-image.mjs`: makes the image and starts it with a file system that cannot be written. Where no container
// engine runs, it takes the steps of the Dockerfile one by one in a temporary folder instead: the same commands and copies,
// with the node and npm of this machine, and the server as a user to whom nothing of it belongs but /data.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const PORT = process.env.PORT ?? '8099'
const READY_WITHIN_SECONDS = 300
/** The account `node` of the image. */
const NODE = 1000

const engine = ['docker', 'podman'].find(
  (name) => spawnSync(name, ['info'], { stdio: 'ignore' }).status === 0,
)
process.stdout.write(engine ? `With ${engine}.\n` : 'No container engine: the steps alone.\n')
await (engine ? tryImage(engine) : trySteps())

async function tryImage(program) {
  run(program, ['build', '-f', 'deploy/Dockerfile', '-t', 'portico-try', '.'], { cwd: root })
  const limits = [
    '--read-only',
    '--tmpfs',
    '/tmp',
    '--cap-drop',
    'ALL',
    '--publish',
    `127.0.0.1:${PORT}:8080`,
  ]
  run(program, ['run', '--detach', '--name', 'portico-try', ...limits, 'portico-try'])
  try {
    await expectReady()
    run(program, ['stop', '--time', '40', 'portico-try'])
  } finally {
    run(program, ['rm', '--force', '--volumes', 'portico-try'])
  }
}

async function trySteps() {
  const folder = mkdtempSync(join(tmpdir(), 'portico-image-'))
  chmodSync(folder, 0o755)
  try {
    const { image, environment, command } = takeSteps(folder)
    const temporary = join(folder, 'tmp')
    mkdirSync(temporary)
    chmodSync(temporary, 0o1777)
    const asRoot = process.getuid?.() === 0
    if (asRoot) chownSync(join(image, 'data'), NODE, NODE)
    else run('chmod', ['-R', 'a-w', join(image, 'srv')])
    const server = spawn(command[0], command.slice(1), {
      cwd: join(image, 'srv/portico'),
      env: {
        PATH: process.env.PATH,
        TMPDIR: temporary,
        ...environment,
        DATA_DIR: join(image, 'data'),
        PORT,
        HOST: '127.0.0.1',
      },
      ...(asRoot && { uid: NODE, gid: NODE }),
      stdio: 'inherit',
    })
    const ended = new Promise((resolve) => server.once('close', resolve))
    try {
      await expectReady()
    } finally {
      server.kill('SIGTERM')
      process.stdout.write(`Ended with ${await ended}.\n`)
    }
  } finally {
    spawnSync('chmod', ['-R', 'u+w', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each stage is a folder that stands for its root. */
function takeSteps(folder) {
  const steps = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  let image = ''
  let place = '/'
  let command = []
  const environment = {}
  const there = (path) => join(image, isAbsolute(path) ? path : resolve(place, path))
  for (const step of steps) {
    process.stdout.write(`${step}\n`)
    const [verb, ...words] = step.split(/\s+/)
    if (verb === 'FROM') image = join(folder, words[2] ?? 'image')
    else if (verb === 'WORKDIR') mkdirSync(there((place = words[0])), { recursive: true })
    else if (verb === 'COPY') {
      const stage = /^--from=(\w+)$/.exec(words[0])?.[1]
      const sources = words.slice(stage ? 1 : 0, -1)
      for (const source of sources) {
        const to = words.at(-1).endsWith('/')
          ? join(there(words.at(-1)), source.split('/').at(-1))
          : there(words.at(-1))
        mkdirSync(dirname(to), { recursive: true })
        cpSync(join(stage ? join(folder, stage) : root, source), to, {
          recursive: true,
          verbatimSymlinks: true,
        })
      }
    } else if (verb === 'RUN') {
      // What is named from the root is in the folder; who owns it is set afterwards.
      const inFolder = words.join(' ').replace(' -o node -g node', '').replaceAll(' /', ` ${image}/`)
      run('sh', ['-c', inFolder], { cwd: there(place) })
    } else if (verb === 'ENV') {
      for (const word of words) Object.assign(environment, Object.fromEntries([word.split('=')]))
    } else if (verb === 'CMD') command = JSON.parse(words.join(' '))
  }
  return { image, environment, command }
}

async function expectReady() {
  const status = (path) =>
    fetch(`http://127.0.0.1:${PORT}${path}`).then(
      (reply) => reply.status,
      () => 'nothing',
    )
  for (const deadline = Date.now() + READY_WITHIN_SECONDS * 1000; (await status('/readyz')) !== 200;)
    if (Date.now() > deadline) throw new Error('It does not become ready.')
    else await pause(500)
  for (const path of ['/readyz', '/', '/portal/northwind', '/help', '/docs', '/openapi.json']) {
    const replied = await status(path)
    if (replied !== 200) throw new Error(`${path} replies ${replied}`)
    process.stdout.write(`${path} replies 200.\n`)
  }
}

function run(program, parameters, options = {}) {
  const { status, error } = spawnSync(program, parameters, { stdio: 'inherit', ...options })
  if (status !== 0) throw error ?? new Error(`${program} ${parameters.join(' ')} ended with ${status}`)
}
