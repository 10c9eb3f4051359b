import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'
import { settle } from './every-page.ts'

const CONTRAST_LEAST = 4.5

/** Nothing serious for axe, of all its rules or these, and every text readable. */
export async function expectSound(page: Page, where: string, rules?: string[]) {
  await settle(page)
  const { violations, open } = await askAxe(page, rules)
  const found = violations.map(({ rule, nodes }) => `${rule}: ${nodes.join(' | ')}`)
  const contrasts = await contrastsOf(
    page,
    open.map(({ selector }) => selector),
  )
  for (const [at, { html, why }] of open.entries())
    if (contrasts[at]! < CONTRAST_LEAST) found.push(`${contrasts[at]}: ${html}: ${why}`)
  expect.soft(found, where).toEqual([])
}

interface Findings {
  violations: { rule: string; nodes: string[] }[]
  /** Texts whose contrast axe could not tell. */
  open: { selector: string; html: string; why?: string }[]
}

/**
 * Runs axe in the page, which gets it once. Its own adapter hands it over anew for each question, and takes back all
 * that was sound: twice the time.
 */
async function askAxe(page: Page, rules?: string[]): Promise<Findings> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source)
  const options = { resultTypes: ['violations', 'incomplete'], ...(rules && { runOnly: rules }) }
  // A letter is shown in a frame where no script runs, so axe cannot look inside.
  return page.evaluate<Findings>(`axe.run({ exclude: ['iframe'] }, ${JSON.stringify(options)}).then(
    ({ violations, incomplete }) => ({
      violations: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => ({
          rule: id + ': ' + help,
          nodes: nodes.map(({ html }) => html.slice(0, 160)),
        })),
      open: incomplete
        .filter(({ id }) => id === 'color-contrast')
        .flatMap(({ nodes }) => nodes)
        .map(({ target, html, any }) => ({
          selector: String(target[0]),
          html: html.slice(0, 160),
          why: any[0]?.message,
        })),
    }),
  )`)
}

/**
 * What axe leaves open, because something lies over or beside the text: painted with one pixel, and measured as WCAG
 * does.
 */
function contrastsOf(page: Page, selectors: string[]): Promise<number[]> {
  return page.evaluate(`${JSON.stringify(selectors)}.map((selector) => {
    const pixel = document.createElement('canvas').getContext('2d')
    const paint = (colour) => {
      pixel.fillStyle = colour
      pixel.fillRect(0, 0, 1, 1)
      return [...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)]
        .map((channel) => channel / 255)
        .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
        .reduce((sum, share, at) => sum + share * [0.2126, 0.7152, 0.0722][at], 0)
    }
    const element = document.querySelector(selector)
    const grounds = []
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor)
    const ground = grounds.map(paint).at(-1)
    const [dark, light] = [ground, paint(getComputedStyle(element).color)].sort((one, other) => one - other)
    return (light + 0.05) / (dark + 0.05)
  })`)
}
