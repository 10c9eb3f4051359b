import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import { tableById, type Table } from './table.ts'

const DELIVERIES_AT_ONCE = 500

interface ExportedDelivery {
  id: string
  kind: string
  state: string
  reason: string | null
  address: string
  personName: string | null
  customerName: string | null
  accountNumber: string | null
  invoiceNumber: string | null
  role: string | null
  subject: string
  attemptCount: number
  createdAt: string
  notBefore: string | null
  finishedAt: string | null
}

/** All deliveries in the order in which they were made: what was mailed to whom, and with what result. No contents. */
export function deliveriesTable({ db, organizationId }: Reading): Table {
  return tableById<ExportedDelivery>(
    'Deliveries',
    {
      'Created at': (row) => row.createdAt,
      Kind: (row) => row.kind,
      State: (row) => row.state,
      Reason: (row) => row.reason,
      'E-mail': (row) => row.address,
      Role: (row) => row.role,
      Name: (row) => row.personName,
      'Account number': (row) => row.accountNumber,
      'Customer name': (row) => row.customerName,
      'Invoice number': (row) => row.invoiceNumber,
      Subject: (row) => row.subject,
      Attempts: (row) => row.attemptCount,
      'Not before': (row) => row.notBefore,
      'Finished at': (row) => row.finishedAt,
      ID: (row) => row.id,
    },
    async (after) => {
      const { rows } = await sql<ExportedDelivery>`
        select d.id, coalesce(d.document_kind, d.kind) as kind, d.state, d.reason, d.address,
          person_name(p.first_name, p.last_name, null) as "personName", u.name as "customerName",
          u.account_number as "accountNumber", i.number as "invoiceNumber", d.role, d.subject,
          d.attempt_count as "attemptCount", d.created_at as "createdAt", d.not_before as "notBefore",
          d.finished_at as "finishedAt"
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
