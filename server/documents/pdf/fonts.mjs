// @ts-check
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * The fonts of documents, under the names that the template uses. The compiler always sees the machine's own fonts,
 * too, and would take another version of Inter from there; under these names it finds only ours, so that the same
 * document has the same bytes everywhere.
 */
const FONTS = [
  ['Portico Latin', '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'],
  ['Portico Latin', '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'],
  ['Portico Latin', '@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'],
  ['Portico Hebrew', '@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Regular.ttf'],
  ['Portico Hebrew', '@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Bold.ttf'],
  ['Portico Arabic', '@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Regular.ttf'],
  ['Portico Arabic', '@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Bold.ttf'],
  ['Portico Han', '@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf'],
  ['Portico Hangul', '@expo-google-fonts/nanum-gothic/400Regular/NanumGothic_400Regular.ttf'],
  ['Portico Emoji', '@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'],
]

export function loadFonts() {
  const require = createRequire(import.meta.url)
  return FONTS.map(([family, path]) => {
    const [scope, name, ...file] = /** @type {string} */ (path).split('/')
    return named(readFileSync(packageFile(require, `${scope}/${name}`, file)), /** @type {string} */ (family))
  })
}

/** Packages need not export the fonts they hold: a font file is found beside what they do export. */
function packageFile(
  /** @type {NodeJS.Require} */ require,
  /** @type {string} */ name,
  /** @type {string[]} */ file,
) {
  const entry = require.resolve(name).replaceAll('\\', '/')
  return [entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 1), ...file].join('/')
}

/**
 * The font under another family name: its `name` table is rewritten at the end of the file. See
 * https://learn.microsoft.com/typography/opentype/spec/name
 */
function named(/** @type {Buffer} */ font, /** @type {string} */ family) {
  const directory =
    12 + 16 * [...Array(font.readUInt16BE(4)).keys()].findIndex((at) => tagAt(font, at) === 'name')
  const old = font.readUInt32BE(directory + 8)
  const postScriptName = nameIn(font, old, POSTSCRIPT_NAME) ?? family.replaceAll(' ', '')
  const names = [
    [FAMILY, family],
    [POSTSCRIPT_NAME, postScriptName],
  ]
  const header = Buffer.alloc(6 + 12 * names.length)
  header.writeUInt16BE(names.length, 2)
  header.writeUInt16BE(header.length, 4)
  const strings = names.map(([, value]) => Buffer.from(String(value), 'utf16le').swap16())
  let offset = 0
  for (const [at, string] of strings.entries()) {
    const record = [WINDOWS, UNICODE, AMERICAN, Number(names[at]?.[0]), string.length, offset]
    for (const [field, value] of record.entries()) header.writeUInt16BE(value, 6 + 12 * at + 2 * field)
    offset += string.length
  }
  const table = Buffer.concat([header, ...strings])
  const padding = Buffer.alloc((4 - (font.length % 4)) % 4)
  const whole = Buffer.concat([font, padding, table])
  whole.writeUInt32BE(font.length + padding.length, directory + 8)
  whole.writeUInt32BE(table.length, directory + 12)
  return whole
}

function tagAt(/** @type {Buffer} */ font, /** @type {number} */ at) {
  return font.toString('latin1', 12 + 16 * at, 16 + 16 * at)
}

function nameIn(/** @type {Buffer} */ font, /** @type {number} */ table, /** @type {number} */ id) {
  const strings = table + font.readUInt16BE(table + 4)
  for (let record = table + 6; record < table + 6 + 12 * font.readUInt16BE(table + 2); record += 12) {
    if (font.readUInt16BE(record) !== WINDOWS || font.readUInt16BE(record + 6) !== id) continue
    const from = strings + font.readUInt16BE(record + 10)
    return Buffer.from(font.subarray(from, from + font.readUInt16BE(record + 8)))
      .swap16()
      .toString('utf16le')
  }
  return null
}

const FAMILY = 1
const POSTSCRIPT_NAME = 6
const WINDOWS = 3
const UNICODE = 1
const AMERICAN = 0x409
