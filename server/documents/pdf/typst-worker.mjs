// @ts-check
// A process of its own, started by renderer.ts: it loads the compiler and the fonts once, then turns pages into PDFs, one
// after the other. JavaScript, because Node 20 starts no TypeScript, and tests start it from its source.
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { breakable } from './breakable.mjs'
import { fontsFor } from './fonts.mjs'

/** @typedef {{ id: number, page: string, logo: { path: string, content: Uint8Array } | null }} Job */
/** @typedef {import('./fonts.mjs').Font} Font */

/** Results that this many documents in a row did not use are forgotten. */
const CACHE_AGE = 5

const template = readFileSync(join(import.meta.dirname, 'document.typ'), 'utf8')

/** @type {{ compiler: NodeCompiler, fonts: Set<Font> } | undefined} */
let current

// A key pressed in the terminal reaches this process, too: it ends with its parent, not before.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit())
process.on('message', async (message) => {
  const job = /** @type {Job} */ (message)
  const outcome = await render(job).catch(() => ({ failedAt: 'its fonts, which could not be read' }))
  process.send?.({ id: job.id, ...outcome })
})

// Those of most documents are there before the first of them.
compilerWith((await fontsFor('', 'en')).fonts)

/**
 * @param {Job} job
 * @returns {Promise<{ pdf: Buffer } | { failedAt: string }>}
 */
async function render({ page, logo }) {
  const { fonts, printable } = await fontsFor(textOf(page), JSON.parse(page).readerLanguage)
  const compiler = compilerWith(fonts)
  try {
    if (logo) compiler.mapShadow(join(import.meta.dirname, logo.path), Buffer.from(logo.content))
    const compiled = compiler.compile({
      mainFileContent: template,
      inputs: {
        page: everyText(page, (text) => breakable(printable(text))),
        fonts: JSON.stringify(fonts.map(({ family }) => family)),
        logo: logo?.path ?? '',
      },
      resetRead: true,
    })
    const { result } = compiled
    if (!result) return { failedAt: whereOf(compiler, compiled.takeError()) }
    return { pdf: compiler.pdf(result) }
  } catch (error) {
    return { failedAt: whereOf(compiler, error) }
  } finally {
    if (logo) compiler.unmapShadow(join(import.meta.dirname, logo.path))
    compiler.evictCache(CACHE_AGE)
  }
}

/** A compiler takes its fonts when it is made: another one is made for a document that needs more of them. */
function compilerWith(/** @type {Font[]} */ fonts) {
  if (current && fonts.every((font) => current?.fonts.has(font))) return current.compiler
  const all = new Set([...(current?.fonts ?? []), ...fonts])
  const compiler = NodeCompiler.create({
    // The workspace is what a template may read: this folder, which holds nobody's data.
    workspace: import.meta.dirname,
    fontArgs: [{ fontBlobs: [...all].flatMap((font) => font.fonts) }],
  })
  current = { compiler, fonts: all }
  return compiler
}

/** The title is for viewers, which have fonts of their own and break lines as they like. */
function everyText(/** @type {string} */ page, /** @type {(text: string) => string} */ change) {
  return JSON.stringify(
    JSON.parse(page, (key, value) => (typeof value === 'string' && key !== 'title' ? change(value) : value)),
  )
}

function textOf(/** @type {string} */ page) {
  /** @type {string[]} */
  const texts = []
  everyText(page, (text) => {
    texts.push(text)
    return text
  })
  return texts.join('\n')
}

/** Only the place in the template: the compiler's own words may repeat what the document holds. */
function whereOf(/** @type {NodeCompiler} */ compiler, /** @type {unknown} */ error) {
  try {
    // @ts-expect-error it is a NodeError, or this throws
    const [first] = compiler.fetchDiagnostics(error)
    return first?.range ? `line ${first.range.start?.line + 1} of the template` : 'the template'
  } catch {
    return 'the template'
  }
}
