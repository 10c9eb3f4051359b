import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import { readCredentialRules } from '../../contacts/contact.ts'
import { transaction, type Db } from '../../database/database.ts'
import { Busy } from '../../http/problems.ts'
import type { Services } from '../../scope/services.ts'
import type { Actor } from '../../scope/actor.ts'
import { emailIdentity } from '../../people/email-address.ts'
import { issueCredential, prepareCredential } from '../../portal-access/issue-password.ts'
import type { Recipient } from '../../portal-access/letters.ts'
import { progress } from '../lease.ts'
import { isOurs, type Lease } from '../../work/lease.ts'
import type { Work } from './plan-import.ts'
import { readBatch, readTask } from './rows.ts'

/**
 * Mails a temporary password to every contact of the file who has no portal access, one transaction each. A person
 * who has a password keeps it, and an import that is resumed mails nobody twice.
 */
export async function issueImportPasswords(
  { db, clock, signal, ...services }: Work & Pick<Services, 'passwordHasher' | 'sealer'>,
  lease: Lease,
  by: Actor,
): Promise<void> {
  const { organizationId } = lease
  const scope = { organizationId, by, services }
  const task = await readTask(db, lease)
  if (!task.issuePasswords) return
  const rules = await readCredentialRules({ db, organizationId })
  for (let after = task.passwordRow; ;) {
    const rows = await readBatch(db, lease, task.fields, after)
    if (rows.length === 0) return
    const waiting = await withoutAccess(
      db,
      organizationId,
      rows.flatMap(({ outcome, content }) =>
        outcome === 'refuse' || outcome === 'ask'
          ? []
          : [content.email?.identity ?? (content.customer.email && emailIdentity(content.customer.email))],
      ),
    )
    for (const to of waiting) {
      signal.throwIfAborted()
      const now = clock()
      const credential = await whenThereIsRoom(signal, () =>
        prepareCredential({ ...scope, now }, rules, { generate: true }, []),
      )
      await transaction(db, async (tx) => {
        await progress(tx, lease, now, task.rowCount)
        if (!(await stillWithoutAccess(tx, organizationId, to.personId))) return
        await issueCredential({ ...scope, db: tx, now }, to, credential)
        await sql`update imports set password_count = password_count + 1 where ${isOurs(lease)}`.execute(tx)
      })
    }
    after = rows.at(-1)!.number
    await sql`update imports set password_row = ${after} where ${isOurs(lease)}`.execute(db)
  }
}

/** The people behind addresses, each at one customer where they are a contact: the letter is about that one. */
async function withoutAccess(
  db: Db,
  organizationId: string,
  identities: (string | undefined)[],
): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select p.id as "personId", c.id as "contactId", c.customer_id as "customerId" from people p
    join lateral (
      select id, customer_id from contacts c
      where c.organization_id = ${organizationId} and c.person_id = p.id and c.active order by c.id limit 1) c on true
    where p.organization_id = ${organizationId}
      and p.email_identity = any(${identities.filter((identity) => identity !== undefined)}::text[])
      and not exists (select from portal_access a where a.organization_id = ${organizationId} and a.person_id = p.id)
    order by p.id`.execute(db)
  return rows
}

async function stillWithoutAccess(tx: Db, organizationId: string, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select from people p where organization_id = ${organizationId} and id = ${personId}
      and not exists (select from portal_access a where a.organization_id = ${organizationId} and a.person_id = p.id)
    for update of p`.execute(tx)
  return rows.length > 0
}

/** People who sign in come first: the import waits while hashing is busy. */
async function whenThereIsRoom<T>(signal: AbortSignal, prepare: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await prepare()
    } catch (error) {
      if (!(error instanceof Busy)) throw error
      await pause(500, undefined, { signal })
    }
  }
}
