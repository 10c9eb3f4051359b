import { isCompanyName } from '../columns/values.ts'

/**
 * “ACME Ltd.” and “Acme, Ltd” are one. In scripts other than Latin, marks may be vowels and are kept; of a name made
 * of signs only, nothing is left out.
 */
export const plain = (name: string) => {
  const known = name.normalize('NFKD').toLowerCase()
  return known.replaceAll(/[^\p{L}\p{M}\p{N}]+|[\u0300-\u036f]+/gu, '') || known.trim()
}

/** Whether two names have a word in common, such as a former name and a new one: more than that both are a GmbH. */
export function areAlike(one: string, other: string): boolean {
  if (plain(one) === plain(other)) return true
  const words = new Set(wordsOf(one))
  return wordsOf(other).some((word) => words.has(word))
}

function wordsOf(name: string): string[] {
  const words = name.split(/\s+/).filter((word) => plain(word) !== '')
  const telling = words.filter((word) => !isCompanyName(word) && /[\p{L}\p{N}]/u.test(word))
  return (telling.length > 0 ? telling : words).map(plain)
}
