/** White or near-black, whichever reads better on a colour (WCAG 2.2 contrast). `background` is `#rrggbb`. */
export function readableOn(background: string): '#ffffff' | '#14171c' {
  const light = luminance(background)
  const onWhite = 1.05 / (light + 0.05)
  const onDark = (light + 0.05) / (luminance('#14171c') + 0.05)
  return onWhite >= 4.5 || onWhite >= onDark ? '#ffffff' : '#14171c'
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
