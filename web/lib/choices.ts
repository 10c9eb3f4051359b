import { languageName } from './formats.ts'

/** What the selects offer. All of it is known to the browser: nothing is fetched. */

const LANGUAGES =
  'bg cs da de el en es et fi fr hr hu is it lt lv nb nl pl pt pt-BR ro ru sk sl sr sv tr uk ar he hi id ja ko th vi zh'

export function languageChoices(present?: string) {
  const tags = LANGUAGES.split(' ')
  if (present && !tags.includes(present)) tags.push(present)
  return tags
    .map((value) => ({ value, label: languageName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label))
}

export function timeZoneChoices(): string[] {
  return Intl.supportedValuesOf('timeZone')
}

export function currencyCodes() {
  const names = new Intl.DisplayNames(['en'], { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((code) => ({
    value: code,
    label: `${code} · ${names.of(code)}`,
  }))
}
