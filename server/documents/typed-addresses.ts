import type { ReceivedKind } from './kinds.ts'
import { sql } from 'kysely'
import { addContact } from '../contacts/add-contact.ts'
import { readCandidates } from '../contacts/read-candidates.ts'
import type { Candidate, RecipientDecision } from '../contacts/recipients.ts'
import { InvalidRequest } from '../http/problems.ts'
import { emailIdentity } from '../people/email-address.ts'
import type { Reading, Scope } from '../scope/scope.ts'
import type { ForThisOnce, TypedAddress } from './for-this-once.ts'
import type { Reader } from './post-document.ts'
import { refuseStrangers } from './refuse-strangers.ts'

/** An address that was typed in and is a contact's already is that contact. */
export function contactsAmong(addresses: readonly TypedAddress[], candidates: readonly Candidate[]) {
  return addresses.flatMap(({ email, role }) => {
    const contact = candidates.find((one) => emailIdentity(one.email) === emailIdentity(email))
    return contact ? [{ contactId: contact.contactId, role }] : []
  })
}

/** Those who are no contacts, as they are shown before. */
export function typedOnly(decisions: readonly RecipientDecision[], addresses: readonly TypedAddress[]) {
  return strangers(decisions, addresses).map(({ email, name, role }) => ({
    contactId: null,
    name: name || email,
    email,
    role,
    code: 'added',
    why: `${role === 'to' ? 'To' : 'Cc'}: added this time`,
  }))
}

/** Those who are no contacts, for the mail; refused where mail to one of them came back. */
export async function onceOnly(
  scope: Reading,
  decisions: readonly RecipientDecision[],
  addresses: readonly TypedAddress[],
): Promise<Reader[]> {
  const typed = strangers(decisions, addresses)
  await refuseBounced(scope, addresses, typed)
  return typed.map(({ email, name, role }) => ({ name: name || email, email, role }))
}

/**
 * Anyone who is to stay becomes a contact before anything is sent: that much stays where nobody would receive it, but not where
 * the choices themselves are wrong.
 */
export async function keepAsContacts(
  scope: Scope,
  customerId: string,
  kind: ReceivedKind,
  { add, leaveOut, addresses = [] }: ForThisOnce,
) {
  if (!addresses.some(({ keep }) => keep)) return []
  const found = await readCandidates(scope, customerId)
  refuseStrangers({ add, leaveOut }, found?.candidates ?? [])
  const kept = []
  for (const { email, name, role, keep } of addresses) {
    if (!keep || (await isContact(scope, customerId, email))) continue
    const [firstName = '', ...lastName] = name.split(' ')
    const contact = await addContact(scope, customerId, {
      email,
      firstName: firstName.slice(0, 100),
      lastName: lastName.join(' ').slice(0, 100),
      receives: { [kind]: role },
      portalPassword: null,
    })
    kept.push({ contactId: contact.id, role })
  }
  return kept
}

/** Each once, however often it was typed. */
function strangers(decisions: readonly RecipientDecision[], addresses: readonly TypedAddress[]) {
  const known = new Set(decisions.map(({ email }) => emailIdentity(email)))
  const typed = addresses.filter(({ email }) => !known.has(emailIdentity(email)))
  return [...new Map(typed.map((one) => [emailIdentity(one.email), one])).values()]
}

async function refuseBounced(
  { db, organizationId }: Reading,
  addresses: readonly TypedAddress[],
  typed: readonly TypedAddress[],
) {
  if (typed.length === 0) return
  const { rows } = await sql<{ identity: string }>`
    select email_identity as identity from people where organization_id = ${organizationId}
      and email_identity = any (${typed.map(({ email }) => emailIdentity(email))}::text[])
      and email_bounced_at is not null`.execute(db)
  const errors = rows.map(({ identity: bounced }) => ({
    pointer: `/addresses/${addresses.findIndex(({ email }) => emailIdentity(email) === bounced)}/email`,
    detail: 'Mail to this address bounced. Correct the address, or mark it as working where it is a contact.',
  }))
  if (errors.length > 0) throw new InvalidRequest(errors)
}

async function isContact({ db, organizationId }: Scope, customerId: string, email: string): Promise<boolean> {
  const { rows } = await sql`
    select from contacts c join people p on p.organization_id = c.organization_id and p.id = c.person_id
    where c.organization_id = ${organizationId} and c.customer_id = ${customerId}
      and p.email_identity = ${emailIdentity(email)}`.execute(db)
  return rows.length > 0
}
