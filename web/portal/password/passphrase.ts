import { wordlist } from '@scure/bip39/wordlists/english.js'
import { type PasswordContext, passwordFaults } from '../../../server/credentials/password-rules.ts'

/** Six of 2,048 words are 66 bits: guessing them takes longer than anybody has. */
export const PASSPHRASE_WORDS = 6

/** A passphrase that the rules accept, made here in the browser: nobody else has seen it. */
export function suggestPassphrase(context: PasswordContext): string {
  for (;;) {
    const passphrase = randomPassphrase(context.minLength)
    if (passwordFaults(passphrase, context).length === 0) return passphrase
  }
}

function randomPassphrase(leastLength: number): string {
  const words = randomWords(PASSPHRASE_WORDS)
  while (words.join('-').length < leastLength) words.push(...randomWords(1))
  return words.join('-')
}

function randomWords(amount: number): string[] {
  const numbers = crypto.getRandomValues(new Uint16Array(amount))
  // 65,536 is a multiple of 2,048: every word is as likely as any other.
  return Array.from(numbers, (number) => wordlist[number % wordlist.length]!)
}
