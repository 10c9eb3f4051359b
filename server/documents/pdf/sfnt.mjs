// @ts-check
/** What Portico reads and writes in a font file itself: https://learn.microsoft.com/typography/opentype/spec/otff */

/**
 * The font under another family name: its `name` table is rewritten at the end of the file. See
 * https://learn.microsoft.com/typography/opentype/spec/name
 */
export function named(/** @type {Buffer} */ font, /** @type {string} */ family) {
  const directory = entryOf(font, 'name')
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

/**
 * The letters that the font has a glyph for, from the two forms of its `cmap` table that fonts have today. See
 * https://learn.microsoft.com/typography/opentype/spec/cmap
 */
export function lettersIn(/** @type {Buffer} */ font) {
  /** @type {Set<number>} */
  const letters = new Set()
  const cmap = font.readUInt32BE(entryOf(font, 'cmap') + 8)
  for (let at = 0; at < font.readUInt16BE(cmap + 2); at += 1) {
    const table = cmap + font.readUInt32BE(cmap + 4 + 8 * at + 4)
    const format = font.readUInt16BE(table)
    if (format === 4) addSegments(font, table, letters)
    else if (format === 12) addGroups(font, table, letters)
  }
  return letters
}

function addSegments(
  /** @type {Buffer} */ font,
  /** @type {number} */ table,
  /** @type {Set<number>} */ letters,
) {
  const count = font.readUInt16BE(table + 6) / 2
  for (let at = 0; at < count; at += 1) {
    // Columns one after another: where segments end, where they begin, what makes a letter a glyph, where glyphs are listed.
    const ends = table + 14 + 2 * at
    const [starts, deltas, offsets] = [ends + 2 * count + 2, ends + 4 * count + 2, ends + 6 * count + 2]
    const offset = font.readUInt16BE(offsets)
    const start = font.readUInt16BE(starts)
    for (let letter = start; letter <= font.readUInt16BE(ends) && letter < 0xffff; letter += 1) {
      const glyph =
        offset === 0
          ? (letter + font.readUInt16BE(deltas)) % 0x10000
          : font.readUInt16BE(offsets + offset + 2 * (letter - start))
      if (glyph !== 0) letters.add(letter)
    }
  }
}

function addGroups(
  /** @type {Buffer} */ font,
  /** @type {number} */ table,
  /** @type {Set<number>} */ letters,
) {
  for (let at = 0; at < font.readUInt32BE(table + 12); at += 1) {
    const group = table + 16 + 12 * at
    const first = font.readUInt32BE(group)
    for (let letter = first; letter <= font.readUInt32BE(group + 4); letter += 1)
      if (font.readUInt32BE(group + 8) + letter - first !== 0) letters.add(letter)
  }
}

/** Where the table stands in the font's list of tables. */
function entryOf(/** @type {Buffer} */ font, /** @type {string} */ tag) {
  for (let at = 0; at < font.readUInt16BE(4); at += 1) {
    const entry = 12 + 16 * at
    if (font.toString('latin1', entry, entry + 4) === tag) return entry
  }
  throw new Error(`The font has no ${tag} table.`)
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
