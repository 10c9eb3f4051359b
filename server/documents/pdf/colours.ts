import type { Colours } from './page.ts'

const ACCENT = '#1f6feb'
const INK = '#1b1f24'
/** What WCAG asks of text. */
const READABLE = 4.5

/** The organization's colour, and colours that can be read on it and beside it. */
export function coloursOf(accentColor: string | null): Colours {
  const accent = accentColor && /^#[0-9a-f]{6}$/i.test(accentColor) ? accentColor.toLowerCase() : ACCENT
  const light = luminance(accent)
  return {
    accent,
    accentText: contrast(light, 1) >= READABLE ? accent : INK,
    onAccent: contrast(light, 1) >= contrast(light, luminance(INK)) ? '#ffffff' : INK,
  }
}

function contrast(one: number, other: number) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

function luminance(colour: string) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
