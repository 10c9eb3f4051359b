import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { readCursor, writeCursor } from '../http/page.ts'
import { NotFound, Problem } from '../http/problems.ts'
import type { NamedFile, StaffCaller } from '../http/serve.ts'
import type { MailboxMessage } from './mailbox-files.ts'
import type { Mailbox } from './mailbox.ts'
import type { MailboxLetter, OpenedMailboxLetter } from './mailbox.api.ts'

type Call = { db: Db; staff: StaffCaller; mailbox: Mailbox | null }

/** The letters that this staff member may see, newest first. */
export async function listMailbox(
  call: Call,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ data: MailboxLetter[]; nextCursor: string | null }> {
  const { staff, mailbox } = call
  if (!mailbox) throw new NoMailbox()
  const after = readCursor(query.cursor, 'text')?.[0]
  const ids = await visible(call, await mailbox.ids(staff.organizationId))
  const rest = after === undefined ? ids : ids.filter((id) => id < after)
  const wanted = rest.slice(0, query.limit)
  return {
    data: await mailbox.entries(staff.organizationId, wanted),
    nextCursor: rest.length > wanted.length ? writeCursor([wanted.at(-1)!]) : null,
  }
}

export async function readMailboxLetter(call: Call, deliveryId: string): Promise<OpenedMailboxLetter> {
  const { attachments, ...letter } = await openLetter(call, deliveryId)
  return {
    ...letter,
    attachments: attachments.map(({ filename, content }) => ({ filename, bytes: content.length })),
  }
}

export async function readMailboxAttachment(
  call: Call,
  deliveryId: string,
  number: number,
): Promise<NamedFile> {
  const attachment = (await openLetter(call, deliveryId)).attachments[number - 1]
  if (attachment?.contentType !== 'application/pdf') throw new NotFound('attachment')
  return attachment
}

async function openLetter(call: Call, deliveryId: string): Promise<MailboxMessage> {
  const { staff, mailbox } = call
  if (!mailbox) throw new NoMailbox()
  const [id] = await visible(call, [deliveryId])
  const letter = id === undefined ? null : await mailbox.read(staff.organizationId, id)
  if (!letter) throw new NotFound('letter')
  return letter
}

/**
 * A letter to a colleague may hold the link that lets its reader sign in as that colleague. Owners see invitations,
 * because they send them; a link to set a password is only for the one it was sent to, who may work for other
 * organizations as well.
 */
async function visible({ db, staff }: Call, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return ids
  const { rows } = await sql<{ id: string }>`
    select id from deliveries
    where organization_id = ${staff.organizationId} and id = any(${ids}::uuid[])
      and (member_id is null or member_id = ${staff.memberId}
        or (${staff.role === 'owner'}::boolean and kind <> 'staffPasswordLink'))`.execute(db)
  const allowed = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => allowed.has(id))
}

class NoMailbox extends Problem {
  constructor() {
    super(
      404,
      'no-mailbox',
      'There is no mailbox',
      'Mail goes to a mail server here (SMTP_URL is set). Deliveries shows what became of each message.',
    )
  }
}
