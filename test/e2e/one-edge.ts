import { expect, type Page } from '@playwright/test'

/** Where everything begins: 24 px from the left of a screen 1440 px wide. */
const EDGE = 24

export async function expectOneEdge(page: Page, where: string) {
  const begins = await whatBegins(page)
  expect(Object.keys(begins), `${where}: what begins there was found`).toContain('heading')
  const misplaced = Object.entries(begins).filter(([, left]) => Math.abs(left - EDGE) > 1)
  expect.soft(Object.fromEntries(misplaced), where).toEqual({})
}

/** The left edges of what leads the eye down the page: where the letters of a text begin, or the border of a box. */
function whatBegins(page: Page): Promise<Record<string, number>> {
  return page.evaluate(`(() => {
    const lefts = {}
    const add = (name, element, left) => {
      if (element && element.getClientRects().length > 0) lefts[name] = Math.round(left(element) * 10) / 10
    }
    const box = (element) => element.getBoundingClientRect().left
    const text = (element) => {
      const range = document.createRange()
      range.selectNodeContents(element)
      return range.getBoundingClientRect().left
    }
    const first = (selector) => document.querySelector(selector)
    const isBox = (element) =>
      !element.matches('button, input, nav') && Number.parseFloat(getComputedStyle(element).borderLeftWidth) > 0
    // In a second column, or in a box that begins at the edge itself.
    const isFurtherIn = (element) => {
      const further = '[data-panel], [role=dialog], article, [class*=columns] > :not(:first-child), [class*=overview] > :last-child'
      if (element.closest(further)) return true
      if (getComputedStyle(element).textAlign === 'center') return true
      for (let at = element.parentElement; at && at.tagName !== 'MAIN'; at = at.parentElement) if (isBox(at)) return true
      return false
    }
    const main = (selector, isOne = () => true) =>
      [...document.querySelectorAll('main ' + selector)].find((one) => !isFurtherIn(one) && isOne(one))
    add('organization', first('header [class*=mark]'), box)
    add('pages', first('header nav:not([aria-label=Main]) a'), text)
    add('notice at the top', first('header [role=note]'), text)
    add('heading', main('h1'), text)
    add('trail', main('nav[aria-label="Where you are"] a'), text)
    add('tabs', main('[class*=tab_], [role=tab]'), text)
    add('section', main('h2'), text)
    add('column', main('[role=columnheader]'), text)
    add('cell', main('[role=cell]'), text)
    add('item', main('ul[class*=list] > li'), text)
    add('box', main(':is(div, section, dl)', isBox), box)
    add('field', main('form .mantine-Input-wrapper'), box)
    return lefts
  })()`)
}
