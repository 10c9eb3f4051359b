/** Amounts are integers of a currency's smallest unit: cents, yen, fils. Never floats. */

/**
 * The currencies of ISO 4217, and those that older invoices may be in, by their digits after the decimal point. Not from
 * Intl: what may be stored and what an amount means must not change with the version of Node that reads it, and Intl gives
 * the Iraqi dinar or the Colombian peso the digits of everyday use.
 */
const DIGITS: Record<string, number> = {
  ...digits(
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  ),
  ...digits(2, 'ANG BGN HRK'),
  ...digits(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...digits(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...digits(4, 'CLF UYW'),
}

/** What one can choose from, and what the server accepts. */
export const CURRENCIES: readonly string[] = Object.keys(DIGITS).toSorted()

export const isCurrency = (code: string) => Object.hasOwn(DIGITS, code)

export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2
}

/** `formatMinor(123456, 'EUR', 'de')` is `1.234,56 €`. */
export function formatMinor(amountMinor: number | bigint, currency: string, language: string): string {
  return moneyFormat(currency, language, 'symbol').format(decimal(amountMinor, minorDigits(currency)))
}

/** Without the currency, for columns that name it once: `1.234,56`. */
export function formatMinorBare(amountMinor: number | bigint, currency: string, language: string): string {
  return moneyFormat(currency, language, 'none').format(decimal(amountMinor, minorDigits(currency)))
}

/** For files and programs: `1234.56`, in every language. */
export const plainMinor = (amountMinor: number, currency: string): string =>
  decimal(amountMinor, minorDigits(currency)).replace(/\.$/, '')

/** A decimal string in the words of a language: `1.5` is `1,5` in German. */
export function formatDecimal(value: string, language: string): string {
  return remembered(`${language} decimal`, () =>
    Intl.NumberFormat(known(language), { maximumFractionDigits: 10 }),
  ).format(value as Intl.StringNumericLiteral)
}

const formats = new Map<string, Intl.NumberFormat>()

function moneyFormat(currency: string, language: string, show: 'symbol' | 'none') {
  const fraction = minorDigits(currency)
  const exact = { minimumFractionDigits: fraction, maximumFractionDigits: fraction }
  return remembered(`${language} ${currency} ${show}`, () =>
    Intl.NumberFormat(known(language), show === 'symbol' ? { style: 'currency', currency, ...exact } : exact),
  )
}

function remembered(key: string, make: () => Intl.NumberFormat) {
  const format = formats.get(key) ?? make()
  formats.set(key, format)
  return format
}

/** English if nobody knows the language. */
function known(language: string) {
  try {
    return Intl.getCanonicalLocales(language)
  } catch {
    return ['en']
  }
}

/** `-5` with two digits is `-0.05`: Intl formats a decimal string exactly, however long. */
function decimal(amountMinor: number | bigint, fraction: number): Intl.StringNumericLiteral {
  const [, sign, digits] = /^(-?)(\d+)$/.exec(BigInt(amountMinor).toString())!
  const padded = digits!.padStart(fraction + 1, '0')
  const whole = padded.slice(0, padded.length - fraction)
  return `${sign}${whole}.${padded.slice(padded.length - fraction)}` as Intl.StringNumericLiteral
}

function digits(count: number, currencies: string) {
  return Object.fromEntries(currencies.split(' ').map((currency) => [currency, count]))
}
