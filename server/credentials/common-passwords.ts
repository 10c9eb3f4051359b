import { createRequire } from 'node:module'
import type { dictionary } from '@zxcvbn-ts/language-common'
import { foldForComparison, isLittle, repeatedUnit, withoutSeparators } from './password-rules.ts'

/**
 * Whether a password is among the first that attackers try, or a thin disguise of one: other case, accents or
 * separators, digits and signs around it, repeated, or `P@ssw0rd`. Checked offline: no password leaves this machine.
 */
export function isCommonPassword(password: string): boolean {
  const folded = foldForComparison(password)
  return [folded, withoutSeparators(folded), repeatedUnit(withoutSeparators(folded))].some((text) => {
    const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    const [before = '', after = ''] = core === '' ? [text] : text.split(core)
    return isListed(text) || (core !== '' && isListed(core) && isLittle(before + after))
  })
}

function isListed(text: string): boolean {
  commonPasswords ??= loadCommonPasswords()
  const list = commonPasswords
  return list.has(text) || LOOKALIKES.some((lookalikes) => list.has(replaceEach(text, lookalikes)))
}

// 49,233 entries, 26 ms and 17 MB: loaded when the first password is set, not when the server starts.
let commonPasswords: Set<string> | undefined

function loadCommonPasswords(): Set<string> {
  const language = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as {
    dictionary: typeof dictionary
  }
  return new Set(language.dictionary['passwords-common'])
}

// What people write for a letter. 1 stands for two of them.
const COMMON_LOOKALIKES = { '@': 'a', '4': 'a', '3': 'e', '0': 'o', $: 's', '5': 's', '7': 't', '!': 'i' }
const LOOKALIKES = [
  { ...COMMON_LOOKALIKES, '1': 'i' },
  { ...COMMON_LOOKALIKES, '1': 'l' },
]

function replaceEach(text: string, replacements: Record<string, string>): string {
  return [...text].map((character) => replacements[character] ?? character).join('')
}
