const PLACES_PER_ROW = 32
const MOST = 255

/**
 * How often each name, account number and address of a file is still to come: counted by a hash, a byte each, so that a file
 * of 250,000 rows takes 8 MB. Two that share a place count together: what is to come is never said to be over, but now and then the
 * other way round.
 */
export class ToCome {
  readonly #counts: Uint8Array

  constructor(rows: number) {
    this.#counts = new Uint8Array(rows * PLACES_PER_ROW)
  }

  add(keys: string[]) {
    for (const key of keys) {
      const at = this.#placeOf(key)
      if (this.#counts[at]! < MOST) this.#counts[at]!++
    }
  }

  /** It has come. What there was too often to be counted stays. */
  take(keys: string[]) {
    for (const key of keys) {
      const at = this.#placeOf(key)
      if (this.#counts[at]! < MOST) this.#counts[at]!--
    }
  }

  has = (key: string): boolean => this.#counts[this.#placeOf(key)]! > 0

  /** FNV-1a, mixed once more, because the last letters are what differs. */
  #placeOf(key: string): number {
    let hash = 0x811c9dc5
    for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash >>> 0) % this.#counts.length
  }
}

/** The same for all that PostgreSQL, or JavaScript, calls the same in lower case: their rules differ for some letters. */
const folded = (text: string) =>
  // eslint-disable-next-line no-control-regex
  /^[\0-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toUpperCase()
        .toLowerCase()

export const nameKey = (name: string) => `n ${folded(name)}`
/** Numbers that differ by zeros at the front are looked for together. */
export const accountKey = (accountNumber: string) => `a ${folded(accountNumber).replace(/^0+(?=\d*$)/, '')}`
