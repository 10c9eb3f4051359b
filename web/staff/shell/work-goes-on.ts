const WAITED_MOST_MS = 10_000

/** What people work with first on a page, by its name. */
export type Place = { button: string[]; press?: boolean }

/**
 * After a page was chosen by keyboard, the focus is where the work goes on, as soon as that is there; a command presses
 * it at once. The focus stays where it is for those who have moved on by themselves meanwhile.
 */
export function goOnAt({ button: names, press = false }: Place) {
  const until = Date.now() + WAITED_MOST_MS
  const look = () => {
    const found = buttonNamed(names)
    if (found) {
      found.focus()
      if (press) found.click()
    } else if (Date.now() < until && isIdle()) requestAnimationFrame(look)
  }
  requestAnimationFrame(() => requestAnimationFrame(look))
}

function buttonNamed(names: string[]): HTMLElement | undefined {
  const buttons = [...document.querySelectorAll<HTMLElement>('main button:not(:disabled)')]
  for (const name of names) {
    const found = buttons.find((button) => (button.ariaLabel ?? button.textContent.trim()) === name)
    if (found) return found
  }
  return undefined
}

const isIdle = () => document.activeElement === document.body || document.activeElement?.id === 'main'
