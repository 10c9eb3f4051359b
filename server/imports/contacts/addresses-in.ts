import { parseEmailAddress } from '../../people/email-address.ts'

export interface FoundAddress {
  address: string
  identity: string
  /** Whose it is, as the cell says: `Anna Berg <anna@example.com>`. */
  name?: string
}

export interface AddressesInCell {
  addresses: FoundAddress[]
  /** What stands in the cell and is no address, with the reason. */
  unread: { text: string; reason: string; isInsideExchange?: true }[]
}

/** A mailing list in one cell is no list of contacts. */
const MOST_ADDRESSES = 50
const LONGEST_CELL = 20_000
/** A name and an address. What is longer is neither, and not looked at letter by letter. */
const LONGEST_ENTRY = 500
const LONGEST_SHOWN = 60

/**
 * Reads the e-mail addresses of a cell as people and their programs write them: one or several, with names, brackets,
 * `mailto:`, remarks and what was copied along. Each is then judged as everywhere (R8), so that none of them is ever several.
 */
export function addressesIn(cell: string): AddressesInCell {
  if (cell.length > LONGEST_CELL)
    return { addresses: [], unread: [{ text: shown(cell), reason: 'The cell is too long.' }] }
  const text = cell
    .replace(/\p{Cf}/gu, '')
    .replace(BLANKS, ' ')
    .trim()
  if (OF_EXCHANGE.test(text))
    return { addresses: [], unread: [{ text: shown(text), reason: INSIDE_EXCHANGE, isInsideExchange: true }] }

  const addresses = new Map<string, FoundAddress>()
  const unread: AddressesInCell['unread'] = []
  const entries = entriesOf(text)
  if (entries.length === 0) unread.push({ text: shown(cell), reason: 'There is no address in it.' })
  for (const { name, written } of entries.slice(0, MOST_ADDRESSES)) {
    const parsed = parseEmailAddress(written.length > LONGEST_ENTRY ? written : bareAddress(written))
    if (!parsed.ok) unread.push({ text: shown(written), reason: parsed.reason })
    else if (!addresses.has(parsed.identity))
      addresses.set(parsed.identity, {
        address: parsed.address,
        identity: parsed.identity,
        ...(name !== '' && !name.includes('@') && { name }),
      })
  }
  const more = entries.length - MOST_ADDRESSES
  if (more > 0) unread.push({ text: `${more} more`, reason: `A cell may hold ${MOST_ADDRESSES} addresses.` })
  return { addresses: [...addresses.values()], unread }
}

/** `/o=ExchangeLabs/ou=…/cn=Recipients/cn=anna`: what Outlook exports for colleagues. */
const OF_EXCHANGE = /^(?:ex:)?\/o=/i
const INSIDE_EXCHANGE = 'It is an address inside an Exchange server, which takes no mail from elsewhere.'

/** Blanks of every kind but line breaks. */
const BLANKS = /[^\S\r\n]+/g

interface Entry {
  name: string
  written: string
}

/** `Berg, Anna <a@x.example>; "Bo" <b@x.example>, c@x.example d@x.example`: four. */
function entriesOf(text: string): Entry[] {
  const entries: Entry[] = []
  let before = ''
  for (const piece of piecesOf(text)) {
    // A name with a comma in it: its first half has no address of its own.
    if (!piece.includes('@')) {
      before = before === '' ? piece : `${before}, ${piece}`
      continue
    }
    const found = entriesIn(piece)
    if (before !== '' && found[0]!.name !== '') found[0]!.name = `${before}, ${found[0]!.name}`
    else if (before !== '') entries.push({ name: '', written: before })
    entries.push(...found)
    before = ''
  }
  if (before !== '') entries.push({ name: '', written: before })
  return entries
}

/** Divided by commas, semicolons, bars and lines, but not within quotation marks, brackets or remarks. */
const piecesOf = (text: string) =>
  (text.replaceAll(' ::: ', ';').match(/(?:"[^"]*"|<[^<>]*>|\([^()]*\)|[^,;|\r\n、，；])+/gu) ?? [])
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')

function entriesIn(piece: string): Entry[] {
  if (piece.length > LONGEST_ENTRY) return [{ name: '', written: piece }]
  const bracketed = [...piece.matchAll(/(?<![^<>])([^<>]*)<([^<>]*)>/g)].filter(([, , inside]) =>
    inside!.includes('@'),
  )
  if (bracketed.length > 0)
    return bracketed.map(([, name, inside]) => ({ name: nameOnly(name!), written: inside!.trim() }))
  // Between whole addresses blanks divide. Anywhere else they may stand within one, and nobody guesses which it is.
  const words = piece.replace(REMARK, ' ').trim().replace(LABEL, '').split(/\s+/)
  const areAddresses = words.every((word) => /.@./.test(word))
  return (areAddresses ? words : [piece]).map((written) => ({ name: '', written }))
}

/** `(work)`, but not within a word: `anna(at work)@example.com` is no address. */
const REMARK = /(?<=^|\s)\([^()]*\)|\([^()]*\)(?=\s|$)/g

const LABEL = /^(?:mailto|e-?mail|smtp)\s*:\s*/i

const nameOnly = (name: string) =>
  name.replace(/(?<![\s"'“”„‘’])[\s"'“”„‘’]+$|^[\s"'“”„‘’]+/g, '').replace(/:$/, '')

/** Without what was copied along: `mailto:`, quotation marks, and the signs that end a sentence or a list. */
function bareAddress(written: string): string {
  return written
    .trim()
    .replace(/^["'“”„‘’[]+|(?<!["'“”„‘’\]])["'“”„‘’\]]+$/g, '')
    .replace(LABEL, '')
    .replace(/^(\S+@[^?\s]+)\?\S*$/, '$1')
    .replace(/(?<![.,;:!])[.,;:!]+$/, '')
}

const shown = (text: string) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text)
