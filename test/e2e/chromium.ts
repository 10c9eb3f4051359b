import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../.cache/chromium', import.meta.url))
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** For a container, for root, and without any call to the network. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
]

/** The browser of the tests: the one that `CHROMIUM_PATH` names, the one that comes with npm, or the system's. */
export async function chromiumPath(folder = FOLDER): Promise<string> {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  try {
    return await unpacked(folder)
  } catch (error) {
    const installed = (process.env.PATH ?? '')
      .split(delimiter)
      .flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)))
      .find((path) => existsSync(path))
    if (installed) return installed
    throw error
  }
}

/**
 * The package unpacks into the temporary folder, and uses whatever it finds there. So it gets a folder in this clone,
 * under another name until it is complete.
 */
async function unpacked(folder: string): Promise<string> {
  const chromium = join(folder, 'chromium')
  if (existsSync(chromium)) return chromium
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = draft
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
    renameSync(draft, folder)
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
    rmSync(draft, { recursive: true, force: true })
  }
  return chromium
}
