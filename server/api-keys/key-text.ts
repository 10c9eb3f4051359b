import { crc32 } from 'node:zlib'
import { newTokenBytes, readTokenBytes, TOKEN_BYTES } from '../credentials/token.ts'

const PREFIX = 'portico_'
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** So many letters hold any 48 bytes, and any 4. */
const TOKEN_LETTERS = 65
const CHECKSUM_LETTERS = 6
const KEY = new RegExp(`^${PREFIX}([0-9A-Za-z]{${TOKEN_LETTERS}})([0-9A-Za-z]{${CHECKSUM_LETTERS}})$`)

/**
 * A key as people copy it: `portico_`, a token in letters and digits alone, so that a double click selects the whole, and
 * a checksum, so that scanners tell it from what only looks like one, and typing errors cost the database nothing.
 */
export function newKeyText(organizationId: string): { key: string; hash: Buffer; ending: string } {
  const { bytes, hash } = newTokenBytes(organizationId)
  const token = inLetters(BigInt(`0x${bytes.toString('hex')}`), TOKEN_LETTERS)
  const key = `${PREFIX}${token}${checksum(token)}`
  return { key, hash, ending: key.slice(-4) }
}

/** The organization, and the hash to look it up by, or null if it cannot be a key of ours. */
export function readKeyText(text: string): { organizationId: string; hash: Buffer } | null {
  const [, token, end] = KEY.exec(text) ?? []
  if (token === undefined || checksum(token) !== end) return null
  const hex = numberOf(token)
    .toString(16)
    .padStart(TOKEN_BYTES * 2, '0')
  return hex.length === TOKEN_BYTES * 2 ? readTokenBytes(Buffer.from(hex, 'hex')) : null
}

const checksum = (token: string) => inLetters(BigInt(crc32(PREFIX + token)), CHECKSUM_LETTERS)

function inLetters(number: bigint, length: number): string {
  let letters = ''
  for (let rest = number; letters.length < length; rest /= 62n)
    letters = LETTERS[Number(rest % 62n)]! + letters
  return letters
}

const numberOf = (letters: string) =>
  [...letters].reduce((number, letter) => number * 62n + BigInt(LETTERS.indexOf(letter)), 0n)
