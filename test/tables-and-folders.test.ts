import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FOLDERS } from './folders.ts'

/** Which folder of server/ owns which table: it writes it, and the folders after it may read it. */
const OWNER: Record<string, string> = {
  throttles: 'http',
  idempotent_requests: 'http',
  regular_work: 'work',
  failing_work: 'work',
  kept_since: 'keeping',
  journal: 'journal',
  deliveries: 'mail',
  delivery_attempts: 'mail',
  delivery_reports: 'mail',
  outbox: 'mail',
  people: 'people',
  customers: 'customers',
  contact_search: 'customers',
  customer_search: 'customers',
  staff_accounts: 'staff',
  staff_members: 'staff',
  staff_sessions: 'staff',
  staff_links: 'staff',
  api_keys: 'api-keys',
  organizations: 'organization',
  installation: 'organization',
  organizations_elsewhere: 'database',
  portal_access: 'portal-access',
  portal_sessions: 'portal-access',
  portal_links: 'portal-access',
  portal_devices: 'portal-access',
  contacts: 'contacts',
  invoices: 'invoices',
  invoice_revisions: 'invoices',
  invoice_views: 'invoices',
  invoice_batches: 'invoices',
  invoice_batch_items: 'invoices',
  invoicing_settings: 'invoices',
  logos: 'invoices',
  payments: 'payments',
  payment_allocations: 'payments',
  receipts: 'payments',
  statements: 'statements',
  statement_runs: 'statements',
  reminder_steps: 'reminders',
  reminder_sendings: 'reminders',
  owed_by_day: 'receivables',
  owed_by_customer: 'receivables',
  credit_by_customer: 'receivables',
  imports: 'imports',
  import_files: 'imports',
  import_rows: 'imports',
  import_notes: 'imports',
  import_mappings: 'imports',
  event_feeds: 'events',
  events: 'events',
  events_pending: 'events',
  webhooks: 'webhooks',
  webhook_messages: 'webhooks',
  webhook_attempts: 'webhooks',
}

/** A row of it says how an organization wants things done, so that every folder may read it. */
const READ_BY_ALL = ['organizations']

/** Statements that name a table of a later folder, each for a reason. `!` is for those that write it. */
const EXCEPTIONS: Record<string, { tables: string; why: string }> = {
  'server/journal/list-journal.ts': {
    tables: 'contacts customers invoices people staff_members',
    why: 'an entry is shown with the names that its people and things have now',
  },
  'server/mail/outbox/post.ts': {
    tables: 'people staff_members',
    why: 'a letter goes to the address that its reader has at this moment',
  },
  'server/mail/outbox/deliver.ts': {
    tables: 'contacts customers invoicing_settings people portal_access staff_members',
    why: 'the statement that leases a letter looks once more whether it is still true',
  },
  'server/mail/letters/letter-logo.ts': { tables: 'logos', why: 'the logo stands in every letter' },
  'server/mail/deliveries/list-deliveries.ts': {
    tables: 'customers people staff_members',
    why: 'a delivery is shown with the name of its reader',
  },
  'server/mail/deliveries/send-again.ts': { tables: 'people', why: 'to the address that the person has now' },
  'server/mail/bounces/mark-bounced.ts': {
    tables: 'people!',
    why: 'what a mail server says of an address holds for the person behind it',
  },
  'server/mail/unsubscribing/unsubscribe.ts': {
    tables: 'contacts contacts! customers people',
    why: 'a link in a letter acts on the contact it was sent to, before anybody is signed in',
  },
  'server/mail/letters/portal-access-of-readers.ts': {
    tables: 'portal_access',
    why: 'a letter has a button to the portal only for readers who can open it',
  },
  'server/people/recognize-person.ts': {
    tables: 'contacts customers portal_access',
    why: 'somebody known is shown with where they are a contact',
  },
  'server/customers/add-customer.ts': {
    tables: 'contacts!',
    why: 'the customer’s own address becomes its primary contact, in the same statement (R7)',
  },
  'server/customers/list-customers.ts': {
    tables: 'contacts credit_by_customer invoices owed_by_customer',
    why: 'one round trip for the page that is opened most',
  },
  'server/customers/search.ts': { tables: 'contacts', why: 'one search finds customers and contacts' },
  'server/portal-access/credential.ts': {
    tables: 'contacts',
    why: 'a password must not be made of the names of the customers that it opens',
  },
  'server/portal-access/door.ts': {
    tables: 'invoicing_settings',
    why: 'the door names who to write to: the address on the invoices',
  },
  'server/portal-access/home.ts': { tables: 'contacts', why: 'the customers that somebody sees' },
  'server/portal-access/session.ts': {
    tables: 'contacts',
    why: 'a session without an active contact opens nothing',
  },
  'server/documents/letter-settings.ts': {
    tables: 'invoicing_settings',
    why: 'how letters are written is kept with the other settings of invoicing',
  },
  'server/invoices/credit-covers.ts': {
    tables: 'credit_by_customer owed_by_customer',
    why: 'sums that triggers keep as invoices and payments change',
  },
  'server/invoices/list-invoices.ts': {
    tables: 'owed_by_day',
    why: 'sums that triggers keep as invoices and payments change',
  },
  'server/invoices/portal-invoices.ts': {
    tables: 'payment_allocations payments',
    why: 'an invoice in the portal shows what was paid on it',
  },
  'server/invoices/still-wanted.ts': {
    tables: 'payments',
    why: 'a receipt of a payment that was reversed is sent no more',
  },
}

const ROOT = join(import.meta.dirname, '..')
const TABLES = Object.keys(OWNER).join('|')
const NAMED = new RegExp(
  `(?:(?<write>insert into|update|delete from)|from|join|only)\\s+(?<raw>${TABLES})\\b` +
    `|(?:(?<writeBuilt>insertInto|updateTable|deleteFrom)|selectFrom|(?:inner|left)Join)\\('(?<built>${TABLES})\\b`,
  'g',
)

test('a statement names tables of its own folder and of those before it, or says why not', () => {
  expect(Object.fromEntries([...laterTables()].map(([file, tables]) => [file, tables.join(' ')]))).toEqual(
    Object.fromEntries(Object.entries(EXCEPTIONS).map(([file, { tables }]) => [file, tables])),
  )
})

test('every table has an owner', () => {
  const migrations = join(ROOT, 'server/database/migrations')
  const made = readdirSync(migrations).flatMap((file) =>
    [...readFileSync(join(migrations, file), 'utf8').matchAll(/^create table (\w+)/gm)].map(
      ([, table]) => table!,
    ),
  )
  expect(Object.keys(OWNER).toSorted()).toEqual(made.toSorted())
  expect(Object.values(OWNER).filter((folder) => !FOLDERS.includes(folder))).toEqual([])
})

function laterTables(): Map<string, string[]> {
  const later = new Map<string, string[]>()
  for (const name of readdirSync(join(ROOT, 'server'), { recursive: true, encoding: 'utf8' })) {
    const place = FOLDERS.indexOf(name.split('/')[0]!)
    if (place <= FOLDERS.indexOf('database') || !/(?<!\.test)\.tsx?$/.test(name)) continue
    const code = readFileSync(join(ROOT, 'server', name), 'utf8').replaceAll(
      /\/\*\*[\s\S]*?\*\/|\/\/.*$/gm,
      '',
    )
    const tables = [...code.matchAll(NAMED)].flatMap(({ groups }) => {
      const { raw, built, write, writeBuilt } = groups!
      const table = (raw ?? built)!
      const writes = write !== undefined || writeBuilt !== undefined
      const isLater = FOLDERS.indexOf(OWNER[table]!) > place
      return isLater && (writes || !READ_BY_ALL.includes(table)) ? [writes ? `${table}!` : table] : []
    })
    if (tables.length > 0) later.set(`server/${name}`, [...new Set(tables)].toSorted())
  }
  return later
}
