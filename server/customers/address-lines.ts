import type { Address } from './address.api.ts'

/**
 * An address as written on an envelope, in the order of its country. Pure: paper, letters and the browser write the
 * same.
 */
export function addressLines(address: Address | null | undefined): string {
  if (!address) return ''
  const { line1, line2, city, region, postalCode, country } = address
  const order = orderOf(countryCode(country) ?? codeByPostalCode(postalCode))
  const said = { A: [line1, line2].filter(Boolean).join('\n'), C: city, S: region, Z: postalCode }
  return [...order.split('|').map((line) => filled(line, said)), country].filter(Boolean).join('\n')
}

type Part = 'A' | 'C' | 'S' | 'Z'

/** What stands between two parts is left out if either is missing. */
function filled(line: string, said: Record<Part, string>): string {
  let written = ''
  let between = ''
  for (const [, part, then = ''] of line.matchAll(/%([ACSZ])([^%]*)/g)) {
    const value = said[part as Part]
    if (value) written += (written && between) + value
    between = value ? then : written && ' '
  }
  return written
}

/** Street, city, state or county, postal code; each `|` begins a line. */
const MOST_COUNTRIES = '%A|%Z %C|%S'
const ORDERS: Record<string, string> = {
  '%A|%C|%S|%Z': 'GB IE GG IM JE ZA KE LK UA RU BY KZ',
  '%A|%C, %S %Z': 'US PR',
  '%A|%C %S %Z': 'CA AU',
  '%A|%C %Z|%S': 'NZ SG ID TH BD PK NP SA JO LV',
  '%A|%C %Z, %S': 'IN',
  '%A|%C-%S|%Z': 'BR',
  '%A|%Z %C %S': 'IT',
  '%A|%Z %C, %S': 'MX',
  '%A|%C, %S|%Z': 'JP KR TW CN PH VN MY NG',
  '%A|%C|%S': 'HK AE QA',
  '%C|%A|%Z|%S': 'HU',
}
const orders = new Map(
  Object.entries(ORDERS).flatMap(([order, codes]) => codes.split(' ').map((code) => [code, order] as const)),
)
const orderOf = (code: string | undefined) => orders.get(code ?? '') ?? MOST_COUNTRIES

/** What people call these countries besides their English names and codes. */
const ALSO_CALLED: Record<string, string> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  eire: 'IE',
  'republic of ireland': 'IE',
  usa: 'US',
  america: 'US',
  'united states of america': 'US',
  'the united states': 'US',
  italia: 'IT',
  magyarorszag: 'HU',
  brasil: 'BR',
  korea: 'KR',
  'republic of korea': 'KR',
  'hong kong': 'HK',
  uae: 'AE',
}

let codes: Map<string, string> | undefined

/** The code of a country, if its addresses have an order of their own. */
function countryCode(country: string): string | undefined {
  if (!codes) {
    const names = new Intl.DisplayNames(['en'], { type: 'region' })
    codes = new Map(Object.entries(ALSO_CALLED))
    for (const code of orders.keys()) {
      codes.set(code.toLowerCase(), code)
      codes.set(plain(names.of(code)!), code)
    }
  }
  const known = plain(country)
  return known === '' ? undefined : (codes.get(known) ?? known)
}

const plain = (country: string) =>
  country
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}.]/gu, '')
    .trim()

/** Where no country is written, as between neighbours: these postal codes exist in one country only. */
function codeByPostalCode(postalCode: string): string | undefined {
  if (/^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i.test(postalCode)) return 'GB'
  return /^[a-z]\d[a-z][ -]?\d[a-z]\d$/i.test(postalCode) ? 'CA' : undefined
}
