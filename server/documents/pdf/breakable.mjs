// @ts-check
// JavaScript, because typst-worker.mjs needs it: it takes a second for the longest documents that people may write.

const LONG_WORD = /\S{34,}/g
const BREAK_EVERY = 6
const ZERO_WIDTH_SPACE = '\u200b'
const graphemes = new Intl.Segmenter('en')

/**
 * A word longer than its column would run out of it, so it may break where nobody would break it by hand.
 * @param {string} line
 */
export function breakable(line) {
  return line.replaceAll(LONG_WORD, (word) => {
    let broken = ''
    let count = 0
    for (const { segment } of graphemes.segment(word)) {
      if (count > 0 && count % BREAK_EVERY === 0) broken += ZERO_WIDTH_SPACE
      broken += segment
      count += 1
    }
    return broken
  })
}
