/** What programs write, and people type, into a cell that holds nothing. */
const NOTHING = new Set([
  ...[
    'null',
    '(null)',
    '<null>',
    '[null]',
    '\\n',
    'none',
    '(none)',
    '<none>',
    'undefined',
    'nan',
    'nil',
    'nothing',
  ],
  ...['n/a', 'n.a.', 'n.a', 'n/a.', '#n/a', 'not applicable', 'not available', 'not provided', 'not set'],
  ...[
    '(blank)',
    '(empty)',
    '(leer)',
    'leer',
    '(vide)',
    'vide',
    '(vacío)',
    '(vuoto)',
    'k.a.',
    'k. a.',
    'keine angabe',
    's/o',
  ],
  ...[
    '#ref!',
    '#value!',
    '#name?',
    '#div/0!',
    '#num!',
    '#null!',
    '#wert!',
    '#bezug!',
    '#nv',
    '#valeur!',
    '#n/d',
  ],
])
const SIGNS_ALONE = /^[-‐-―−_.,;:?*/\\|~"']+$/
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g

/** People called Null are written so, with a capital letter; programs write `NULL` or `null`. */
const IS_A_SURNAME = new Set(['Null', 'Nil', 'Leer', 'Nan', 'Vide'])

/** Whether a cell only says that there is nothing in it: `N/A`, `NULL`, `-`, `#N/A`, `nan`. */
export function saysNothing(cell: string, isName = false): boolean {
  if (cell.length > LONGEST) return false
  const said = cell.replace(INVISIBLE, '').trim()
  if (isName && IS_A_SURNAME.has(said)) return false
  return said === '' || SIGNS_ALONE.test(said) || NOTHING.has(said.toLowerCase())
}
const LONGEST = 40

/** A long number that a spreadsheet has shortened to a power of ten: `4.9E+11`. Its digits are lost. */
export const isShortenedNumber = (cell: string) => /^[+-]?\d(?:[.,]\d+)?E\+?\d{1,3}$/i.test(cell)
