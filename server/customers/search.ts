import { sql } from 'kysely'
import type { Reading, Within } from '../scope/scope.ts'

const SHOWN_MOST = 8
/** At how many customers to look for contacts: a customer with an Anna Jones and a Bob Smith has no Anna Smith. */
const CUSTOMERS_LOOKED_AT_MOST = 50
const CONTACTS_LOOKED_AT_MOST = 1000

interface FoundCustomer {
  id: string
  name: string
  accountNumber: string | null
  phone: string | null
}

interface FoundContact {
  id: string
  name: string
  email: string
  phone: string | null
  customerId: string
  customerName: string
}

/**
 * A few customers and contacts for somebody who types, first those that begin with what is typed. Phone numbers are
 * found by their digits.
 */
export async function search(scope: Reading, typed: string) {
  const query = typed.replaceAll('\0', '').trim()
  if (query === '') return { customers: [], contacts: [] }
  const [customers, contacts] = await Promise.all([findCustomers(scope, query), findContacts(scope, query)])
  return { customers, contacts }
}

async function findCustomers(scope: Reading, query: string): Promise<FoundCustomer[]> {
  const { db, organizationId } = scope
  const { rows } = await sql<FoundCustomer>`
    with beginning as (
      (select id, name, account_number, name_key, active, phone from customers
        where organization_id = ${organizationId} and name_key >= search_form(${query}) order by name_key, id limit ${SHOWN_MOST})
      union
      (select id, name, account_number, name_key, active, phone from customers
        where organization_id = ${organizationId} and account_number_lower >= lower(${query})
        order by account_number_lower limit ${SHOWN_MOST})
    ), candidates as (
      select id, name, account_number, phone, name_key, 1 as rank from beginning
      where active and (starts_with(name_key, search_form(${query})) or starts_with(lower(account_number), lower(${query})))
      union all
      select c.id, c.name, c.account_number, c.phone, c.name_key, 2
      from search_customers(${organizationId}, ${query}, 'customers', 'active', '', ${BEFORE_EVERY_ID}, ${SHOWN_MOST}) s
      cross join lateral (${customerOfSearch(scope)}) c
    )
    select id, name, account_number as "accountNumber", phone from candidates
    group by id, name, account_number, phone, name_key
    order by min(rank), name_key, id limit ${SHOWN_MOST}`.execute(db)
  return rows
}

async function findContacts(scope: Reading, query: string): Promise<FoundContact[]> {
  const { db, organizationId } = scope
  const { rows } = await sql<FoundContact>`
    select k.id, person_name(k.first_name, k.last_name, k.email) as name, k.email, k.phone,
      c.id as "customerId", c.name as "customerName"
    from search_customers(${organizationId}, ${query}, 'contacts', 'active', '', ${BEFORE_EVERY_ID}, ${CUSTOMERS_LOOKED_AT_MOST}) s
    cross join lateral (${customerOfSearch(scope)}) c
    cross join lateral (
      select k.id, p.first_name, p.last_name, p.email, p.search_text, p.phone, p.second_phone
      from contacts k join people p on p.organization_id = ${organizationId} and p.id = k.person_id
      where k.organization_id = ${organizationId} and k.customer_id = c.id and k.active
      limit ${CONTACTS_LOOKED_AT_MOST}) k
    where ' ' || k.search_text like all (search_patterns(${query}))
      or phone_digits(k.phone, k.second_phone) like phone_pattern(${query})
    order by not starts_with(k.search_text, search_form(${query})), k.search_text, c.name_key, k.id
    limit ${SHOWN_MOST}`.execute(db)
  return rows
}

/** One by one, for the reason given in `listCustomers`. */
const customerOfSearch = ({ organizationId }: Within) => sql`
  select id, name, account_number, name_key, phone from customers
  where organization_id = ${organizationId} and id = s.customer_id limit 1`

const BEFORE_EVERY_ID = '00000000-0000-0000-0000-000000000000'
