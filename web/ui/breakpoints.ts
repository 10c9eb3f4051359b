/** The three widths at which pages change, in pixels. CSS says `@media (--phone)` or `@media not (--phone)`: vite.config.ts puts the width in. */
export const breakpoints = {
  /** Up to here a page has one column of fields and little space at its edges. */
  phone: 640,
  /** Up to here rows are folded and the bar at the top is short. */
  narrow: 800,
  /** Up to here nothing stands beside a page: an open panel takes its place. */
  alone: 960,
}

export function upTo(breakpoint: keyof typeof breakpoints): string {
  return `(max-width: ${breakpoints[breakpoint]}px)`
}
