import { randomInt } from 'node:crypto'

/**
 * People read these off a screen and type them into a phone. Left out: characters that look alike in some font (0 O
 * o, 1 I l i, 2 Z z, 5 S s, 8 B, 9 g q, u v), and every sign that a keyboard hides or a mail program turns into a
 * link.
 */
const UNAMBIGUOUS = 'ACDEFGHJKLMNPQRTUVWXYabcdefhjkmnprtwxy3467'

export const TEMPORARY_PASSWORD_LENGTH = 20

/**
 * A temporary password (R9): 20 characters out of 42, 107 bits. NIST SP 800-63B asks for 64 in what a machine
 * chooses. `randomInt` draws from the system's CSPRNG without modulo bias.
 */
export function generateTemporaryPassword(): string {
  return Array.from(
    { length: TEMPORARY_PASSWORD_LENGTH },
    () => UNAMBIGUOUS[randomInt(UNAMBIGUOUS.length)],
  ).join('')
}

/**
 * A temporary password never begins or ends with blanks: it is copied out of a letter, or typed by staff for somebody
 * else, and blanks come along unseen. A password that a contact chose is taken exactly as typed.
 */
export const withoutBlanksAround = (typed: string) => typed.trim()
