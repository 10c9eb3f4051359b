// @ts-check
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { lettersIn, named } from './sfnt.mjs'

/**
 * The fonts of documents, under names of our own. The compiler always sees the machine's own fonts, too, and would take
 * another version of Inter from there; under these names it finds only ours, so that the same document has the same bytes
 * everywhere. A font is read when a document needs it.
 *
 * @typedef {{ family: string, files: (() => Buffer | Promise<Buffer>)[] }} Piece one family of the compiler's, by weight
 * @typedef {{ family: string, fonts: Buffer[], letters: ReadonlySet<number> }} Font a piece that was read
 * @typedef {{ pieces: () => Piece[], piecesFor: (letters: number[]) => Iterable<Piece> }} Source where pieces may have letters
 */

const LATIN = files('Portico Latin', /./u, [
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  '@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf',
])

const SCRIPTS = [
  // What Inter lacks: the letters of small languages, and of phonetics.
  variable('noto-sans', /^(latin-ext|vietnamese|cyrillic|cyrillic-ext|greek|greek-ext)$/),
  files('Portico Hebrew', /\p{Script_Extensions=Hebrew}/u, [
    '@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Regular.ttf',
    '@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Bold.ttf',
  ]),
  files('Portico Arabic', /\p{Script_Extensions=Arabic}/u, [
    '@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Regular.ttf',
    '@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Bold.ttf',
  ]),
  variable('noto-sans-devanagari', /^devanagari$/),
  variable('noto-sans-bengali', /^bengali$/),
  variable('noto-sans-gurmukhi', /^gurmukhi$/),
  variable('noto-sans-gujarati', /^gujarati$/),
  variable('noto-sans-oriya', /^oriya$/),
  variable('noto-sans-tamil', /^tamil$/),
  variable('noto-sans-telugu', /^telugu$/),
  variable('noto-sans-kannada', /^kannada$/),
  variable('noto-sans-malayalam', /^malayalam$/),
  variable('noto-sans-sinhala', /^sinhala$/),
  variable('noto-sans-thai', /^thai$/),
  variable('noto-sans-lao', /^lao$/),
  variable('noto-sans-khmer', /^khmer$/),
  fixed('noto-sans-myanmar', /^myanmar$/, [400, 700]),
  variable('noto-serif-tibetan', /^tibetan$/),
  variable('noto-sans-georgian', /^georgian$/),
  variable('noto-sans-armenian', /^armenian$/),
  variable('noto-sans-ethiopic', /^ethiopic$/),
  variable('noto-sans-thaana', /^thaana$/),
  fixed('noto-sans-mongolian', /^mongolian$/, [400]),
  variable('noto-sans-cherokee', /^cherokee$/),
  variable('noto-sans-ol-chiki', /^ol-chiki$/),
  variable('noto-sans-meetei-mayek', /^meetei-mayek$/),
  variable('noto-sans-javanese', /^javanese$/),
  variable('noto-sans-syriac', /^syriac$/),
  variable('noto-sans-adlam', /^adlam$/),
  variable('noto-sans-lisu', /^lisu$/),
  fixed('noto-sans-nko', /^nko$/, [400]),
  fixed('noto-sans-tifinagh', /^tifinagh$/, [400]),
  fixed('noto-sans-yi', /^yi$/, [400]),
  variable('noto-sans-canadian-aboriginal', /^canadian-aboriginal$/),
]

/** In slices of some hundred letters, of which a document needs a few. */
const SLICES = /^\[\d+\]$/

/** The one Han font that has nearly all characters has them as Chinese readers on the mainland write them. */
const HAN = {
  simplified: files(
    'Portico Han',
    /[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\u2000-\u33ff\ufe30-\uffef]/u,
    ['@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf', '@embedpdf/fonts-sc/fonts/NotoSansHans-Bold.otf'],
  ),
  traditional: variable('noto-sans-tc', SLICES),
  hongKong: variable('noto-sans-hk', SLICES),
  japanese: variable('noto-sans-jp', SLICES),
  korean: variable('noto-sans-kr', SLICES),
}

const SYMBOLS = [
  files('Portico Emoji', /\p{Emoji}|\u20e3/u, [
    '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
  ]),
  variable('noto-sans-symbols', /^symbols$/),
  fixed('noto-sans-symbols-2', /^(symbols|braille)$/, [400]),
  // Its own list of what it has is wrong.
  webFile(
    'Portico Math',
    /[\p{Math}\u{1d400}-\u{1d7ff}]/u,
    '@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2',
  ),
]

/** Where letters are looked for, one source after another. Han comes as the reader of this language writes it. */
function sourcesFor(/** @type {string} */ text, /** @type {string} */ language) {
  return [LATIN, ...SCRIPTS, ...new Set([hanOf(text, language), ...Object.values(HAN)]), ...SYMBOLS]
}

function hanOf(/** @type {string} */ text, /** @type {string} */ language) {
  if (/^ja\b/i.test(language)) return HAN.japanese
  if (/^ko\b/i.test(language)) return HAN.korean
  if (/^(yue|zh.*-(hk|mo))\b/i.test(language)) return HAN.hongKong
  if (/^zh.*-(tw|hant)\b/i.test(language)) return HAN.traditional
  if (/^zh\b/i.test(language)) return HAN.simplified
  // In a document in another language, letters that only one country writes give its text away.
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return HAN.japanese
  if (/\p{Script=Hangul}/u.test(text)) return HAN.korean
  if (/\p{Script=Bopomofo}/u.test(text)) return HAN.traditional
  return HAN.simplified
}

/**
 * What a text is set with: its fonts, in the order in which they are tried, and the same text such that they have a glyph
 * for each of its letters. A letter that no font has is written by its number: `[U+13000]`, never as an empty box.
 * @param {string} text
 * @param {string} language
 * @returns {Promise<{ fonts: Font[], printable: (part: string) => string }>}
 */
export async function fontsFor(text, language) {
  const fonts = await Promise.all(LATIN.pieces().map(fontOf))
  if (!UNUSUAL.test(text)) return { fonts, printable: (part) => part }
  const sources = sourcesFor(text, language)
  // What is one letter to its reader, such as a vowel with its accent, must come from one font.
  const whole = await cover(fonts, sources, clustersIn(text))
  const letters = whole.flatMap((cluster) =>
    cluster.length > 1 ? cluster.map((letter) => [letter]) : [cluster],
  )
  const missing = new Set((await cover(fonts, sources, letters)).flat())
  const apart = new Set(whole.map(keyOf))
  return { fonts, printable: (part) => (apart.size === 0 ? part : replaced(part, apart, missing)) }
}

/** Adds the fonts that the clusters need, and returns those that no font has. */
async function cover(
  /** @type {Font[]} */ fonts,
  /** @type {Source[]} */ sources,
  /** @type {number[][]} */ clusters,
) {
  const without = (/** @type {Font} */ { letters }) =>
    clusters.filter((cluster) => !cluster.every((letter) => letters.has(letter)))
  for (const font of fonts) clusters = without(font)
  for (const source of sources) {
    if (clusters.length === 0) break
    for (const piece of source.piecesFor(clusters.flat())) {
      const font = await fontOf(piece)
      const remaining = without(font)
      if (remaining.length < clusters.length && !fonts.includes(font)) fonts.push(font)
      clusters = remaining
    }
  }
  return clusters
}

/** Letters without their own glyph of some other script stand apart, those without any are written by number. */
function replaced(
  /** @type {string} */ text,
  /** @type {Set<string>} */ apart,
  /** @type {Set<number>} */ missing,
) {
  let printable = ''
  for (const { segment } of GRAPHEMES.segment(text)) {
    printable += apart.has(keyOf(lettersOf(segment)))
      ? Array.from(segment, (letter) => byNumber(letter, missing)).join(ZERO_WIDTH_SPACE)
      : segment
  }
  return printable
}

function byNumber(/** @type {string} */ letter, /** @type {Set<number>} */ missing) {
  const code = /** @type {number} */ (letter.codePointAt(0))
  return missing.has(code) ? `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]` : letter
}

function clustersIn(/** @type {string} */ text) {
  /** @type {Map<string, number[]>} */
  const clusters = new Map()
  for (const { segment } of GRAPHEMES.segment(text)) {
    const letters = lettersOf(segment)
    if (letters.length > 0) clusters.set(keyOf(letters), letters)
  }
  return [...clusters.values()]
}

/** What must have a glyph: not marks that say only how others are drawn, nor space. */
function lettersOf(/** @type {string} */ segment) {
  return Array.from(
    segment.replaceAll(WITHOUT_GLYPH, ''),
    (letter) => /** @type {number} */ (letter.codePointAt(0)),
  )
}

const keyOf = (/** @type {number[]} */ letters) => letters.join(' ')

const GRAPHEMES = new Intl.Segmenter('en')
const ZERO_WIDTH_SPACE = '\u200b'
const WITHOUT_GLYPH = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}]/gu
/** What most documents in European languages do without: whatever they have, Inter has. */
const UNUSUAL =
  /[^\n\x20-\x7e\u00a0-\u0148\u014a-\u017e\u2013\u2014\u2018-\u201e\u2022\u2026\u202f\u200b\u20ac]/

const PRIVATE = /\p{Co}/u

/** @type {Map<string, Promise<Font>>} */
const read = new Map()

/** All of them together are some 60 MB, so what was read stays. */
function fontOf(/** @type {Piece} */ piece) {
  const { family } = piece
  const font = read.get(family) ?? readFont(piece)
  read.set(family, font)
  return font
}

/** @returns {Promise<Font>} */
async function readFont(/** @type {Piece} */ { family, files }) {
  const [first, ...others] = await Promise.all(files.map(async (file) => file()))
  if (!first) throw new Error(`${family} has no files.`)
  return { family, fonts: [first, ...others].map((file) => named(file, family)), letters: meaningful(first) }
}

/** What a font has for its own use says nothing to a reader. */
function meaningful(/** @type {Buffer} */ font) {
  const letters = lettersIn(font)
  for (const letter of letters) if (PRIVATE.test(String.fromCodePoint(letter))) letters.delete(letter)
  return letters
}

/** Every letter that some font has: letters-of-fonts.ts, which the server reads, is checked against this. */
export async function everyLetter() {
  /** @type {Set<number>} */
  const every = new Set()
  for (const { pieces } of [LATIN, ...SCRIPTS, ...Object.values(HAN), ...SYMBOLS])
    for (const { files } of pieces())
      if (files[0]) for (const letter of meaningful(await files[0]())) every.add(letter)
  return every
}

/** A font as its maker made it, for the letters that the pattern matches. */
function files(/** @type {string} */ family, /** @type {RegExp} */ letters, /** @type {string[]} */ paths) {
  return whole(letters, { family, files: paths.map((path) => () => readFileSync(packageFile(path))) })
}

/** The same, packed for browsers. */
function webFile(/** @type {string} */ family, /** @type {RegExp} */ letters, /** @type {string} */ path) {
  return whole(letters, { family, files: [() => unpacked(path)] })
}

/** @returns {Source} */
function whole(/** @type {RegExp} */ pattern, /** @type {Piece} */ piece) {
  return {
    pieces: () => [piece],
    piecesFor: (letters) =>
      letters.some((letter) => pattern.test(String.fromCodePoint(letter))) ? [piece] : [],
  }
}

/** Pieces of a package for browsers in which one file has all weights: the compiler reads no such file, so it is given two. */
function variable(/** @type {string} */ name, /** @type {RegExp} */ pieces) {
  const scoped = `@fontsource-variable/${name}`
  return inPieces(scoped, pieces, (piece) =>
    [400, 700].map(
      (weight) => () => unpacked(`${scoped}/files/${name}-${piece}-wght-normal.woff2`, { wght: weight }),
    ),
  )
}

/** Pieces of a package for browsers with a file for each weight. */
function fixed(/** @type {string} */ name, /** @type {RegExp} */ pieces, /** @type {number[]} */ weights) {
  const scoped = `@fontsource/${name}`
  return inPieces(scoped, pieces, (piece) =>
    weights.map((weight) => () => unpacked(`${scoped}/files/${name}-${piece}-${weight}-normal.woff2`)),
  )
}

/** @returns {Source} */
function inPieces(
  /** @type {string} */ name,
  /** @type {RegExp} */ pieces,
  /** @type {(piece: string) => Piece['files']} */ filesOf,
) {
  /** @type {Map<number, Piece> | undefined} */
  let known
  const pieceOf = () => (known ??= readPieces(name, pieces, filesOf))
  return {
    pieces: () => [...new Set(pieceOf().values())],
    piecesFor: (letters) => new Set(letters.flatMap((letter) => pieceOf().get(letter) ?? [])),
  }
}

/** By what the package says of its files: `U+0B82-0BFA,U+25CC`. What a file really has is read from the file. */
function readPieces(
  /** @type {string} */ name,
  /** @type {RegExp} */ pieces,
  /** @type {(piece: string) => Piece['files']} */ filesOf,
) {
  /** @type {Map<number, Piece>} */
  const pieceOf = new Map()
  /** @type {Record<string, string>} */
  const ranges = JSON.parse(readFileSync(require.resolve(`${name}/unicode.json`), 'utf8'))
  for (const [title, has] of Object.entries(ranges)) {
    if (!pieces.test(title)) continue
    const id = title.replaceAll(/[[\]]/g, '')
    const piece = { family: `Portico ${name.split('/')[1]} ${id}`, files: filesOf(id) }
    for (const [, from, to = from] of has.matchAll(/U\+([\da-f]+)(?:-([\da-f]+))?/gi))
      for (let letter = parseInt(String(from), 16); letter <= parseInt(String(to), 16); letter += 1)
        pieceOf.set(letter, piece)
  }
  return pieceOf
}

const require = createRequire(import.meta.url)

/**
 * A file for browsers as the compiler reads it, in one weight. What does that is loaded with the first such file.
 * @returns {Promise<Buffer>}
 */
function unpacked(/** @type {string} */ path, /** @type {{ wght?: number }} */ axes = {}) {
  // @ts-expect-error it brings no types
  const subsetFont = require('subset-font')
  return subsetFont(readFileSync(require.resolve(path)), '', {
    keepAllGlyphs: true,
    noHinting: true,
    targetFormat: 'truetype',
    variationAxes: axes,
  })
}

/** Packages need not export the fonts they hold: a font file is found beside what they do export. */
function packageFile(/** @type {string} */ path) {
  const [scope, name, ...file] = path.split('/')
  const entry = require.resolve(`${scope}/${name}`).replaceAll('\\', '/')
  return [entry.slice(0, entry.lastIndexOf(`/${scope}/${name}/`)), scope, name, ...file].join('/')
}
