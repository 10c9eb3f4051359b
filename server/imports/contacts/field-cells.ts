import { receivedKinds, type ReceivedKind } from '../../documents/kinds.ts'
import type { contactFields } from '../../contacts/contact-fields.ts'
import { inOrder, type Receives, type Role } from '../../contacts/receives.ts'
import type { customerFields } from '../../customers/customer-fields.ts'
import type { InFiles, Row } from '../../fields/field.ts'
import type { personFields } from '../../people/person-fields.ts'
import type { Cell } from '../../csv/csv-cell.ts'

type FileFields = InFiles<typeof customerFields & typeof personFields & typeof contactFields>
/** The fields of a file that are neither text nor an address. */
type OwnField = {
  [Name in keyof FileFields]: FileFields[Name] extends { type: 'text' } | { csv: object } ? never : Name
}[keyof FileFields]

interface OwnCell<Value> {
  read(cell: string): { value: Value } | { fault: string }
  write(value: Value): Cell
}

/** How the fields are read from a cell, and written so that the same is read from it again. */
export const OWN_CELLS: { [Name in OwnField]: OwnCell<NonNullable<Row<FileFields>[Name]>> } = {
  paymentTermsDays: {
    read(cell) {
      const days = /^(?:net\s*)?(\d{1,3})(?:\s*(?:days?|d))?$/i.exec(cell)?.[1]
      if (days === undefined || Number(days) > 365) return { fault: 'Use a number of days from 0 to 365.' }
      return { value: Number(days) }
    },
    write: (days) => days,
  },
  receives: {
    read(cell) {
      const value = rolesIn(cell)
      const kinds = receivedKinds.join(', ')
      return value
        ? { value }
        : { fault: `Use ${kinds}, all or none, with (cc) after what goes to them as Cc.` }
    },
    write(receives) {
      const words = receivedKinds
        .filter((kind) => receives[kind])
        .map((kind) => (receives[kind] === 'cc' ? `${kind} (cc)` : kind))
      return words.join(', ') || 'none'
    },
  },
  primary: {
    read(cell) {
      const value = YES_OR_NO.get(cell.toLowerCase())
      return value === undefined ? { fault: 'Use yes or no.' } : { value }
    },
    write: (isPrimary) => (isPrimary ? 'yes' : 'no'),
  },
}

/** "invoices, reminders (cc)", "Invoices and receipt", "all", "none". */
function rolesIn(cell: string): Receives | null {
  const words = cell
    .toLowerCase()
    .split(/[\s,;|/+&()]+/)
    .filter((word) => !IGNORED.has(word))
  if (words.length === 1 && NOTHING.has(words[0]!)) return {}
  const receives: Receives = {}
  let before: readonly ReceivedKind[] = []
  for (const word of words) {
    const named = ROLES.has(word) ? before : kindsOf(word)
    if (named.length === 0) return null
    for (const kind of named) receives[kind] = ROLES.get(word) ?? 'to'
    before = ROLES.has(word) ? [] : named
  }
  return inOrder(receives)
}

function kindsOf(word: string): readonly ReceivedKind[] {
  if (EVERYTHING.has(word)) return receivedKinds
  return receivedKinds.filter((kind) => kind === word || kind === `${word}s`)
}

const IGNORED = new Set(['', 'and', 'account'])
const ROLES = new Map<string, Role>([
  ['to', 'to'],
  ['cc', 'cc'],
])
const NOTHING = new Set(['none', 'nothing', 'no', '-'])
const EVERYTHING = new Set(['all', 'everything', '*'])
const YES_OR_NO = new Map([
  ...['yes', 'y', 'true', '1', 'x', 'ja', 'oui', 'sí', 'si', 'sim', 'primary'].map(
    (word) => [word, true] as const,
  ),
  ...['no', 'n', 'false', '0', 'nein', 'non', 'não', 'nee', '-'].map((word) => [word, false] as const),
])
