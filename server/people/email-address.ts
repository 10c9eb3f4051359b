/** RFC 3696 erratum 1690: the longest path is 256 octets, two of them angle brackets. */
export const ADDRESS_OCTETS_MOST = 254

export type ParsedEmailAddress =
  { ok: true; address: string; identity: string } | { ok: false; reason: string }

/**
 * Reads exactly one e-mail address. `address` is what we store and mail to; `identity` is what makes two spellings
 * one person (R8). The domain is written the way DNS and SMTP know it (IDNA, RFC 5891). Before the @ letters of any
 * script are allowed (RFC 6531): people have such addresses, and a mail server that cannot reach them says so itself.
 * So are dots anywhere, and more than 64 octets: telephone companies gave such addresses out, and mail reaches them.
 *
 * This is a deliberate subset of RFC 5322 `addr-spec`. Quoted locals, comments, groups, IP literals and encoded-words
 * are legal or nearly legal, used by hardly anyone, and read differently by different mail software: that is how one
 * string reaches two mailboxes. `reason` is a sentence for the person at the form.
 */
export function parseEmailAddress(text: string): ParsedEmailAddress {
  if (text.length > LONGEST_WORTH_READING) return refuse(TOO_LONG)
  if (!text.isWellFormed()) return refuse(UNREADABLE)

  // Normalized first, so that a full-width ＠ or a ligature is judged as what it becomes.
  const normalized = text.normalize('NFKC').trim()
  if (normalized === '') return refuse('Enter an e-mail address, like name@example.com.')
  if (UNREADABLE_CHARACTERS.test(normalized)) return refuse(UNREADABLE)
  if (/[<>"()]/.test(normalized)) {
    return refuse('Enter the address alone, like name@example.com, without a name, quotes or brackets.')
  }
  if (/[,;]/.test(normalized)) return refuse(ONLY_ONE)

  const parts = normalized.split('@')
  if (parts.length < 2) return refuse(NOT_FULL)
  if (parts.length > 2) return refuse(/\s/.test(normalized) ? ONLY_ONE : 'Keep only one @ in the address.')
  if (/\s/.test(normalized)) return refuse('Remove the spaces from the address.')

  const [localPart = '', domainNormalized = ''] = parts
  const localProblem = whatIsWrongWithLocalPart(localPart)
  if (localProblem) return refuse(localProblem)

  const [localAsTyped = '', domainAsTyped = ''] = text.trim().split(AT_SIGN)
  if (localAsTyped !== localPart && [...localAsTyped].some(becomesSigns)) return refuse(TWO_READINGS)
  const domain = domainInAscii(domainAsTyped)
  if (domain === null) {
    return refuse('Check the part after the @: it must be a domain name, like example.com.')
  }
  // “⒈example.com” would become 1.example.com, which is somebody else’s.
  if (domainAsTyped !== domainNormalized && domain !== domainInAscii(domainNormalized))
    return refuse(TWO_READINGS)
  const address = `${localPart}@${domain}`
  if (3 * address.length + 2 > ADDRESS_OCTETS_MOST && octets(asMailed(address)) > ADDRESS_OCTETS_MOST)
    return refuse(TOO_LONG)
  return { ok: true, address, identity: emailIdentity(address) }
}

/**
 * The address as SMTP and headers take it (RFC 5321 section 4.1.2): `"a..b"@example.com`. Without the quotes strict servers
 * refuse it; with them, it is the same mailbox.
 */
export function asMailed(address: string): string {
  const [localPart, domain] = address.split('@')
  return DOTS_OF_THEIR_OWN.test(localPart!) ? `"${localPart}"@${domain}` : address
}

/** The key under which a person is unique in an organization: two addresses that differ by case alone are one person. */
export function emailIdentity(address: string): string {
  return address.toLowerCase().normalize('NFC')
}

// Far above any address, spaces around it included, so that nothing huge is normalized.
const LONGEST_WORTH_READING = 1_000

// Control, format (zero-width, bidirectional), private-use and unassigned characters. A soft hyphen is one, too.
const UNREADABLE_CHARACTERS = /\p{C}/u

/** In any width. */
const AT_SIGN = /[@＠﹫]/u
const DOTS_OF_THEIR_OWN = /^\.|\.\.|\.$/

/** Whether one letter is written for several that do not all belong to words, as ⒈ is for a digit and a dot. */
function becomesSigns(letter: string): boolean {
  const written = letter.normalize('NFKC')
  return written.length > 1 && written !== letter && /[^\p{L}\p{M}\p{N}]/u.test(written)
}

const TOO_LONG = `Use a shorter address: at most ${ADDRESS_OCTETS_MOST} characters.`
const UNREADABLE = 'Type the address again: it holds invisible or unreadable characters.'
const TWO_READINGS =
  'Type the address again with plain letters, digits and dots: a sign in it can be read as several.'
const NOT_FULL = 'Enter a full address, like name@example.com.'
const ONLY_ONE = 'Enter one address only, and add a contact for each of the others.'

function refuse(reason: string): ParsedEmailAddress {
  return { ok: false, reason }
}

const encoder = new TextEncoder()
const octets = (text: string): number => encoder.encode(text).length

function whatIsWrongWithLocalPart(localPart: string): string | null {
  if (/^\.*$/.test(localPart)) return NOT_FULL
  // RFC 5322 dot-atom with the letters of RFC 6531; its other non-ASCII characters serve only impostors.
  if (!/^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~.]+$/u.test(localPart)) {
    return 'Use only letters, digits and the usual signs (. _ - +) before the @.'
  }
  // Every character of an encoded-word (RFC 2047) is allowed in an atom, but some mail software decodes it.
  if (localPart.includes('=?')) return 'Remove the characters =? from the address.'
  return null
}

/** The domain as DNS knows it, or null. `URL` brings IDNA to Node and the browser alike, without a library. */
function domainInAscii(typed: string): string | null {
  // A URL parser also understands ports, paths, percent signs and passwords. None of these get to it.
  if (!/^[\p{L}\p{M}\p{N}.。．｡·・－-]+$/u.test(typed)) return null
  const domain = PLAIN_DOMAIN.test(typed) ? typed.toLowerCase() : hostnameOf(typed)
  if (domain === null) return null
  const labels = domain.split('.')
  // RFC 1123 section 2.1 and RFC 3696 section 2. `URL` turns 0x7f.1 into an IPv4 address: the last label tells.
  const labelsAreValid = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  const isName = labels.length >= 2 && !/^[0-9]+$/.test(labels.at(-1) ?? '')
  return labelsAreValid && isName ? domain : null
}

/** Of plain letters, and no number in the end: a URL parser makes nothing else of it. */
const PLAIN_DOMAIN = /^(?!.*xn--)[a-z0-9.-]+\.[a-z][a-z-]*$/i

function hostnameOf(typed: string): string | null {
  const url = `http://${typed}`
  return URL.canParse(url) ? new URL(url).hostname : null
}
