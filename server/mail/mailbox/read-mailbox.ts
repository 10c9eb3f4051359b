import { sql } from 'kysely'
import { readCursor, writeCursor } from '../../http/page.ts'
import { NotFound, Problem } from '../../http/problems.ts'
import type { NamedFile } from '../../http/answer.ts'
import type { StaffCaller } from '../../http/let-in.ts'
import type { Scope } from '../../scope/scope.ts'
import type { Mailbox, MailboxMessage } from '../../scope/services.ts'
import type { MailboxLetter, OpenedMailboxLetter } from './mailbox.api.ts'

type ByStaff = Scope & { staff: StaffCaller }

/** The letters that this staff member may see, newest first. */
export async function listMailbox(
  scope: ByStaff,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ data: MailboxLetter[]; nextCursor: string | null }> {
  const mailbox = mailboxOf(scope)
  const after = readCursor(query.cursor, 'text')?.[0]
  const ids = await visible(scope, await mailbox.ids(scope.organizationId))
  const rest = after === undefined ? ids : ids.filter((id) => id < after)
  const wanted = rest.slice(0, query.limit)
  return {
    data: await mailbox.entries(scope.organizationId, wanted),
    nextCursor: rest.length > wanted.length ? writeCursor([wanted.at(-1)!]) : null,
  }
}

export async function readMailboxLetter(scope: ByStaff, deliveryId: string): Promise<OpenedMailboxLetter> {
  const { attachments, ...letter } = await openLetter(scope, deliveryId)
  return {
    ...letter,
    attachments: attachments.map(({ filename, content }) => ({ filename, bytes: content.length })),
  }
}

export async function readMailboxAttachment(
  scope: ByStaff,
  deliveryId: string,
  number: number,
): Promise<NamedFile> {
  const attachment = (await openLetter(scope, deliveryId)).attachments[number - 1]
  if (attachment?.contentType !== 'application/pdf') throw new NotFound('attachment')
  return attachment
}

async function openLetter(scope: ByStaff, deliveryId: string): Promise<MailboxMessage> {
  const mailbox = mailboxOf(scope)
  const [id] = await visible(scope, [deliveryId])
  const letter = id === undefined ? null : await mailbox.read(scope.organizationId, id)
  if (!letter) throw new NotFound('letter')
  return letter
}

function mailboxOf({ services: { mailbox } }: ByStaff): Mailbox {
  if (!mailbox) throw new NoMailbox()
  return mailbox
}

/**
 * A letter to a colleague may hold the link that lets its reader sign in as that colleague. Owners see invitations,
 * because they send them; a link to set a password is only for the one it was sent to, who may work for other
 * organizations as well.
 */
async function visible({ db, organizationId, staff }: ByStaff, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return ids
  const { rows } = await sql<{ id: string }>`
    select id from deliveries
    where organization_id = ${organizationId} and id = any(${ids}::uuid[])
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
