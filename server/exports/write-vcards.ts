import { Readable } from 'node:stream'
import { keptCell } from '../csv/csv-cell.ts'
import { noAddress, type Address } from '../customers/address.api.ts'
import type { Status } from '../http/fields.api.ts'
import { ownProperties } from '../imports/reading/own-properties.ts'
import type { Reading } from '../scope/scope.ts'
import { customerBatches, textIn, type ContactRow, type CustomerRow } from './export-customers.ts'

/**
 * The contacts as vCard 3.0 (RFC 2426), a card for each place at a customer: the version that Apple, Google, Android and Outlook
 * all read. Outlook and older telephones do not know 4.0.
 */
export function writeVcards(scope: Reading, status: Status): Readable {
  return Readable.from(pieces(scope, status), { objectMode: false })
}

async function* pieces(scope: Reading, status: Status) {
  for await (const customers of customerBatches(scope, status))
    yield customers
      .flatMap(({ customer, contacts }) => contacts.map((contact) => cardOf(customer, contact)))
      .join('')
}

export function cardOf(customer: CustomerRow, contact: ContactRow): string {
  const { firstName, lastName, email, phone, secondPhone, jobTitle, department } = contact
  const { name, billingAddress, shippingAddress, notes } = customer
  const own = [...ownProperties].map(([property, field]) => line(property, textIn(field, customer, contact)))
  return [
    'BEGIN:VCARD\r\nVERSION:3.0\r\n',
    line('UID', `urn:uuid:${contact.id}`),
    line('FN', [firstName, lastName].filter(Boolean).join(' ') || email),
    line('N', lastName, firstName, '', '', ''),
    line('ORG', name, ...(department === null ? [] : [department])),
    line('TITLE', jobTitle),
    line('EMAIL;TYPE=INTERNET,WORK', email),
    line('TEL;TYPE=WORK,VOICE', phone),
    line('TEL;TYPE=CELL,VOICE', secondPhone),
    line('ADR;TYPE=WORK,POSTAL', ...partsOf(billingAddress)),
    line('ADR;TYPE=PARCEL', ...partsOf(shippingAddress)),
    line('NOTE', notes),
    ...own,
    'END:VCARD\r\n',
  ].join('')
}

function partsOf(address: Address | null): string[] {
  const { line1, line2, city, region, postalCode, country } = address ?? noAddress
  const [first = '', second = ''] = [line1, line2].filter(Boolean)
  return ['', second, first, city, region, postalCode, country]
}

/** A property in lines as long as they may be, or nothing if it says nothing. */
function line(name: string, ...parts: (string | null)[]): string {
  const value = parts.map((part) => escaped(keptCell(part ?? ''))).join(';')
  const isEmpty = parts.every((part) => (part ?? '') === '')
  return isEmpty && name !== 'N' ? '' : `${folded(`${name}:${value}`)}\r\n`
}

const escaped = (text: string) => text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n')

const MOST_BYTES = 75

/** A line that is longer goes on in the next one, behind a blank; never within a letter. */
function folded(text: string): string {
  if (text.length * 3 <= MOST_BYTES) return text
  const lines: string[] = []
  let line = ''
  let bytes = 0
  for (const letter of text) {
    const size = Buffer.byteLength(letter)
    if (bytes + size > MOST_BYTES) {
      lines.push(line)
      line = ' '
      bytes = 1
    }
    line += letter
    bytes += size
  }
  return [...lines, line].join('\r\n')
}
