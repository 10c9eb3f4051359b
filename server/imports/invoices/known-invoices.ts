import { sql } from 'kysely'
import type { Address } from '../../customers/address.api.ts'
import type { Reading } from '../../scope/scope.ts'
import type { InvoiceState, StoredLine } from '../../invoices/invoice.ts'
import type { InvoiceCells } from './read-invoice-row.ts'

/** A customer, as far as invoices need it. */
export interface BilledCustomer {
  id: string
  name: string
  accountNumber: string | null
  active: boolean
  currency: string
  termsDays: number
  billingAddress: Address | null
  /** Who has the address by which it was found. */
  person?: string | null
}

export interface KnownInvoice {
  /** Null: a draft. */
  number: string | null
  /** It was imported as a draft that has this number in the file. */
  isOfDraft: boolean
  state: InvoiceState
  customerId: string
  customerName: string
  currency: string
  issueDate: string
  dueDate: string
  purchaseOrder: string | null
  notes: string | null
  lines: StoredLine[]
  discountPercent: string
  totalMinor: number
}

/** No more customers of one name or address are read than this: more are too many to tell apart anyway. */
const MOST_NAMESAKES = 5

type How = 'account' | 'name' | 'email'

/** The customers and invoices that some rows name, as they are now. */
export class KnownInvoices {
  readonly #customers = new Map<string, BilledCustomer[]>()
  readonly #invoices = new Map<string, KnownInvoice>()

  customersBy = (how: How, wanted: string): BilledCustomer[] => this.#customers.get(`${how} ${wanted}`) ?? []
  invoice = (number: string) => this.#invoices.get(number)

  async load(scope: Reading, rows: InvoiceCells[]): Promise<void> {
    const named = (field: keyof InvoiceCells) => [
      ...new Set(rows.flatMap((row) => (row[field] === undefined ? [] : [row[field]]))),
    ]
    const anyName = named('customerName')
    await this.#loadCustomers(scope, {
      account: [...new Set([...named('accountNumber'), ...anyName])],
      name: anyName,
      email: [...new Set([...named('customerEmail'), ...anyName.map((name) => name.toLowerCase())])],
    })
    await this.#loadInvoices(scope, named('invoiceNumber'))
  }

  async #loadCustomers({ db, organizationId }: Reading, wanted: Record<How, string[]>) {
    type Found = BilledCustomer & { how: How; wanted: string }
    const { rows } = await sql<Found>`/* unnamed */
      with wanted as materialized (
        select 'account' as how, text as wanted, lower(text) as lowered, null as key from unnest(${wanted.account}::text[]) text
        union all
        select 'name', text, lower(text), sort_key(text) from unnest(${wanted.name}::text[]) text
        union all
        select 'email', text, text, null from unnest(${wanted.email}::text[]) text
      )
      select w.how, w.wanted, c.id, c.name, c.account_number as "accountNumber", c.active, c.billing_address as "billingAddress", c.person,
        coalesce(c.currency, o.currency) as currency, coalesce(c.payment_terms_days, s.default_terms_days, 30) as "termsDays"
      from wanted w
      join organizations o on o.id = ${organizationId}
      left join invoicing_settings s on s.organization_id = ${organizationId}
      join lateral (
        (select c.*, null as person from customers c
         where w.how = 'account' and c.organization_id = ${organizationId} and c.account_number_lower = w.lowered)
        union all
        (select c.*, null as person from customers c
         where w.how = 'name' and c.organization_id = ${organizationId} and c.name_key = w.key and lower(c.name) = w.lowered
         limit ${MOST_NAMESAKES})
        union all
        (select c.*, concat_ws(' ', p.first_name, p.last_name) from people p
         join contacts t on t.organization_id = ${organizationId} and t.person_id = p.id and t.active
         join customers c on c.organization_id = ${organizationId} and c.id = t.customer_id
         where w.how = 'email' and p.organization_id = ${organizationId} and p.email_identity = w.wanted
         limit ${MOST_NAMESAKES})
      ) c on true`.execute(db)
    for (const { how, wanted: name, ...customer } of rows) {
      const key = `${how} ${name}`
      this.#customers.set(key, [...(this.#customers.get(key) ?? []), customer])
    }
  }

  async #loadInvoices({ db, organizationId }: Reading, numbers: string[]) {
    const { rows } = await sql<KnownInvoice & { wanted: string }>`/* unnamed */
      select w.wanted, i.number, i.number_lower is distinct from lower(w.wanted) as "isOfDraft", i.state, i.customer_id as "customerId", u.name as "customerName", i.currency,
        i.issue_date as "issueDate", i.due_date as "dueDate", i.purchase_order as "purchaseOrder", i.notes, i.lines,
        trim_scale(i.discount_percent)::text as "discountPercent", i.total_minor as "totalMinor"
      from unnest(${numbers}::text[]) w (wanted)
      join lateral (
        select * from invoices i where i.organization_id = ${organizationId} and i.number_lower = lower(w.wanted)
        union all
        select * from invoices i where i.organization_id = ${organizationId} and lower(i.imported_as) = lower(w.wanted)
          and i.number_lower is distinct from lower(w.wanted)) i on true
      join customers u on u.organization_id = ${organizationId} and u.id = i.customer_id`.execute(db)
    for (const { wanted, ...invoice } of rows)
      // What has the number comes before a draft that had it elsewhere.
      if (!invoice.isOfDraft || !this.#invoices.has(wanted)) this.#invoices.set(wanted, invoice)
  }
}
