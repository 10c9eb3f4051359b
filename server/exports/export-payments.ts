import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import type { Reading } from '../scope/scope.ts'
import { amountCell, csvByBatches } from '../csv/csv-by-batches.ts'

const PAYMENTS_AT_ONCE = 500

interface ExportedPayment {
  id: string
  customer_name: string
  account_number: string | null
  received_on: string
  currency: string
  amount_minor: number
  method: string
  reference: string | null
  note: string | null
  invoice_number: string | null
  allocated_minor: number | null
  reverses: string | null
  created_by: string
  created_at: string
}

/** All payments in the order in which they were recorded, with a row for each invoice that one pays. */
export function exportPayments({ db, organizationId }: Reading): Readable {
  return csvByBatches<ExportedPayment>(
    {
      'Received on': (row) => row.received_on,
      'Account number': (row) => row.account_number,
      'Customer name': (row) => row.customer_name,
      Currency: (row) => row.currency,
      Amount: (row) => amountCell(row.amount_minor, row.currency),
      'Invoice number': (row) => row.invoice_number,
      'Amount for the invoice': (row) =>
        row.allocated_minor === null ? null : amountCell(row.allocated_minor, row.currency),
      Method: (row) => row.method,
      Reference: (row) => row.reference,
      Note: (row) => row.note,
      'Reverses payment': (row) => row.reverses,
      'Recorded by': (row) => row.created_by,
      'Recorded at': (row) => row.created_at,
      'Payment ID': (row) => row.id,
    },
    async (after) => {
      const { rows } = await sql<ExportedPayment>`
        select p.id, u.name as customer_name, u.account_number, p.received_on, p.currency, p.amount_minor,
          p.method, p.reference, p.note, i.number as invoice_number, a.amount_minor as allocated_minor, p.reverses,
          p.created_by, p.created_at
        from (
          select * from payments
          where organization_id = ${organizationId} and id > ${after}::uuid order by id limit ${PAYMENTS_AT_ONCE}) p
        join customers u on u.organization_id = ${organizationId} and u.id = p.customer_id
        left join payment_allocations a on a.organization_id = ${organizationId} and a.payment_id = p.id
        left join invoices i on i.organization_id = ${organizationId} and i.id = a.invoice_id
        order by p.id, i.number`.execute(db)
      return rows
    },
  )
}
