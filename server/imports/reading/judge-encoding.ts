import iconv from 'iconv-lite'
import { pauses } from '../pauses.ts'
import type { Encoding } from './ways-to-read.ts'
import { characters, contexts, contextsOf } from './letters-of-languages.ts'

export interface Judgement {
  /** The best guess. */
  encoding: Encoding
  /** Those that read other letters and are about as likely: somebody has to say which it is. */
  rivals: Encoding[]
}

/** The encodings that a file without a mark can have. Of two that read the same, the first is taken. */
const CANDIDATES: Encoding[] = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
  'cp850',
  'cp437',
  'koi8-r',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
  'euc-jp',
]

/** Of two candidates one is likelier by so much for each word that they read differently, and by so much in all. */
const CLEARLY_EACH = 0.4
const CLEARLY_IN_ALL = 1

/** A word in one encoding, and how odd that would be: 0 is a word as people write it. */
interface Candidate {
  encoding: Encoding
  words: string[]
  oddness: number
}

/**
 * Judges words that hold bytes beyond ASCII by what they would say in each encoding. The libraries that guess encodings
 * count letters in running text, and are often wrong about names: docs/decisions/0020-how-a-file-is-read.md.
 */
export async function judgeEncoding(words: Buffer[]): Promise<Judgement> {
  const candidates: Candidate[] = []
  const pause = pauses()
  for (const encoding of CANDIDATES) {
    const candidate: Candidate = { encoding, words: [], oddness: 0 }
    for (const bytes of words) {
      const word = iconv.decode(bytes, encoding)
      candidate.words.push(word)
      candidate.oddness += oddnessOf(word, encoding)
      await pause()
    }
    candidates.push(candidate)
  }
  const best = candidates.reduce((one, other) => (other.oddness < one.oddness ? other : one))
  const isRival = (other: Candidate) => {
    const different = other.words.filter((word, at) => word !== best.words[at]).length
    const clearly = Math.max(CLEARLY_IN_ALL, CLEARLY_EACH * different)
    return different > 0 && other.oddness - best.oddness < clearly
  }
  const rivals = candidates.filter(isRival).toSorted((one, other) => one.oddness - other.oddness)
  return { encoding: best.encoding, rivals: rivals.map(({ encoding }) => encoding) }
}

/** What a word of a wrong reading has, and one of a right reading seldom, and how much each tells. */
const ODDITIES: [RegExp, number][] = [
  // Bytes that are no letter at all.
  [/[\p{Cc}\p{Co}\p{Cn}\ufffd]/gu, 10],
  // Lines and shades of DOS.
  [/[\u2500-\u25ff\u2320\u2321¬¤¦]/gu, 4],
  // A sign in the middle of a word, before it or behind it.
  [/(?<=\p{L})[^\p{L}\p{M}\p{N}\p{ASCII}’·ー・]+(?=\p{L})/gu, 4],
  [
    /(?<=\p{L}{2})[^\p{L}\p{M}\p{N}\p{ASCII}’”“„»«®™°ºª…–—・）」』。、]|[^\p{L}\p{M}\p{N}\p{ASCII}‘“„”»«–—¿¡＠（「『・](?=\p{L})/gu,
    2,
  ],
  [/(?<=\p{L}{2})[²³¹¼½¾]|[²³¹¼½¾](?=\p{L})/gu, 3],
  [/[ªº](?=\p{L})/gu, 2],
  [/[^\p{L}\p{M}\p{N}\p{ASCII}’‘“”„–—€£«»®™°·•…￥ー、。「」『』（）【】～：！？＆／]/gu, 0.6],
  // Capitals where nobody writes them. "GmbH" and "McDonald" are ASCII.
  [/[^\p{ASCII}\P{Ll}]\p{Lu}|\p{Ll}[^\p{ASCII}\P{Lu}]/gu, 3],
  [/(?<=\p{L})[^\p{ASCII}\P{Lu}](?=\p{Ll})/gu, 2],
  [/\p{Lu}{2,}[^\p{ASCII}\p{Lu}ßªº]|(?<!\p{L})[^\p{ASCII}\P{Ll}]\p{Lu}{2}/gu, 2],
  [/^[^\p{ASCII}\P{Ll}](?=\p{L})/gu, 0.4],
  // Half-width katakana are whole words, or they are a wrong reading.
  [/(?<![\uff61-\uff9f])[\uff61-\uff9f](?![\uff61-\uff9f])/gu, 2],
  [/[\uff61-\uff9f]/gu, 0.2],
]
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]/u
const KANA = /[\p{Script=Katakana}\p{Script=Hiragana}]/u
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, EAST_ASIAN]

function oddnessOf(word: string, encoding: Encoding): number {
  let oddness = EAST_ASIAN.test(word) ? strangeCharacters(word, encoding) : strangeWords(word)
  for (const [pattern, weight] of ODDITIES) oddness += weight * (word.match(pattern)?.length ?? 0)
  const letters = word.replaceAll(/[ªºµ]/g, '')
  if (SCRIPTS.filter((script) => script.test(letters)).length > 1) oddness += 4
  return oddness
}

const strangeWords = (text: string) =>
  text
    .toLocaleLowerCase(/[ıİğĞşŞ]/.test(text) ? 'tr' : 'en')
    .split(/[^\p{L}\p{M}]+/u)
    .reduce((sum, word) => sum + strangeLetters(word), 0)

/** How far the letters beyond ASCII stand where the language in which they do so least has none of them. */
function strangeLetters(word: string): number {
  const letters = contextsOf(word)
  if (letters.length === 0) return 0
  const byLanguage = contexts.map((seen) =>
    letters.reduce((sum, [letter, withBefore, withAfter, withBoth]) => {
      if (seen.has(withBoth)) return sum
      if (!seen.has(letter)) return sum + 1.5
      return sum + 0.2 + 0.4 * Number(!seen.has(withBefore)) + 0.4 * Number(!seen.has(withAfter))
    }, 0),
  )
  return Math.min(...byLanguage) / Math.sqrt(letters.length)
}

const CHARACTERS_OF: Partial<Record<Encoding, Set<string>>> = {
  shift_jis: characters.japanese,
  'euc-jp': characters.japanese,
  gb18030: characters.simplified,
  big5: characters.traditional,
  'euc-kr': characters.korean,
}

function strangeCharacters(word: string, encoding: Encoding): number {
  const isJapanese = encoding === 'shift_jis' || encoding === 'euc-jp'
  let strange = 0
  for (const character of word)
    if (KANA.test(character)) strange += isJapanese ? 0 : 1
    else if (EAST_ASIAN.test(character)) strange += CHARACTERS_OF[encoding]?.has(character) ? 0 : 0.7
  return strange
}
