import { sql } from 'kysely'
import type { Reading } from '../scope/scope.ts'
import { amountCell, tableById, type Table } from './table.ts'

const PAYMENTS_AT_ONCE = 500

interface ExportedPayment {
  id: string
  customerName: string
  accountNumber: string | null
  receivedOn: string
  currency: string
  amountMinor: number
  method: string
  reference: string | null
  note: string | null
  invoiceNumber: string | null
  allocatedMinor: number | null
  reverses: string | null
  createdBy: string
  createdAt: string
}

/** All payments in the order in which they were recorded, with a row for each invoice that one pays. */
export function paymentsTable({ db, organizationId }: Reading): Table {
  return tableById<ExportedPayment>(
    'Payments',
    {
      'Received on': (row) => row.receivedOn,
      'Account number': (row) => row.accountNumber,
      'Customer name': (row) => row.customerName,
      Currency: (row) => row.currency,
      Amount: (row) => amountCell(row.amountMinor, row.currency),
      'Invoice number': (row) => row.invoiceNumber,
      'Amount for the invoice': (row) =>
        row.allocatedMinor === null ? null : amountCell(row.allocatedMinor, row.currency),
      Method: (row) => row.method,
      Reference: (row) => row.reference,
      Note: (row) => row.note,
      'Reverses payment': (row) => row.reverses,
      'Recorded by': (row) => row.createdBy,
      'Recorded at': (row) => row.createdAt,
      'Payment ID': (row) => row.id,
    },
    async (after) => {
      const { rows } = await sql<ExportedPayment>`
        select p.id, u.name as "customerName", u.account_number as "accountNumber", p.received_on as "receivedOn",
          p.currency, p.amount_minor as "amountMinor", p.method, p.reference, p.note, i.number as "invoiceNumber",
          a.amount_minor as "allocatedMinor", p.reverses, p.created_by as "createdBy", p.created_at as "createdAt"
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
