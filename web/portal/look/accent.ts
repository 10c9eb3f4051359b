/** The seller's colour made readable: whatever it is, text in it and on it passes WCAG AA (4.5:1), and what it outlines can be seen (3:1). */
export interface Accent {
  /** Of a button: the colour itself wherever that can be. */
  fill: string
  fillHover: string
  onFill: string
  /** Around the button, and around the field that has the focus. */
  edge: string
  /** Of links and focus rings. */
  text: string
}

export type Ground = 'light' | 'dark'

export const TEXT_CONTRAST_LEAST = 4.5
export const SHAPE_CONTRAST_LEAST = 3

/** The surface of each scheme (see ui/theme.ts) where contrast is hardest to reach. */
export const HARDEST_GROUND: Record<Ground, string> = { light: '#f5f6f8', dark: '#1e2026' }

const WHITE = '#ffffff'
const BLACK = '#000000'
export const ACCENT_DEFAULT = '#2158de'

export function accentOn(ground: Ground, color: string): Accent {
  const surface = HARDEST_GROUND[ground]
  const away = ground === 'light' ? BLACK : WHITE
  const own = isHexColor(color) ? color.toLowerCase() : ACCENT_DEFAULT

  const fill = withWhiteText(own)
  const onFill = textOn(fill)
  return {
    fill,
    // Away from the text on it, so that hovering never makes it harder to read.
    fillHover: mix(fill, onFill === WHITE ? BLACK : WHITE, 0.1),
    onFill,
    edge: moved(fill, away, (it) => contrast(it, surface) >= SHAPE_CONTRAST_LEAST),
    text: moved(own, away, (it) => contrast(it, surface) >= TEXT_CONTRAST_LEAST),
  }
}

/** White where it can be read, else black: one of them always can (the product of their contrasts is 21). */
export function textOn(color: string): string {
  return contrast(color, WHITE) >= TEXT_CONTRAST_LEAST ? WHITE : BLACK
}

export function isHexColor(color: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(color)
}

/** WCAG 2.2: from 1, no difference, to 21, black on white. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** A middling colour becomes a little darker, because white on it is what people expect; a bright one keeps black text. */
function withWhiteText(color: string): string {
  if (contrast(color, WHITE) < SHAPE_CONTRAST_LEAST) return color
  return moved(color, BLACK, (it) => contrast(it, WHITE) >= TEXT_CONTRAST_LEAST)
}

/** As little of `target` mixed in as makes it good enough. */
function moved(color: string, target: string, isGoodEnough: (color: string) => boolean): string {
  for (let percent = 0; percent < 100; percent += 2) {
    const candidate = mix(color, target, percent / 100)
    if (isGoodEnough(candidate)) return candidate
  }
  return target
}

function mix(from: string, to: string, share: number): string {
  const target = channels(to)
  const mixed = channels(from).map((channel, index) =>
    Math.round(channel + (target[index]! - channel) * share),
  )
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16))
}
