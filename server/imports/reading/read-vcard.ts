import { asRow, type CsvRow } from '../../csv/csv-rows.ts'
import { UnreadableFile } from '../import.ts'
import { importFields } from '../imports.api.ts'
import { pauses } from '../pauses.ts'
import { judgeLetters, type Letters } from './letters.ts'
import { ownProperties } from './own-properties.ts'
import type { FileTable, ReadingChoices } from './table.ts'
import { propertiesOf, unfolded, type Property } from './vcard-lines.ts'

/** What is read of a card, by the headings that the importer knows; those that no card fills are left out. */
const HEADINGS = [
  ...['Company', 'Full name', 'First name', 'Last name', 'Job title', 'Department'],
  ...['Email', 'Email 2', 'Email 3', 'Email 4', 'Email 5', 'Phone', 'Phone 2', 'Phone 3', 'Phone 4'],
  ...['Street', 'Address line 2', 'City', 'State', 'Postal code', 'Country'],
  ...[
    'Shipping street',
    'Shipping address line 2',
    'Shipping city',
    'Shipping state',
    'Shipping postal code',
    'Shipping country',
  ],
  ...['Language', 'Time zone', 'Website', 'Birthday', 'Notes'],
] as const
type Heading = (typeof HEADINGS)[number]
type Cells = Partial<Record<Heading, string>>

const OWN_HEADINGS = new Map([...ownProperties].map(([property, field]) => [property, importFields[field]]))
const ALL_HEADINGS = [...new Set<string>([...HEADINGS, ...OWN_HEADINGS.values()])]

const MOST_EMAILS = 5
const MOST_PHONES = 4

/** Reads the cards of an address book as a table with a row each. */
export async function readVcard(path: string, choices: ReadingChoices): Promise<FileTable> {
  const letters = await judgeLetters(path, choices.encoding, unfolded)
  const used = new Set<string>()
  let lost = 0
  let groups = 0
  for await (const cards of cardsOf(path, letters))
    for (const card of cards) {
      const { cells, more } = read(card.properties)
      if (card.isGroup) groups++
      else for (const heading of ALL_HEADINGS) if (cells[heading]) used.add(heading)
      lost += more
    }
  if (used.size === 0)
    throw new UnreadableFile(
      'This vCard file holds no contact. Export the contacts again, and upload that file.',
    )
  const columns = ALL_HEADINGS.filter((heading) => used.has(heading))
  const notes = [...letters.notes]
  if (lost > 0)
    notes.push(
      `${inWords(lost, 'e-mail address, phone or address', 'e-mail addresses, phones or addresses')} beyond ${MOST_EMAILS} e-mail addresses, ${MOST_PHONES} phones and 2 addresses of a card ${lost === 1 ? 'is' : 'are'} left out.`,
    )
  if (groups > 0)
    notes.push(
      `${inWords(groups, 'card is that', 'cards are those')} of a group, not of a person, and left out.`,
    )
  return {
    reading: {
      format: 'vcard',
      encoding: letters.encoding,
      encodingIsAsked: letters.isAsked,
      encodings: letters.choices,
      delimiter: null,
      sheet: null,
      sheets: [],
      headerLine: null,
      firstRows: [],
      notes,
    },
    columns,
    rows: rowsOf(path, letters, columns),
  }
}

async function* rowsOf(path: string, letters: Letters, columns: string[]): AsyncGenerator<CsvRow[], void> {
  const pause = pauses()
  for await (const cards of cardsOf(path, letters)) {
    yield cards
      .filter(({ isGroup }) => !isGroup)
      .map(({ line, properties }) => {
        const { cells } = read(properties)
        const values = columns.map((heading) => cells[heading] ?? '')
        return asRow(line, values)
      })
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    await pause()
  }
}

interface Card {
  line: number
  properties: Property[]
  isGroup: boolean
}

const MOST_PROPERTIES = 500

async function* cardsOf(path: string, letters: Letters): AsyncGenerator<Card[], void> {
  let card: Card | null = null
  // A card inside another is of its agent.
  let depth = 0
  for await (const properties of propertiesOf(path, letters)) {
    const cards: Card[] = []
    for (const property of properties) {
      const { name, value, line } = property
      const isOfCard = (name === 'BEGIN' || name === 'END') && value.trim().toUpperCase() === 'VCARD'
      if (isOfCard && name === 'BEGIN') {
        depth++
        if (depth === 1) card = { line, properties: [], isGroup: false }
      } else if (isOfCard) {
        if (depth === 1 && card) {
          cards.push(card)
          card = null
        }
        depth = Math.max(0, depth - 1)
      } else if (depth === 1 && card && card.properties.length < MOST_PROPERTIES) {
        card.properties.push(property)
        card.isGroup ||=
          /^(?:KIND|X-ADDRESSBOOKSERVER-KIND)$/.test(name) && value.trim().toLowerCase() === 'group'
      }
    }
    if (cards.length > 0) yield cards
  }
  if (card) yield [card]
}

/** What a card says, and how many of its addresses and phones there is no column for. */
function read(properties: Property[]): { cells: Record<string, string | undefined>; more: number } {
  const all = (name: string) =>
    properties.filter((property) => property.name === name && property.value.trim() !== '')
  const text = (name: string) => textOf(preferred(all(name))[0]?.value ?? '')
  const own = [...OWN_HEADINGS]
    .map(([property, heading]) => [heading, text(property)])
    .filter(([, value]) => value !== '')
  const [company = '', ...departments] = partsOf(preferred(all('ORG'))[0]?.value ?? '')
  const [lastName = '', firstName = '', middle = ''] = partsOf(all('N')[0]?.value ?? '')
  const isCompany = /^COMPANY$/i.test(text('X-ABSHOWAS')) || /^org$/i.test(text('KIND'))
  const emails = different(preferred(all('EMAIL')).map(({ value }) => textOf(value).replace(/^mailto:/i, '')))
  // Who has no name is called by the address.
  const fullName = emails.includes(text('FN')) ? '' : text('FN')
  const phones = different(
    preferred(all('TEL'))
      .toSorted((one, other) => Number(isFax(one)) - Number(isFax(other)))
      .filter((phone) => !isFax(phone))
      .map(({ value }) =>
        textOf(value)
          .replace(/^tel:/i, '')
          .replace(/;(?:ext|x)=/i, ' ext. '),
      ),
  )
  // Of a contact without a first phone, the second one stays that.
  const isOurs = own.length > 0
  if (isOurs && all('TEL').every(({ types }) => types.includes('CELL'))) phones.unshift('')
  const addresses = preferred(all('ADR'), 'WORK')
    .map(({ value, types }) => ({ parts: partsOf(value), isForParcels: types.join() === 'PARCEL' }))
    .filter(({ parts }) => parts.some((part) => part !== ''))
  const forParcels = addresses.find(({ isForParcels }) => isForParcels)
  const [billing, second, ...others] = addresses.filter((one) => one !== forParcels)
  const shipping = forParcels ?? second
  const moreAddresses = forParcels && second ? [second, ...others] : others
  const notes = all('NOTE').map(({ value }) => textOf(value))
  const cells: Cells = {
    Company: company || (isCompany ? fullName : ''),
    'Full name': isCompany && (company === '' || company === fullName) ? '' : fullName,
    'First name': isCompany ? '' : [firstName, middle].filter(Boolean).join(' '),
    'Last name': isCompany ? '' : lastName,
    'Job title': text('TITLE') || text('ROLE'),
    Department: departments.filter(Boolean).join(', '),
    ...addressCells(billing?.parts, ['Street', 'Address line 2', 'City', 'State', 'Postal code', 'Country']),
    ...addressCells(shipping?.parts, [
      ...(['Shipping street', 'Shipping address line 2', 'Shipping city', 'Shipping state'] as const),
      ...(['Shipping postal code', 'Shipping country'] as const),
    ]),
    Language: text('LANG'),
    'Time zone': /\//.test(text('TZ')) ? text('TZ') : '',
    Website: text('URL'),
    Birthday: text('BDAY'),
    Notes: notes.join('\n'),
  }
  for (const [at, email] of emails.slice(0, MOST_EMAILS).entries())
    cells[at === 0 ? 'Email' : (`Email ${at + 1}` as Heading)] = email
  for (const [at, phone] of phones.slice(0, MOST_PHONES).entries())
    cells[at === 0 ? 'Phone' : (`Phone ${at + 1}` as Heading)] = phone
  const more =
    Math.max(0, emails.length - MOST_EMAILS) + Math.max(0, phones.length - MOST_PHONES) + moreAddresses.length
  return { cells: { ...cells, ...Object.fromEntries(own) }, more }
}

type AddressHeadings = [
  street: Heading,
  line2: Heading,
  city: Heading,
  state: Heading,
  postalCode: Heading,
  country: Heading,
]

function addressCells(
  parts: string[] | undefined,
  [street, line2, city, state, code, country]: AddressHeadings,
): Cells {
  if (!parts) return {}
  const [box = '', extended = '', road = '', ...rest] = parts
  const lines = [...road.split('\n'), extended, box].map((one) => one.trim()).filter(Boolean)
  return {
    [street]: lines[0] ?? '',
    [line2]: lines.slice(1).join(', '),
    [city]: rest[0] ?? '',
    [state]: rest[1] ?? '',
    [code]: rest[2] ?? '',
    [country]: rest[3] ?? '',
  }
}

const isFax = ({ types }: Property) =>
  types.includes('FAX') || types.includes('PAGER') || types.includes('MODEM')

/** What the card prefers comes first, then what is of work, then the rest as written. */
function preferred(properties: Property[], first = 'WORK'): Property[] {
  const rank = ({ types, parameters }: Property) => {
    const pref = Number(parameters['PREF'] ?? (types.includes('PREF') ? 1 : 101))
    return (Number.isFinite(pref) ? pref : 101) * 10 + (types.includes(first) ? 0 : 1)
  }
  return properties.toSorted((one, other) => rank(one) - rank(other))
}

function different(values: string[]): string[] {
  const seen = new Set<string>()
  return values
    .map((value) => value.trim())
    .filter((value) => value !== '' && !seen.has(value.toLowerCase()) && seen.add(value.toLowerCase()))
}

/** Cut at semicolons that no backslash stands before. */
function partsOf(value: string): string[] {
  const parts = ['']
  for (const [piece] of value.matchAll(/\\[^]|[^;\\]+|;|\\$/g))
    if (piece === ';') parts.push('')
    else parts[parts.length - 1] += piece
  return parts.map(textOf)
}

const textOf = (value: string) =>
  value
    .replace(/\\([^])/g, (_, letter: string) => (letter === 'n' || letter === 'N' ? '\n' : letter))
    .replace(/\r\n|\r/g, '\n')
    .trim()

const inWords = (count: number, one: string, more: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`
