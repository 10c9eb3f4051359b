import { CURRENCIES } from '../../server/documents/money.ts'
import { languageName } from './formats.ts'

/** What the selects offer. All of it is known to the browser: nothing is fetched. */

export interface Choice {
  value: string
  label: string
  /** Shown, but cannot be chosen. */
  disabled?: boolean
}

export interface ChoiceGroup {
  group: string
  items: Choice[]
}

export const flat = (choices: readonly (Choice | ChoiceGroup)[]): Choice[] =>
  choices.flatMap((one) => ('group' in one ? one.items : one))

const LANGUAGES =
  'bg cs da de el en es et fi fr hr hu is it lt lv nb nl pl pt pt-BR ro ru sk sl sr sv tr uk ar he hi id ja ko th vi zh'

export function languageChoices(present?: string): Choice[] {
  const tags = LANGUAGES.split(' ')
  if (present && !tags.includes(present)) tags.push(present)
  return tags
    .map((value) => ({ value, label: languageName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label))
}

export function timeZoneChoices(present?: string | null): Choice[] {
  const zones = new Set([...(present ? [present] : []), ...Intl.supportedValuesOf('timeZone')])
  return [...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}

export function currencyChoices(): Choice[] {
  const names = new Intl.DisplayNames(['en'], { type: 'currency' })
  return CURRENCIES.map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }))
}

/** The choices that the typed text may mean, the most likely first: for `eur` the euro, then everything of Europe. */
export function matching<One extends Choice>(choices: readonly One[], typed: string): One[] {
  const words = plain(typed)
  if (words === '') return [...choices]
  const ranked = choices.map((choice) => ({ choice, rank: rankOf(choice, words) }))
  return ranked
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((one, other) => one.rank - other.rank)
    .map(({ choice }) => choice)
}

const NO_MATCH = 4

function rankOf({ value, label }: Choice, words: string): number {
  const [code, name] = [plain(value), plain(label)]
  if (code === words || name === words) return 0
  if (code.startsWith(words) || name.startsWith(words)) return 1
  if (hasWordFrom(name, words)) return 2
  return name.includes(words) ? 3 : NO_MATCH
}

const hasWordFrom = (name: string, words: string) =>
  [...name.matchAll(/(?<![\p{L}\p{N}])(?=[\p{L}\p{N}])/gu)].some(({ index }) => name.startsWith(words, index))

/** As people type it: without accents, and with a space where a code has another sign. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase()
