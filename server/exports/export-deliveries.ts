import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import type { Reading } from '../scope/scope.ts'
import { csvByBatches } from '../csv/csv-by-batches.ts'

const DELIVERIES_AT_ONCE = 500

interface ExportedDelivery {
  id: string
  kind: string
  state: string
  reason: string | null
  address: string
  person_name: string | null
  customer_name: string | null
  account_number: string | null
  invoice_number: string | null
  role: string | null
  subject: string
  attempt_count: number
  created_at: string
  not_before: string | null
  finished_at: string | null
}

/** All deliveries in the order in which they were made: what was mailed to whom, and with what result. No contents. */
export function exportDeliveries({ db, organizationId }: Reading): Readable {
  return csvByBatches<ExportedDelivery>(
    {
      'Created at': (row) => row.created_at,
      Kind: (row) => row.kind,
      State: (row) => row.state,
      Reason: (row) => row.reason,
      'E-mail': (row) => row.address,
      Role: (row) => row.role,
      Name: (row) => row.person_name,
      'Account number': (row) => row.account_number,
      'Customer name': (row) => row.customer_name,
      'Invoice number': (row) => row.invoice_number,
      Subject: (row) => row.subject,
      Attempts: (row) => row.attempt_count,
      'Not before': (row) => row.not_before,
      'Finished at': (row) => row.finished_at,
      ID: (row) => row.id,
    },
    async (after) => {
      const { rows } = await sql<ExportedDelivery>`
        select d.id, coalesce(d.document_kind, d.kind) as kind, d.state, d.reason, d.address,
          nullif(trim(concat_ws(' ', p.first_name, p.last_name)), '') as person_name, u.name as customer_name,
          u.account_number, i.number as invoice_number, d.role, d.subject, d.attempt_count, d.created_at, d.not_before,
          d.finished_at
        from (
          select * from deliveries
          where organization_id = ${organizationId} and id > ${after}::uuid order by id limit ${DELIVERIES_AT_ONCE}) d
        left join people p on p.organization_id = ${organizationId} and p.id = d.person_id
        left join customers u on u.organization_id = ${organizationId} and u.id = d.customer_id
        left join invoices i on i.organization_id = ${organizationId} and i.id = d.invoice_id
        order by d.id`.execute(db)
      return rows
    },
  )
}
