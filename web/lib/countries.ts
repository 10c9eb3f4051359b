import type { Choice } from './choices.ts'
import { readerLocale } from './formats.ts'

/** What is likely where somebody works: the currency, and the usual rate of tax on invoices in percent. */
const KNOWN: Record<string, string> = {
  EUR: 'AT:20 BE:21 BG:20 CY:19 DE:19 EE:24 ES:21 FI:25.5 FR:20 GR:24 HR:25 IE:23 IT:22 LT:21 LU:17 LV:21 MT:18 NL:21 PT:23 SI:22 SK:23',
  GBP: 'GB:20',
  USD: 'US:0 PR:0 EC:15 SV:13',
  ARS: 'AR:21',
  AUD: 'AU:10',
  BRL: 'BR:0',
  CAD: 'CA:5',
  CHF: 'CH:8.1 LI:8.1',
  CLP: 'CL:19',
  CNY: 'CN:13',
  COP: 'CO:19',
  CZK: 'CZ:21',
  DKK: 'DK:25',
  HKD: 'HK:0',
  HUF: 'HU:27',
  ILS: 'IL:18',
  INR: 'IN:18',
  ISK: 'IS:24',
  JPY: 'JP:10',
  KES: 'KE:16',
  KRW: 'KR:10',
  MXN: 'MX:16',
  NGN: 'NG:7.5',
  NOK: 'NO:25',
  NZD: 'NZ:15',
  PLN: 'PL:23',
  RON: 'RO:21',
  SEK: 'SE:25',
  SGD: 'SG:9',
  TRY: 'TR:20',
  UAH: 'UA:20',
  ZAR: 'ZA:15',
}

const OTHERS =
  'AD AE AF AG AL AM AO AZ BA BB BD BF BH BI BJ BN BO BS BT BW BY BZ CD CF CG CI CM CR CU CV DJ DM DO DZ EG ER ET FJ FM GA GD GE GH GM GN GQ GT GW GY HN HT ID IQ IR JM JO KG KH KI KM KN KW KZ LA LB LC LK LR LS LY MA MC MD ME MG MH MK ML MM MN MR MU MV MW MY MZ NA NE NI NP NR OM PA PE PG PH PK PW PY QA RS RU RW SA SB SC SD SL SM SN SO SR SS ST SY SZ TD TG TH TJ TL TM TN TO TT TV TW TZ UG UY UZ VA VC VE VN VU WS XK YE ZM ZW'

const known = new Map(
  Object.entries(KNOWN).flatMap(([currency, countries]) =>
    countries.split(' ').map((country) => {
      const [code = '', taxRate = '0'] = country.split(':')
      return [code, { currency, taxRate }] as const
    }),
  ),
)

const names = new Intl.DisplayNames(['en'], { type: 'region' })

/** By name, as it stands in an address. */
export function countryChoices(): Choice[] {
  return [...known.keys(), ...OTHERS.split(' ')]
    .map((code) => names.of(code) ?? code)
    .sort((one, other) => one.localeCompare(other))
    .map((name) => ({ value: name, label: name }))
}

const codeOf = (country: string) => [...known.keys()].find((code) => names.of(code) === country)

/** The currency and the tax of a country by its name; undefined where we do not know. */
export const usualIn = (country: string) => known.get(codeOf(country) ?? '')

/** Where the browser is: by its time zone, which follows the place, before its language, which often does not. */
export function guessPlace(locale = readerLocale(), timeZone = ownTimeZone()) {
  const code = [...known.keys(), ...OTHERS.split(' ')].find((one) => zonesOf(one).includes(timeZone))
  const region = code ?? regionOf(locale)
  return {
    country: region ? (names.of(region) ?? '') : '',
    currency: known.get(region ?? '')?.currency,
    timeZone,
  }
}

/** What a new organization starts with, until its owner changes it. */
export function placeGuessed() {
  const { timeZone, currency } = guessPlace()
  return { timeZone, ...(currency && { currency }) }
}

const ownTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

type Zoned = Intl.Locale & { getTimeZones?: () => string[] | undefined; timeZones?: string[] }

/** Not every browser knows. */
function zonesOf(country: string): string[] {
  const locale = new Intl.Locale(`und-${country}`) as Zoned
  return locale.getTimeZones?.() ?? locale.timeZones ?? []
}

function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).maximize().region
  } catch {
    return undefined
  }
}
