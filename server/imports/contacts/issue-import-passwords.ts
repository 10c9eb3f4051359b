import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import { readCredentialRules } from '../../contacts/contact.ts'
import { Busy } from '../../http/problems.ts'
import { emailIdentity } from '../../people/email-address.ts'
import { issueCredential, prepareCredential } from '../../portal-access/issue-password.ts'
import type { ContactAddressee } from '../../mail/outbox/post.ts'
import { atPresent, inTransaction, type InTransaction, type Reading } from '../../scope/scope.ts'
import { isOurs } from '../../work/lease.ts'
import { progress } from '../lease.ts'
import type { Work } from '../work.ts'
import type { RowContent } from './read-row.ts'
import { readBatches, readTask } from './rows.ts'

/**
 * Mails a temporary password to every contact of the file who has no portal access, one transaction each. A person
 * who has a password keeps it, and an import that is resumed mails nobody twice.
 */
export async function issueImportPasswords(work: Work): Promise<void> {
  const { db, lease, signal } = work
  const task = await readTask(work)
  if (!task.issuePasswords) return
  const rules = await readCredentialRules(work)
  for await (const rows of readBatches(work, task, task.passwordRow)) {
    const waiting = await withoutAccess(
      work,
      rows.flatMap(({ outcome, content }) =>
        outcome === 'refuse' || outcome === 'ask' ? [] : mailedIdentities(content),
      ),
    )
    for (const to of waiting) {
      signal.throwIfAborted()
      const scope = atPresent(work)
      const credential = await whenThereIsRoom(signal, () =>
        prepareCredential(scope, rules, { generate: true }, []),
      )
      await inTransaction(scope, async (tx) => {
        await progress(tx, task.rowCount)
        if (!(await stillWithoutAccess(tx, to.personId))) return
        await issueCredential(tx, to, credential)
        await sql`update imports set password_count = password_count + 1 where ${isOurs(lease)}`.execute(
          tx.db,
        )
      })
    }
    await sql`update imports set password_row = ${rows.at(-1)!.number} where ${isOurs(lease)}`.execute(db)
  }
}

/** Whom a row may mail portal access. */
export function mailedIdentities({ email, customer, others }: RowContent): string[] {
  const first = email?.identity ?? (customer.email && emailIdentity(customer.email))
  return [first, ...others.map((other) => other.email?.identity)].filter((one) => one !== undefined)
}

/** Of these addresses, those of people who have no portal access: new people among them. */
export async function withoutPortalAccess(
  { db, organizationId }: Reading,
  identities: string[],
): Promise<string[]> {
  const { rows } = await sql<{ identity: string }>`
    select p.email_identity as identity from people p
    join portal_access a on a.organization_id = ${organizationId} and a.person_id = p.id
    where p.organization_id = ${organizationId} and p.email_identity = any(${identities}::text[])`.execute(db)
  const have = new Set(rows.map(({ identity }) => identity))
  return identities.filter((identity) => !have.has(identity))
}

/** The people behind addresses, each at one customer where they are a contact: the letter is about that one. */
async function withoutAccess(
  { db, organizationId }: Reading,
  identities: string[],
): Promise<ContactAddressee[]> {
  const { rows } = await sql<ContactAddressee>`
    select p.id as "personId", c.id as "contactId", c.customer_id as "customerId" from people p
    join lateral (
      select id, customer_id from contacts c
      where c.organization_id = ${organizationId} and c.person_id = p.id and c.active
        and exists (select from customers u where u.organization_id = ${organizationId} and u.id = c.customer_id and u.active)
      order by c.id limit 1) c on true
    where p.organization_id = ${organizationId}
      and p.email_identity = any(${identities}::text[])
      and not exists (select from portal_access a where a.organization_id = ${organizationId} and a.person_id = p.id)
    order by p.id`.execute(db)
  return rows
}

async function stillWithoutAccess(
  { db, organizationId }: InTransaction<Reading>,
  personId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from people p where organization_id = ${organizationId} and id = ${personId}
      and not exists (select from portal_access a where a.organization_id = ${organizationId} and a.person_id = p.id)
    for update of p`.execute(db)
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
