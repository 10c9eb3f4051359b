import { Readable } from 'node:stream'
import { open, type Entry, type ZipFile } from 'yauzl'
import { UnreadableFile } from '../import.ts'

/** What a workbook may unpack to: 250,000 rows are some 300 MB of XML. */
const MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
/** XML packs to a tenth or a twentieth; what packs to far less was made to fill the memory. */
const MOST_TIMES = 200
const NEVER_TOO_MUCH = 20 * 1024 * 1024
const MOST_ENTRIES = 10_000

/** A ZIP archive, read entry by entry. */
export interface Zip {
  names: string[]
  /** The bytes of an entry as they are unpacked; null where it has none of that name. */
  stream(name: string): Promise<Readable | null>
  close(): void
}

export async function namesInZip(path: string): Promise<string[]> {
  const zip = await openZip(path)
  zip.close()
  return zip.names
}

export async function openZip(path: string): Promise<Zip> {
  const file = await new Promise<ZipFile>((resolve, reject) =>
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) =>
      error ? reject(broken(error)) : resolve(opened),
    ),
  )
  try {
    const entries = await entriesOf(file)
    return {
      names: [...entries.keys()],
      close: () => file.close(),
      stream: async (name) => {
        const entry = entries.get(name)
        return entry ? unpacked(file, entry) : null
      },
    }
  } catch (error) {
    file.close()
    throw error
  }
}

function entriesOf(file: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    file.on('error', (error: Error) => reject(broken(error)))
    file.on('end', () => resolve(entries))
    file.on('entry', (entry: Entry) => {
      entries.set(entry.fileName.replace(/^\//, ''), entry)
      if (entries.size > MOST_ENTRIES) reject(new TooLarge())
      else file.readEntry()
    })
    file.readEntry()
  })
}

async function unpacked(file: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.generalPurposeBitFlag & 1)
    throw new UnreadableFile('This file is locked with a password. Save a copy without one, and upload that.')
  const most = Math.min(MOST_UNPACKED_BYTES, Math.max(NEVER_TOO_MUCH, entry.compressedSize * MOST_TIMES))
  if (entry.uncompressedSize > most) throw new TooLarge()
  const packed = await new Promise<Readable>((resolve, reject) =>
    file.openReadStream(entry, (error, stream) => (error ? reject(broken(error)) : resolve(stream))),
  )
  return Readable.from(bounded(packed, most), { objectMode: false })
}

async function* bounded(stream: Readable, most: number): AsyncGenerator<Buffer, void> {
  let bytes = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > most) throw new TooLarge()
      yield chunk
    }
  } catch (error) {
    throw error instanceof UnreadableFile ? error : broken(error)
  }
}

const broken = (_: unknown) =>
  new UnreadableFile(
    'This file is damaged: it cannot be unpacked. Open it in the program that it is from, save it again, and upload that.',
  )

class TooLarge extends UnreadableFile {
  constructor() {
    super(
      'This workbook unpacks to far more than a list of customers is. Copy the table into a new workbook, and upload that.',
    )
  }
}
