export interface NamesInCell {
  firstName: string
  lastName: string
  /** What stands before the name and is not part of it: `Dr.` */
  title: string
}

/**
 * Divides a whole name where that is safe. First and last name, joined by a blank as they are shown everywhere, are always
 * what was written: the title aside, and a last name before a comma put behind. What may have another order stays whole.
 */
export function namesIn(written: string): NamesInCell {
  const { title, name } = withoutTitle(written.replace(/\s+/g, ' ').trim())
  const [last, first, ...more] = name.split(/\s*,\s*/)
  if (first && last && more.length === 0 && !AFTER_A_COMMA.test(first)) {
    const { title: second, name: firstName } = withoutTitle(first)
    return { firstName, lastName: last, title: [title, second].filter(Boolean).join(' ') }
  }
  const space = name.indexOf(' ')
  if (space < 0 && title !== '') return { firstName: '', lastName: name, title }
  if (space < 0 || name.includes(',') || OTHER_ORDER.test(name) || SEVERAL.test(name))
    return { firstName: name, lastName: '', title }
  if (PARTICLE.test(name)) return { firstName: '', lastName: name, title }
  return { firstName: name.slice(0, space), lastName: name.slice(space + 1), title }
}

/** Takes `Prof. Dr.` off what is written before a name. A title alone stays, as it may be a name. */
export function withoutTitle(written: string): { title: string; name: string } {
  let name = written
  for (;;) {
    const word = /^(\S+) (?=\S)/.exec(name)?.[1]
    if (
      word === undefined ||
      SEVERAL.test(name) ||
      !(TITLE.test(word) || (SHORT_TITLE.test(word) && word.endsWith('.')))
    )
      break
    name = name.slice(word.length + 1)
  }
  return { title: written.slice(0, written.length - name.length).trim(), name }
}

/** Nobody's first name, with or without a dot. */
const TITLE =
  /^(?:dr|prof|professor|doctor|mr|mrs|ms|miss|mx|herr|frau|monsieur|madame|mademoiselle|mme|mlle|señor|señora|señorita|sra|srta|signor|signora|sig\.ra|dott|dott\.ssa|dipl\.?-?ing|dhr|mevr|mevrouw|meneer)\.?$/iu
/** Titles with a dot, else names or the beginnings of them. */
const SHORT_TITLE =
  /^(?:sr|sig|ing|mag|avv|arch|rag|hr|fr|mw|rev|hon|med|phil|rer|nat|jur|h\.c|habil|inż|mgr|lic|eng|dra|d|dña)\.$/iu

/** What follows a comma and is not a first name. */
const AFTER_A_COMMA =
  /^(?:jr|sr|ii|iii|iv|esq|md|m\.d|phd|ph\.d|mba|cpa|dds|rn|jd|ll\.?[mb]|inc|ltd|llc|llp|plc|corp|co|gmbh|ag|kg|ohg|se|bv|nv|sa|sarl|srl|spa|ab|oy|as|dr|prof|mr|mrs|ms)\.?$/iu

/** “Herr und Frau Schmidt”: what stands first is of one of them alone. */
const SEVERAL = /^\S+ (?:und|and|&|\+|et|y|e|en|i|u\.) \S/

/** Family names come first, or nothing tells which part is which. */
const FAMILIES_OF_VIETNAM =
  'nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đoàn|trịnh|trương|lâm|mai|đào'
const OTHER_ORDER = new RegExp(
  `[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}]|^(?:${FAMILIES_OF_VIETNAM}) `,
  'iu',
)

/** A last name alone, such as “van der Berg”: nobody's first name is written small and followed by a capital. */
const PARTICLE =
  /^(?:van|von|vom|zu|zum|zur|de|del|della|di|da|do|dos|das|du|des|den|der|ten|ter|te|af|av|el|al|la|le|bin|ibn|ben|st)(?: (?:der|den|dem|het|de|la|las|los|le|und|zu)){0,2} \p{Lu}\S*$/u
