import { CURRENCIES, isCurrency } from '../../documents/money.ts'

/** The languages in which files name currencies and languages. More of them would take longer to look through than a page waits. */
const WRITTEN_IN = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pl',
  'pt',
  'sv',
  'da',
  'nb',
  'fi',
  'cs',
  'tr',
  'ru',
  'ja',
  'zh',
]

/** `EUR`, `€`, `Euro`, `US-Dollar`, `USD - US Dollar`: the code of ISO 4217. Null: it may be several, or none. */
export function currencyNamed(written: string): string | null {
  const code = /^[A-Za-z]{3}(?=\s*(?:$|[-–:(]))/.exec(written)?.[0].toUpperCase()
  if (code !== undefined && isCurrency(code)) return code
  currencies ??= namesOf('currency', CURRENCIES, CURRENCIES_TOO)
  return SYMBOLS.get(written.replace(/\s/g, '').toLowerCase()) ?? currencies.get(singular(written)) ?? null
}

/** `en`, `en_US`, `English`, `Deutsch`, `ger`: the tag of a language. Null: it is none. */
export function languageNamed(written: string): string | null {
  const tag = written.replaceAll('_', '-').replace(/\..*$/, '')
  if (/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(tag)) {
    try {
      return Intl.getCanonicalLocales(tag)[0]!
    } catch {
      return null
    }
  }
  languages ??= namesOf('language', languageCodes())
  const withoutCountry = written.replace(/\s*[([].*$/, '')
  return languages.get(singular(written)) ?? languages.get(singular(withoutCountry)) ?? null
}

let currencies: Map<string, string | null> | undefined
let languages: Map<string, string | null> | undefined

/** Signs that mean one currency: not `$`, `¥` or `kr`. */
const SYMBOLS = new Map(
  Object.entries({
    EUR: '€ eur€ €uro',
    GBP: '£ gb£ £stg stg',
    USD: 'us$ $us u$s usd$',
    CAD: 'ca$ can$',
    AUD: 'a$ au$',
    NZD: 'nz$',
    HKD: 'hk$',
    TWD: 'nt$',
    SGD: 's$ sg$',
    MXN: 'mx$ mex$',
    BRL: 'r$',
    CHF: 'sfr sfr. chf.',
    JPY: 'jp¥ 円 日本円',
    CNY: 'cn¥ rmb 人民币',
    INR: '₹',
    KRW: '₩ 원',
    ILS: '₪',
    RUB: '₽ руб руб.',
    UAH: '₴ грн',
    TRY: '₺ tl',
    PLN: 'zł zl',
    CZK: 'kč kc',
    HUF: 'ft',
    BGN: 'лв лв.',
    THB: '฿',
    VND: '₫ đ',
    PHP: '₱',
    NGN: '₦',
    GHS: '₵ gh₵',
    CRC: '₡',
    PYG: '₲',
    KZT: '₸',
    GEL: '₾',
    AMD: '֏',
    AZN: '₼',
    MNT: '₮',
    KHR: '៛',
    LAK: '₭',
  }).flatMap(([code, signs]) => signs.split(' ').map((sign) => [sign, code] as const)),
)

const CURRENCIES_TOO = {
  USD: 'american dollar|united states dollar|dollar us|dollar usa',
  GBP: 'pound sterling|pounds sterling|sterling|great british pound|uk pound',
  CNY: 'renminbi|yuan|chinese yuan renminbi',
  JPY: 'yen',
  PLN: 'zloty',
  CHF: 'franken|schweizer franken',
  INR: 'indian rupee',
  AUD: 'aussie dollar',
  ZAR: 'rand',
}

/** What each code is called in the languages above. A name of several is nobody's. */
function namesOf(
  type: 'currency' | 'language',
  codes: readonly string[],
  also: Record<string, string> = {},
): Map<string, string | null> {
  const names = new Map<string, string | null>()
  const add = (name: string, code: string) => {
    const key = singular(name)
    names.set(key, (names.get(key) ?? code) === code ? code : null)
  }
  for (const locale of WRITTEN_IN) {
    const display = new Intl.DisplayNames(locale, { type, fallback: 'none' })
    for (const code of codes) {
      const name = display.of(code)
      if (name !== undefined) add(name, code)
    }
  }
  for (const [code, more] of Object.entries(also)) for (const name of more.split('|')) add(name, code)
  return names
}

function languageCodes(): string[] {
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  return letters
    .flatMap((first) => letters.map((second) => `${first}${second}`))
    .filter((code) => Intl.getCanonicalLocales(code)[0] === code && english.of(code) !== undefined)
}

/** “US Dollars” and “us-dollar” are one. */
const singular = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/s$/, '')
