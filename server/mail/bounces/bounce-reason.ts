/**
 * What a mail server's refusal says about the address, by its enhanced status code (RFC 3463), or by its words if an
 * old server gives none.
 */
export interface Refusal {
  /**
   * The mailbox is gone: no message will ever arrive there. False for a full mailbox, or one that refuses this
   * message.
   */
  addressIsDead: boolean
  /** As the end of a sentence. */
  why: string
}

export function readRefusal(reply: string): Refusal {
  const code = /(?<![\d.])[245]\.(\d{1,3}\.\d{1,3})(?![\d.])/.exec(reply)?.[1]
  if (code === undefined) return byWords(reply)
  const why = WHY[code] ?? WHY_BY_SUBJECT[code.split('.')[0]!] ?? REFUSED
  return { addressIsDead: DEAD.has(code) || (code === '4.1' && EXCHANGE_ONLINE.test(reply)), why }
}

const DEAD = new Set(['1.0', '1.1', '1.2', '1.3', '1.4', '1.6', '1.10', '2.1', '4.4'])
/** It says "no answer from host" about mailboxes that it does not have. */
const EXCHANGE_ONLINE = /recipient address rejected/i

const REFUSED = 'the recipient’s mail server rejected it'
const NO_MAILBOX = 'the mailbox does not exist'
const WHY: Record<string, string> = {
  '1.0': NO_MAILBOX,
  '1.1': NO_MAILBOX,
  '1.2': 'the domain does not exist',
  '1.3': 'the address is not valid',
  '1.4': 'the address matches several mailboxes',
  '1.6': 'the mailbox has moved',
  '1.10': 'the domain does not accept mail',
  '2.1': 'the mailbox is closed',
  '2.2': 'the mailbox is full',
  '2.3': 'the message is too large for the mailbox',
  '3.4': 'the message is too large for the mail server',
  '4.4': 'the domain does not accept mail',
  '4.7': 'the recipient’s mail server could not be reached in time',
}
const WHY_BY_SUBJECT: Record<string, string> = {
  '7': 'the recipient’s mail server rejected it because of its policies',
  '6': 'the recipient’s mail server did not accept the content of the message',
}

/** RFC 5321: 550, 551 and 553 are about mailboxes; many servers say them about senders they do not like, too. */
function byWords(reply: string): Refusal {
  const aboutMailbox = /^\s*55[013]\b/.test(reply) && !ABOUT_US.test(reply)
  return aboutMailbox ? { addressIsDead: true, why: NO_MAILBOX } : { addressIsDead: false, why: REFUSED }
}

const ABOUT_US =
  /relay|spam|spf|dkim|dmarc|block|black|list(?:ed|ing)|reputation|polic|denied|allow|authenticat|sender|verify|content|virus|rate|quota|full|\bip\b|\bdns/i
