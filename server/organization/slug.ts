const LONGEST = 48

/** These would be read as pages of Portico, or mistaken for its own. */
const RESERVED = new Set(
  'admin api app assets docs health help login mailbox new openapi organization password portal portico setup sign-in signin staff support v1 www'.split(
    ' ',
  ),
)

/**
 * The organization's name as used in addresses: lower-case ASCII, such as `bauhof-muller` for "Bauhof Müller". A name
 * that cannot be written that way becomes `seller`.
 */
export function slugOf(name: string): string {
  const ascii = [...name.normalize('NFKD').toLowerCase()]
    .map((letter) => WRITTEN_AS[letter] ?? letter)
    .join('')
  const slug = ascii
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '')
  if (slug === '') return 'seller'
  return RESERVED.has(slug) ? `${slug}-1` : slug
}

const NUMBERS_IN_ORDER = 20

/**
 * Others with the same name get a number: `acme`, `acme-2`, `acme-3`. With many of them the number is drawn, from an
 * ever larger range, so that a free one is found in a few tries however many there are.
 */
export function* slugsFor(name: string, random = Math.random): Generator<string, never> {
  const slug = slugOf(name)
  yield slug
  for (let number = 2; number <= NUMBERS_IN_ORDER; number += 1) yield `${slug}-${number}`
  for (let most = 1_000; ; most = Math.min(most * 10, 1_000_000_000))
    yield `${slug}-${NUMBERS_IN_ORDER + 1 + Math.floor(random() * most)}`
}

/** Letters that Unicode does not take apart into a Latin one and a mark. */
const WRITTEN_AS: Record<string, string> = {
  ...{
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ħ: 'h',
    ı: 'i',
    ŋ: 'n',
    '&': '-and-',
    '+': '-plus-',
  },
  // Russian, Ukrainian, Bulgarian, Serbian and Macedonian, much as passports write them.
  ...pairs(
    'абвгґдеёжзийіклмнопрстуфхцчшщъыьэюяєђјљњћџѓќѕ',
    'a b v g g d e e zh z i i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya ye dj j lj nj c dz g k dz',
  ),
  ...pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'),
}

function pairs(letters: string, written: string): Record<string, string> {
  const parts = written.split(' ')
  return Object.fromEntries([...letters].map((letter, at) => [letter, parts[at]!.replace('_', '')]))
}
