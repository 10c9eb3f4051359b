/**
 * What the first bytes of a picture say about it, read without unpacking it: some hundred bytes can unpack into
 * gigabytes.
 */
export interface Picture {
  width: number
  height: number
  /** The picture itself: without the text, places and second pictures that programs hide in such files. */
  content: Buffer
}

export const PICTURE_SIDE_MOST = 4_000
export const PICTURE_PIXELS_MOST = 4_000_000

/** Null: it is not such a picture, or one that cannot be drawn. */
export function readPicture(type: 'image/png' | 'image/jpeg', content: Buffer): Picture | null {
  try {
    return type === 'image/png' ? readPng(content) : readJpeg(content)
  } catch (error) {
    // It ends before what it announces.
    if (error instanceof RangeError) return null
    throw error
  }
}

const PNG_BEGINNING = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What draws it (PNG specification, chapter 11). The rest may be compressed, too, and is not needed. */
const PNG_CHUNKS_KEPT = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'cHRM', 'sRGB', 'pHYs']

function readPng(content: Buffer): Picture | null {
  if (!content.subarray(0, PNG_BEGINNING.length).equals(PNG_BEGINNING)) return null
  const kept: Buffer[] = [PNG_BEGINNING]
  for (let at = PNG_BEGINNING.length; ;) {
    const length = content.readUInt32BE(at)
    const name = content.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > content.length || (kept.length === 1) !== (name === 'IHDR')) return null
    if (PNG_CHUNKS_KEPT.includes(name)) kept.push(content.subarray(at, end))
    at = end
    if (name === 'IEND') break
  }
  const header = kept[1]!
  return { width: header.readUInt32BE(8), height: header.readUInt32BE(12), content: Buffer.concat(kept) }
}

/** Frames of a JPEG: sequential and progressive by Huffman codes. Others are not drawn by anybody. */
const JPEG_FRAMES = [0xc0, 0xc1, 0xc2]
const JPEG_SCAN = 0xda
const JPEG_END = 0xd9
/** A progressive one has about ten. Each is a pass over all pixels, and takes few bytes. */
const JPEG_SCANS_MOST = 50

function readJpeg(content: Buffer): Picture | null {
  if (content.readUInt16BE(0) !== 0xffd8) return null
  let size: { width: number; height: number } | null = null
  let scans = 0
  const kept: Buffer[] = [content.subarray(0, 2)]
  for (let at = 2; ;) {
    if (content.readUInt8(at) !== 0xff) return null
    const marker = content.readUInt8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === JPEG_END) break
    const from = at
    at += 2 + content.readUInt16BE(at + 2)
    if (JPEG_FRAMES.includes(marker)) {
      if (size) return null
      size = { height: content.readUInt16BE(from + 5), width: content.readUInt16BE(from + 7) }
    }
    if (marker === JPEG_SCAN) {
      scans += 1
      at = endOfScan(content, at)
    }
    if (at > content.length || scans > JPEG_SCANS_MOST) return null
    if (!isAside(marker)) kept.push(content.subarray(from, at))
  }
  return size && scans > 0
    ? { ...size, content: Buffer.concat([...kept, Buffer.from([0xff, JPEG_END])]) }
    : null
}

/** Comments, and what programs note, except the two that say how its colours are meant (JFIF, Adobe). */
function isAside(marker: number): boolean {
  return marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee)
}

/** Within a scan 0xff is followed by zero or by the number of a restart. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = content.indexOf(0xff, from); at >= 0; at = content.indexOf(0xff, at + 1)) {
    const next = content.readUInt8(at + 1)
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return content.length + 1
}
