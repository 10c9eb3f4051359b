import { sql } from 'kysely'
import type * as z from 'zod'
import { transaction, type Db } from '../database/database.ts'
import { newId } from '../database/id.ts'
import { Problem, StaleVersion } from '../http/problems.ts'
import type { StaffCaller } from '../http/serve.ts'
import { byStaff } from '../journal/record.ts'
import { customerColumns, customerReply, readCustomer, whyRefused, type CustomerRow } from './customer.ts'
import type { Customer, customerChange } from './customers.api.ts'

type Call = { db: Db; now: Date; staff: StaffCaller; version: number }
export type CustomerChange = z.output<typeof customerChange>

/** Changes the fields that are given, when nobody else has changed the customer since `version`. */
export async function changeCustomer(
  call: Call,
  customerId: string,
  change: CustomerChange,
): Promise<Customer> {
  const { db, staff } = call
  try {
    if (!change.parentId) return await write(call, customerId, change)
    return await transaction(db, async (tx) => {
      await refuseCircle(tx, staff.organizationId, customerId, change.parentId!)
      return write({ ...call, db: tx }, customerId, change)
    })
  } catch (error) {
    throw await whyRefused(error, db, staff.organizationId, change)
  }
}

/** The fields as the API names them, and their columns. */
const COLUMNS: Record<keyof CustomerChange, string> = {
  name: 'name',
  accountNumber: 'account_number',
  parentId: 'parent_id',
  email: 'email',
  phone: 'phone',
  secondPhone: 'second_phone',
  billingAddress: 'billing_address',
  shippingAddress: 'shipping_address',
  currency: 'currency',
  paymentTermsDays: 'payment_terms_days',
  notes: 'notes',
}
const FIELDS = Object.keys(COLUMNS) as (keyof CustomerChange)[]

// Written out once: putting so many names together anew would cost every change more than all its other work here.
const columnsOf = (alias: string) => sql.raw(FIELDS.map((field) => `${alias}${COLUMNS[field]}`).join(', '))
const fieldsOf = (alias: string) =>
  sql.raw(`jsonb_build_object(${FIELDS.map((field) => `'${field}', ${alias}.${COLUMNS[field]}`).join(', ')})`)
const COLUMNS_TO_SET = columnsOf('')
const COLUMNS_WANTED = columnsOf('wanted.')
const FIELDS_BEFORE = fieldsOf('before')
const FIELDS_WANTED = fieldsOf('wanted')
const FIELDS_NOW = fieldsOf('c')

/** One statement for every choice of fields, the journal's entry included: prepared once, and one round trip. */
async function write({ db, staff, now, version }: Call, customerId: string, change: CustomerChange) {
  const { organizationId } = staff
  const { kind, id, name } = byStaff(staff)
  const { rows } = await sql<CustomerRow>`
    with c as (
      update customers c
      set (${COLUMNS_TO_SET}) = row (${COLUMNS_WANTED}),
        version = c.version + 1, updated_at = ${now}
      from customers before, jsonb_populate_record(before, ${JSON.stringify(byColumn(change))}) wanted
      where c.organization_id = ${organizationId} and c.id = ${customerId} and c.version = ${version}
        and before.organization_id = ${organizationId} and before.id = ${customerId}
        and ${FIELDS_BEFORE} <> ${FIELDS_WANTED}
      returning c.*, ${FIELDS_BEFORE} as before
    ), recorded as (
      insert into journal (organization_id, id, at, actor_kind, actor_id, actor_name, action, customer_id, changes)
      select ${organizationId}, ${newId()}, ${now}, ${kind}, ${id}, ${name}, 'customer.changed', c.id, (
        select jsonb_object_agg(old.key, jsonb_build_object('old', old.value, 'new', new.value))
        from jsonb_each(c.before) old join jsonb_each(${FIELDS_NOW}) new on new.key = old.key
        where new.value <> old.value)
      from c
    )
    select ${customerColumns}
    from c left join customers parent on parent.organization_id = c.organization_id and parent.id = c.parent_id`.execute(
    db,
  )
  if (rows[0]) return customerReply(rows[0])

  // Nothing was written: there is no such customer, somebody else was faster, or it is like that already.
  const customer = await readCustomer(db, organizationId, customerId)
  if (customer.version !== version) throw new StaleVersion()
  return customer
}

function byColumn(change: CustomerChange) {
  return Object.fromEntries(
    FIELDS.filter((field) => change[field] !== undefined).map((field) => [COLUMNS[field], change[field]]),
  )
}

/** A customer stands below its parent. Two changes at once could close a circle: they go one after the other. */
async function refuseCircle(tx: Db, organizationId: string, customerId: string, parentId: string) {
  await sql`select pg_advisory_xact_lock(hashtextextended('customer parents of ' || ${organizationId}, 0))`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select id, parent_id from customers where organization_id = ${organizationId} and id = ${parentId}
      union
      select c.id, c.parent_id from above join customers c on c.organization_id = ${organizationId} and c.id = above.parent_id
    )
    select id from above where id = ${customerId}`.execute(tx)
  if (rows.length > 0) throw new CircleOfParents(customerId === parentId)
}

export class CircleOfParents extends Problem {
  constructor(itself: boolean) {
    const detail = itself
      ? 'A customer cannot be its own parent. Choose another one, or none.'
      : 'That customer stands below this one already, so it cannot be its parent. Choose another one, or none.'
    super(409, 'circle-of-parents', 'A customer cannot stand below itself', detail, {
      errors: [{ pointer: '/parentId', detail }],
    })
  }
}
