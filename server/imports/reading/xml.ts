import { StringDecoder } from 'node:string_decoder'
import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { UnreadableFile } from '../import.ts'

/** A tag, without the prefix of its namespace, or text between tags. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Record<string, string> }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

/** Longer than any cell: nobody typed it. */
const MOST_CHARACTERS_IN_A_PIECE = 4_000_000
const CHUNK_BYTES = 16 * 1024

/** The tags and texts of an XML document, chunk by chunk as they are read: nothing of it is kept. */
export async function* xmlEvents(stream: Readable): AsyncGenerator<XmlEvent[], void> {
  let events: XmlEvent[] = []
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('opentag', ({ name, attributes }) => {
    events.push({ kind: 'open', name: local(name), attributes: withLocalNames(attributes) })
  })
  parser.on('closetag', ({ name }) => events.push({ kind: 'close', name: local(name) }))
  parser.on('text', (text) => events.push({ kind: 'text', text }))
  parser.on('cdata', (text) => events.push({ kind: 'text', text }))
  parser.on('error', (error) => {
    throw error
  })
  const decoder = new StringDecoder('utf8')
  let withoutEvent = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>)
      for (let at = 0; at < chunk.length; at += CHUNK_BYTES) {
        const text = decoder.write(chunk.subarray(at, at + CHUNK_BYTES))
        parser.write(text)
        withoutEvent = events.length > 0 ? 0 : withoutEvent + text.length
        if (withoutEvent > MOST_CHARACTERS_IN_A_PIECE) throw new Damaged()
        if (events.length === 0) continue
        yield events
        events = []
      }
    parser.write(decoder.end()).close()
    if (events.length > 0) yield events
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new Damaged()
  } finally {
    stream.destroy()
  }
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

function withLocalNames(attributes: Record<string, string>): Record<string, string> {
  if (!Object.keys(attributes).some((name) => name.includes(':'))) return attributes
  const named: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) named[local(name)] ??= value
  return named
}

class Damaged extends UnreadableFile {
  constructor() {
    super(
      'This workbook is damaged: part of it cannot be read. Open it in Excel or LibreOffice, save it again, and upload that.',
    )
  }
}
