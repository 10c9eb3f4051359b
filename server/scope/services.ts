import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../database/database.ts'

/** What this process has once: app.ts makes it, each where its comment says. */
export interface Services {
  database: Database
  /** The origin that people open, such as https://portico.example.com. */
  publicUrl: URL
  clock: () => Date
  log: FastifyBaseLogger
  /** credentials/password-hash.ts */
  passwordHasher: PasswordHasher
  /** mail/outbox/seal.ts */
  sealer: Sealer
  /** http/after-answer.ts */
  afterAnswer: AfterAnswer
  /** journal/report-refusal.ts */
  refusals: Refusals
  /** work/long-work.ts */
  longWork: LongWork
  /** mail/mailbox/mailbox.ts. Null while letters go to a mail server. */
  mailbox: Mailbox | null
  /** Null: no mail service may report to us. */
  mailEventsSecret: string | null
  keeping: Keeping
  /** Where webhooks may go besides the public internet, such as 10.0.0.0/8: webhooks/allowed-address.ts */
  webhooksToPrivateNetworks: readonly string[]
}

/** For how many days the operator keeps what grows with every change. Null: for ever. */
export interface Keeping {
  /** The texts of e-mails. */
  lettersDays: number | null
  /** To whom an e-mail went, and what mail servers said of it. */
  deliveriesDays: number | null
  journalDays: number | null
}

/**
 * Who waits. A stranger is anyone who types an address and a password at a door. All others have shown something
 * first: a session, a link from a letter, a device that the person has signed in from. Their places are separate, so
 * no flood of strangers takes them.
 */
export type Standing = 'stranger' | 'known'

export interface PasswordHasher {
  hash(password: string): Promise<string>
  /**
   * `hash` is null if there is nobody, or no password: then the same work is done and the result is no, so that the
   * time tells a stranger nothing. `needsRehash` asks the caller to store a fresh `hash(password)`, because our
   * parameters have changed.
   */
  verify(
    password: string,
    hash: string | null,
    standing?: Standing,
  ): Promise<{ match: boolean; needsRehash: boolean }>
  /**
   * Throws `Busy` if no more of this standing may wait. Call it before anything is looked up or counted, so that a
   * flood costs the database nothing. The refusal takes a moment, so that a client that asks again at once does not
   * cost much processor time either.
   */
  refuseWhenFull(standing: Standing): Promise<void>
  /** For metrics. */
  load(): { running: number; waiting: number }
}

/**
 * Seals the secrets that wait in the outbox (R18). `context` names the place of the secret
 * (`organizationId/deliveryId`): a sealed value that was copied to another row does not open there.
 */
export interface Sealer {
  seal(plain: string, context: string): Buffer
  /** Throws if it was sealed by somebody else, or for another place. */
  open(sealed: Buffer, context: string): string
  /**
   * A proof that we wrote `text`, for what comes back to us from outside: the addresses of bounces, the links to
   * unsubscribe. `purpose` keeps the proof of one from serving as that of another.
   */
  sign(purpose: string, text: string): Buffer
  /** Whether this is such a proof, or the beginning of one that was shortened. */
  isSigned(purpose: string, text: string, proof: Buffer): boolean
}

/** Work that would tell the caller something by the time it takes: it begins once the reply is on its way. */
export interface AfterAnswer {
  add(work: () => Promise<void>): void
  /** When all of it is done. */
  settled(): Promise<void>
}

/** A refusal is written down after the reply, and a flood of them delays no waiting letter (`afterAnswer`). */
export interface Refusals extends AfterAnswer {
  /** In the log, once a minute for each kind. */
  tellOperator(refusal: string): void
}

/** Work that staff asked for, which goes on after the request was answered. */
export interface LongWork {
  /** Begins what has this key, unless it goes on in this process already. */
  begin(key: string, work: (signal: AbortSignal) => Promise<void>): void
  /** For metrics. */
  load(): { running: number }
  /** When nothing goes on any more. */
  settled(): Promise<void>
  /** Ends each after its current piece. Another process can go on with the rest. */
  stop(): Promise<void>
}

/** The built-in mailbox, as staff read it. */
export interface Mailbox {
  /** Newest first: the ids of deliveries are in the order of time. */
  ids(organizationId: string): Promise<string[]>
  /** What a list shows of these. */
  entries(organizationId: string, deliveryIds: string[]): Promise<MailboxEntry[]>
  /** One message of this organization, or null. */
  read(organizationId: string, deliveryId: string): Promise<MailboxMessage | null>
}

/** What the list of the mailbox shows of a message. */
export interface MailboxEntry {
  /** The delivery's. */
  id: string
  to: string
  subject: string
  at: string
}

export interface MailboxMessage extends MailboxEntry {
  from: string
  html: string | null
  text: string
  headers: { name: string; value: string }[]
  /** The files beside the letter, in its order. */
  attachments: { filename: string; contentType: string; content: Buffer }[]
}
