// @ts-check
// A process of its own, started by renderer.ts: it loads the compiler and the fonts once, then turns pages into PDFs, one
// after the other. JavaScript, because Node 20 starts no TypeScript, and tests start it from its source.
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { breakable } from './breakable.mjs'
import { loadFonts } from './fonts.mjs'

/** @typedef {{ id: number, page: string, logo: { path: string, content: Uint8Array } | null }} Job */

/** Results that this many documents in a row did not use are forgotten. */
const CACHE_AGE = 5

const template = readFileSync(join(import.meta.dirname, 'document.typ'), 'utf8')
// The workspace is what a template may read: this folder, which holds nobody's data.
const compiler = NodeCompiler.create({
  workspace: import.meta.dirname,
  fontArgs: [{ fontBlobs: loadFonts() }],
})

// A key pressed in the terminal reaches this process, too: it ends with its parent, not before.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit())
process.on('message', (message) => {
  const job = /** @type {Job} */ (message)
  process.send?.({ id: job.id, ...render(job) })
})

/**
 * @param {Job} job
 * @returns {{ pdf: Buffer } | { failedAt: string }}
 */
function render({ page, logo }) {
  try {
    if (logo) compiler.mapShadow(join(import.meta.dirname, logo.path), Buffer.from(logo.content))
    const compiled = compiler.compile({
      mainFileContent: template,
      inputs: { page: withBreaks(page), logo: logo?.path ?? '' },
      resetRead: true,
    })
    const { result } = compiled
    if (!result) return { failedAt: whereOf(compiled.takeError()) }
    return { pdf: compiler.pdf(result) }
  } catch (error) {
    return { failedAt: whereOf(error) }
  } finally {
    if (logo) compiler.unmapShadow(join(import.meta.dirname, logo.path))
    compiler.evictCache(CACHE_AGE)
  }
}

/**
 * The title is for viewers, which break lines as they like.
 * @param {string} page
 */
function withBreaks(page) {
  return JSON.stringify(
    JSON.parse(page, (key, value) =>
      typeof value === 'string' && key !== 'title' ? breakable(value) : value,
    ),
  )
}

/** Only the place in the template: the compiler's own words may repeat what the document holds. */
function whereOf(/** @type {unknown} */ error) {
  try {
    // @ts-expect-error it is a NodeError, or this throws
    const [first] = compiler.fetchDiagnostics(error)
    return first?.range ? `line ${first.range.start?.line + 1} of the template` : 'the template'
  } catch {
    return 'the template'
  }
}
