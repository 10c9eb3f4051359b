import pg from 'pg'
import { expect, test } from 'vitest'
import { openEmptyWorld } from '../test/world.ts'
import { contactsApi, type ContactLine } from '../server/contacts/contacts.api.ts'
import { addressLines } from '../server/customers/address-lines.ts'
import { customersApi } from '../server/customers/customers.api.ts'
import { describe } from '../server/journal/describe.ts'
import { journalApi } from '../server/journal/journal.api.ts'
import type { ReplyOf } from '../server/http/endpoint.ts'
import { invoicesApi, invoiceStatus } from '../server/invoices/invoices.api.ts'
import { invoicingSettingsApi } from '../server/invoices/invoicing-settings.api.ts'
import { organizationApi } from '../server/organization/organization.api.ts'
import { receivablesApi } from '../server/receivables/home.api.ts'
import { sampleApi, staffApi } from '../server/staff/staff.api.ts'

test('the sample company has some of everything there is to try', async () => {
  const { visitor, ownerUrl, clock } = await openEmptyWorld()
  const owner = visitor()
  await owner.call(sampleApi.trySample)

  const { data: customers } = await owner.call(customersApi.list, { query: { limit: 100, status: 'all' } })
  expect(customers.length).toBeGreaterThanOrEqual(40)
  expect(customers.filter(({ active }) => !active).length).toBeGreaterThanOrEqual(2)
  const contacts: ContactLine[] = []
  for (const { id } of customers) {
    const query = { limit: 100, status: 'all' as const }
    contacts.push(...(await owner.call(contactsApi.list, { params: { customerId: id }, query })).data)
  }
  expect(contacts.length).toBeGreaterThanOrEqual(88)
  expect(contacts.some(({ active }) => !active)).toBe(true)
  expect(new Set(contacts.map(({ portalAccess }) => portalAccess))).toEqual(
    new Set(['none', 'invited', 'temporary', 'expired', 'active', 'locked']),
  )
  const places = new Map<string, ContactLine[]>()
  for (const contact of contacts) places.set(contact.email, [...(places.get(contact.email) ?? []), contact])
  expect([...places.values()].filter((at) => at.length > 1).length).toBeGreaterThanOrEqual(5)
  expect(contacts.every(({ email }) => email.endsWith('.example'))).toBe(true)
  // Nobody has access without a customer to see (R6).
  for (const at of places.values())
    if (at.every(({ active }) => !active)) expect(at[0]!.portalAccess).toBe('none')

  const { data: staff } = await owner.call(staffApi.list)
  expect(new Set(staff.map(({ state }) => state))).toEqual(new Set(['active', 'invited']))
  expect(new Set(staff.map(({ role }) => role))).toEqual(new Set(['owner', 'manager', 'viewer']))

  const { data: journal } = await owner.call(journalApi.list, { query: { limit: 100 } })
  // The sentence names whose details they were.
  for (const { action, sentence } of journal)
    if (action !== 'person.changed') expect(sentence).toBe(describe(action))
  for (const { action, sentence } of journal) expect(sentence).not.toBe(action)

  const tables = new pg.Client({ connectionString: ownerUrl })
  await tables.connect()
  const states = await tables.query(
    'select state, count(*)::int as count from deliveries group by state order by state',
  )
  expect(states.rows).toMatchObject([
    { state: 'bounced', count: 2 },
    { state: 'failed', count: 1 },
    { state: 'queued', count: 1 },
    { state: 'sent' },
  ])
  const later = await tables.query(
    `select 'journal' from journal where at > $1 union all select 'deliveries' from deliveries where finished_at > $1
     union all select 'access' from portal_access where greatest(issued_at, chosen_at, locked_at, last_sign_in_at) > $1
     union all select 'invoices' from invoices where greatest(updated_at, sent_at, paid_at, voided_at, disputed_since) > $1
     union all select 'payments' from payments where created_at > $1
     union all select 'views' from invoice_views where last_at > $1
     union all select 'contacts' from contacts where greatest(created_at, inactive_since) > $1`,
    [clock.now()],
  )
  await tables.end()
  expect(later.rows).toEqual([])
})

test('it is a British company: it counts in pounds, writes addresses as at home, and charges its tax', async () => {
  const { visitor } = await openEmptyWorld()
  const owner = visitor()
  await owner.call(sampleApi.trySample)
  expect(await owner.call(organizationApi.read)).toMatchObject({ currency: 'GBP', timeZone: 'Europe/London' })
  const { sellerAddress, defaultTaxRate } = await owner.call(invoicingSettingsApi.read)
  expect(addressLines(sellerAddress).split('\n').slice(-3)).toEqual(['Bristol', 'BS1 5TR', 'United Kingdom'])
  expect(defaultTaxRate).toBe('20')

  // Its first page has something everywhere.
  const { currencies } = await owner.call(receivablesApi.owed)
  expect(currencies.map(({ currency }) => currency)).toEqual(['GBP', 'EUR', 'USD'])
  const [pounds] = currencies
  expect(pounds!.ages.filter(({ count }) => count > 0).length).toBeGreaterThanOrEqual(4)
  expect(pounds!.owesMost.length).toBeGreaterThanOrEqual(5)
  const { remindersOn, nextDays } = await owner.call(receivablesApi.mail)
  expect(remindersOn).toBe(true)
  expect(nextDays.filter(({ reminders }) => reminders > 0).length).toBeGreaterThanOrEqual(3)
})

test('what was not delivered needs each of the things that can be done about it', async () => {
  const { visitor, ownerUrl } = await openEmptyWorld()
  const owner = visitor()
  await owner.call(sampleApi.trySample)
  const { notDelivered } = await owner.call(receivablesApi.mail)
  expect(notDelivered).toMatchObject([
    {
      invoiceNumber: 'INV-0112',
      remedy: 'sendAgain',
      othersGotIt: false,
      reason: 'Permanently rejected by the mail server.',
    },
    {
      invoiceNumber: 'INV-0111',
      remedy: 'correctAddress',
      othersGotIt: false,
      reason: 'The mail server rejected the address: the mailbox does not exist.',
    },
    {
      invoiceNumber: 'INV-0080',
      remedy: 'sendToAnother',
      othersGotIt: true,
      reason: 'The mail server rejected the address: the mailbox is closed.',
    },
  ])
  const tables = new pg.Client({ connectionString: ownerUrl })
  await tables.connect()
  const mailedAfterwards = await tables.query(`
    select d.address from deliveries d join people p on p.organization_id = d.organization_id and p.id = d.person_id
    where d.document_id is not null and d.created_at > p.email_bounced_at`)
  const bounced = await tables.query(`
    select p.email from people p join journal j on j.organization_id = p.organization_id and j.person_id = p.id
      and j.action = 'person.address-bounced' and j.at = p.email_bounced_at order by p.email`)
  await tables.end()
  expect(mailedAfterwards.rows).toEqual([])
  expect(bounced.rows).toEqual([
    { email: 'babajide.okonkwo@oduya.example' },
    { email: 'megan.obrien@greenway-logistics.example' },
  ])
})

test('its invoices are in every state, add up, and go on with the next number', async () => {
  const { visitor, ownerUrl } = await openEmptyWorld()
  const owner = visitor()
  await owner.call(sampleApi.trySample)
  const rows = []
  let cursor: string | null = null
  do {
    const query = { limit: 100, ...(cursor && { cursor }) }
    const page: ReplyOf<typeof invoicesApi.list> = await owner.call(invoicesApi.list, { query })
    rows.push(...page.data)
    cursor = page.nextCursor
  } while (cursor)
  expect(rows.length).toBe(120)
  for (const status of invoiceStatus.options)
    expect(rows.filter((row) => row.status === status).length, status).toBeGreaterThanOrEqual(2)
  expect(new Set(rows.map(({ delivery }) => delivery))).toEqual(
    new Set(['notSent', 'mailed', 'partly', 'notDelivered']),
  )
  expect(rows.some(({ disputed }) => disputed)).toBe(true)

  const tables = new pg.Client({ connectionString: ownerUrl })
  await tables.connect()
  const wrong = await tables.query(`
    select i.number from invoices i left join payment_allocations a on a.organization_id = i.organization_id and a.invoice_id = i.id
    group by i.organization_id, i.id having i.paid_minor <> coalesce(sum(a.amount_minor), 0)`)
  await tables.end()
  expect(wrong.rows).toEqual([])

  const draft = rows.find(({ status }) => status === 'draft')!
  const issued = await owner.call(invoicesApi.issue, { params: { invoiceId: draft.id } })
  expect(issued.number).toBe('INV-0115')
})
