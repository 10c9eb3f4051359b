import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { AddressObject, ParsedMail } from 'mailparser'
import type { MailboxEntry, MailboxMessage } from '../../scope/services.ts'

// A sixth of the time a start takes, so it is loaded when the first letter is read.
const parser = async () => (await import('mailparser')).simpleParser

const MAILBOX_MESSAGES_MOST = 1_000
const HEADERS_BYTES_MOST = 16_384
/** No letter takes as long to be written. */
const DRAFT_LEFT_MS = 10 * 60_000

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const EXTENSION = '.eml'

/**
 * The messages of the built-in mailbox, as files and on purpose not in the database: letters carry passwords, which
 * must reach neither its log nor its dumps. One folder for each organization, one file for each delivery, readable by
 * this user only.
 */
export function mailboxFiles(folder: string, messagesMost = MAILBOX_MESSAGES_MOST) {
  /**
   * Keeps a message, which is safe once this resolves. A delivery that comes a second time replaces the first: both
   * are the same letter under the same Message-ID, and a mail program would show it once, too.
   */
  async function keep(organizationId: string, deliveryId: string, content: Buffer): Promise<void> {
    const place = folderOf(organizationId)
    const file = fileOf(organizationId, deliveryId)
    await mkdir(place, { recursive: true, mode: 0o700 })
    const draft = join(place, `.${randomUUID()}`)
    try {
      const handle = await open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(content)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, file)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    await syncFolder(place)
    await forgetOldest(organizationId)
  }

  /** Newest first: the ids of deliveries are in the order of time. */
  async function ids(organizationId: string): Promise<string[]> {
    const names = await readdir(folderOf(organizationId)).catch(whenMissing([]))
    return names
      .filter((name) => name.endsWith(EXTENSION) && !name.startsWith('.'))
      .map((name) => name.slice(0, -EXTENSION.length))
      .sort()
      .reverse()
  }

  /** What a list shows of these. */
  async function entries(organizationId: string, deliveryIds: string[]): Promise<MailboxEntry[]> {
    const found = await Promise.all(deliveryIds.map((id) => readEntry(organizationId, id)))
    return found.filter((entry) => entry !== null)
  }

  /** One message of this organization, or null. */
  async function read(organizationId: string, deliveryId: string): Promise<MailboxMessage | null> {
    const content = await contentOf(organizationId, deliveryId)
    if (!content) return null
    const mail = await (
      await parser()
    )(content, {
      // A picture within the letter is put in its place: nothing is fetched.
      skipTextToHtml: true,
      skipHtmlToText: true,
    })
    return {
      ...entryOf(deliveryId, mail),
      from: addressesOf(mail.from),
      html: mail.html || null,
      text: mail.text ?? '',
      headers: mail.headerLines.map(({ key, line }) => ({
        name: key,
        value: line.slice(line.indexOf(':') + 1).trim(),
      })),
      attachments: mail.attachments
        .filter(({ related }) => !related)
        .map(({ filename, contentType, content }) => ({
          filename: filename ?? 'attachment',
          contentType,
          content,
        })),
    }
  }

  /** What was left by a kill in the middle of writing, and not what another process writes at this moment. */
  async function removeDrafts(): Promise<void> {
    const leftBefore = Date.now() - DRAFT_LEFT_MS
    for (const name of await readdir(folder, { recursive: true })) {
      if (!basename(name).startsWith('.')) continue
      const draft = await stat(join(folder, name)).catch(whenMissing(null))
      if (draft && draft.mtimeMs < leftBefore) await rm(join(folder, name), { force: true })
    }
  }

  async function readEntry(organizationId: string, deliveryId: string): Promise<MailboxEntry | null> {
    const content = await contentOf(organizationId, deliveryId, HEADERS_BYTES_MOST)
    if (!content) return null
    const end = content.indexOf('\r\n\r\n')
    return entryOf(deliveryId, await (await parser())(end < 0 ? content : content.subarray(0, end + 4)))
  }

  async function forgetOldest(organizationId: string) {
    for (const id of (await ids(organizationId)).slice(messagesMost))
      await rm(fileOf(organizationId, id), { force: true })
  }

  async function contentOf(
    organizationId: string,
    deliveryId: string,
    bytesMost?: number,
  ): Promise<Buffer | null> {
    if (!UUID.test(deliveryId)) return null
    const handle = await open(fileOf(organizationId, deliveryId), 'r').catch(whenMissing(null))
    if (!handle) return null
    try {
      if (bytesMost === undefined) return await handle.readFile()
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytesMost), 0, bytesMost, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  function folderOf(organizationId: string): string {
    // The ids name files, so nothing but an id may get here.
    if (!UUID.test(organizationId)) throw new Error('an organization id is a lower-case UUID')
    return join(folder, organizationId)
  }

  function fileOf(organizationId: string, deliveryId: string): string {
    if (!UUID.test(deliveryId)) throw new Error('a delivery id is a lower-case UUID')
    return join(folderOf(organizationId), deliveryId + EXTENSION)
  }

  return { keep, ids, entries, read, removeDrafts }
}

function entryOf(id: string, mail: ParsedMail): MailboxEntry {
  return {
    id,
    to: addressesOf(mail.to),
    subject: mail.subject ?? '',
    at: (mail.date ?? new Date(0)).toISOString(),
  }
}

/** As people write them, without the quotation marks that names have on the wire. */
function addressesOf(header: AddressObject | AddressObject[] | undefined): string {
  return [header ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .map(({ name, address = '' }) => (name ? `${name} <${address}>` : address))
    .join(', ')
}

/** A renamed file survives a power cut once its folder is on disk. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function whenMissing<T>(instead: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead
    throw error
  }
}
