import { receivedKinds, type ReceivedKind } from '../../documents/kinds.ts'
import type { contactFields } from '../../contacts/contact-fields.ts'
import { inOrder, type Receives, type Role } from '../../contacts/receives.ts'
import type { customerFields } from '../../customers/customer-fields.ts'
import type { InFiles, Row } from '../../fields/field.ts'
import type { personFields } from '../../people/person-fields.ts'

type FileFields = InFiles<typeof customerFields & typeof personFields & typeof contactFields>
/** The fields of a file that are neither text nor an address. */
type OwnField = {
  [Name in keyof FileFields]: FileFields[Name] extends { type: 'text' } | { csv: object } ? never : Name
}[keyof FileFields]

interface OwnCell<Value> {
  read(cell: string): { value: Value } | { fault: string }
  write(value: Value): string | number
}

/** How the fields are read from a cell, and written so that the same is read from it again. */
export const OWN_CELLS: { [Name in OwnField]: OwnCell<NonNullable<Row<FileFields>[Name]>> } = {
  paymentTermsDays: {
    read(cell) {
      const days = daysIn(cell)
      return days === null || days > 365 ? { fault: 'Use a number of days from 0 to 365.' } : { value: days }
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
  ...words(
    'yes y true t 1 x on ja j wahr oui o vrai sí si s verdadero sim verdadeiro vero waar tak prawda da ano igen kyllä evet 是 はい ✓ ✔ ☑ primary',
  ).map((word) => [word, true] as const),
  ...words(
    'no n false f 0 off nein falsch non faux falso não nao nee onwaar nie fałsz ne nem ei nej hayır 否 いいえ ✗ ✘ ☐ -',
  ).map((word) => [word, false] as const),
])

/** Whether a customer is one still: `yes`, `Inactive`, `Archiviert`. */
export function readActive(cell: string): { value: boolean } | { fault: string } {
  const word = cell.toLowerCase()
  const value = YES_OR_NO.get(word) ?? ACTIVE_OR_NOT.get(word)
  return value === undefined ? { fault: 'Use active or inactive.' } : { value }
}

/** The other way round: `yes` in a column called “Archived”. A date there says since when. */
export function readInactive(cell: string): { value: boolean } | { fault: string } {
  const word = cell.toLowerCase()
  const isInactive = YES_OR_NO.get(word)
  if (isInactive !== undefined) return { value: !isInactive }
  const isActive = ACTIVE_OR_NOT.get(word) ?? (/^\d{4}-\d{2}-\d{2}/.test(word) ? false : undefined)
  return isActive === undefined ? { fault: 'Use yes or no.' } : { value: isActive }
}

const ACTIVE_OR_NOT = new Map([
  ...words(
    'active aktiv actif active activo activa attivo attiva actief ativo ativa aktywny aktywna aktivní aktív aktif enabled open current 有効',
  ).map((word) => [word, true] as const),
  ...[
    ...words(
      'inactive inaktiv inactif inactivo inactiva inattivo inattiva inactief inativo inativa nieaktywny nieaktywna neaktivní inaktív pasif 無効',
    ),
    ...words(
      'archived archiviert archivé archivée archivado archiviato gearchiveerd zarchiwizowany disabled deleted closed blocked',
    ),
    ...words(
      'former terminated cancelled canceled deactivated deaktiviert désactivé gelöscht gesperrt geschlossen fermé supprimé cerrado chiuso',
    ),
    'not active',
    'nicht aktiv',
  ].map((word) => [word, false] as const),
])

function words(line: string): string[] {
  return line.split(' ')
}

/** `Net 30`, `14 Tage netto`, `30.0`, `2/10 net 30`, `Due on receipt`: in days. */
function daysIn(cell: string): number | null {
  if (cell.length > LONGEST_TERMS) return null
  const said = cell.toLowerCase().replace(/\s+/g, ' ').trim()
  if (AT_ONCE.test(said)) return 0
  const days = /^(?:\d+(?:[.,]\d+)?\s*%?\s*[/,]?\s*\d+\s*(?:days?|tage)?,?\s+(?=n(?:et)?\b))?(.*)$/.exec(
    said,
  )![1]!
  const number = new RegExp(`^${BEFORE_DAYS}(\\d{1,4})(?:[.,]0+)?${AFTER_DAYS}$`).exec(days)?.[1]
  return number === undefined ? null : Number(number)
}

const LONGEST_TERMS = 80
const AT_ONCE =
  /^(?:(?:is )?(?:due|payable|payment)?\s*(?:up)?on receipt(?: of invoice)?|due(?: now| immediately| at once)?|immediate(?:ly)?(?: payment)?|payable immediately|cod|c\.o\.d\.|cash(?: on delivery)?|prepaid|prepayment|sofort(?: (?:fällig|zahlbar|netto))*|fällig sofort|zahlbar sofort|vorkasse|bei erhalt|à réception(?: de (?:la )?facture)?|comptant|immédiat|al contado|contado|inmediato|a la recepción|a vista|à vista|immediato|rimessa diretta|direct|bij ontvangst|contant|natychmiast|kontant)$/
const BEFORE_DAYS =
  '(?:(?:due|payable|payment|zahlbar|zahlung|within|in|innerhalb(?: von)?|innert|binnen|sous|a|à|net|netto|nett|n)[ ./-]*)*'
const AFTER_DAYS =
  '(?:[ -]*(?:days?|d|tagen?|t|jours?|j|días|dias|giorni|gg|dagen|dgn|dagar|dage|dager|dni|napon?|日)\\.?)?(?: (?:net|netto|nett|from (?:invoice|issue|receipt)(?: date)?|after (?:invoice|issue)(?: date)?))?'
