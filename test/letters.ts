import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'

/** A letter as its reader finds it. */
export interface ReadLetter {
  to: string
  from: string
  subject: string
  text: string
  html: string
  /** The names of its attachments. */
  attachments: string[]
  /** The temporary password in it, as people copy it. */
  password: string | null
  /** The token of the one-time link in it. */
  token: string | null
  /** What makes its reader's browser known at the door. */
  proof: string | null
}

/** The letters in the mailbox that have not been read before, in the order in which they came. */
export async function readLetters(mailbox: string, seen: Set<string>): Promise<ReadLetter[]> {
  const files = (await readdir(mailbox, { recursive: true }).catch(() => []))
    .filter((file) => file.endsWith('.eml') && !seen.has(file))
    .toSorted()
  const letters: ReadLetter[] = []
  for (const file of files) {
    seen.add(file)
    letters.push(await readLetter(await readFile(join(mailbox, file))))
  }
  return letters
}

export async function readLetter(raw: Buffer): Promise<ReadLetter> {
  const mail = await simpleParser(raw)
  const text = mail.text ?? ''
  const to = [mail.to ?? []].flat().flatMap(({ value }) => value)
  return {
    to: to[0]?.address ?? '',
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    text,
    html: mail.html || '',
    attachments: mail.attachments.map(({ filename }) => filename ?? ''),
    password: /^\s*([A-Za-z0-9]{20})\s*$/m.exec(text)?.[1] ?? null,
    token: /#([A-Za-z0-9_-]{64})/.exec(text)?.[1] ?? null,
    proof: /#device=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? null,
  }
}
