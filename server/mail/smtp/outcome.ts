/** What came of handing one message to the mail server. It is exact, because the postman decides by it. */
export type SmtpOutcome =
  | { outcome: 'accepted'; reply: string }
  /** The server refused it, temporarily (4xx) or permanently (5xx). */
  | { outcome: 'refused'; permanent: boolean; reply: string; phase: SmtpPhase }
  /** The whole message was handed over, and the connection was lost before the answer: it may or may not arrive. */
  | { outcome: 'unknown'; reason: string }
  /** It certainly was not sent. */
  | { outcome: 'not-sent'; reason: string; phase: SmtpPhase }

export type SmtpPhase = 'connect' | 'sign-in' | 'sender' | 'recipient' | 'content'

export interface SmtpMessage {
  from: string
  /** Exactly one address. */
  to: string
  content: Buffer
}
