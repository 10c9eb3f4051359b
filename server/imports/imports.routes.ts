import { sql } from 'kysely'
import { NotFound } from '../http/problems.ts'
import { serve } from '../http/serve.ts'
import { byStaff } from '../scope/actor.ts'
import { exportCustomers } from './export-customers.ts'
import { exportDeliveries } from './export-deliveries.ts'
import { exportInvoiceLines, exportInvoices } from './export-invoices.ts'
import { exportPayments } from './export-payments.ts'
import { beginPlanning, beginRunning } from './import-work.ts'
import { listImports, listRows, readImport } from './import.ts'
import { exportsApi, importsApi } from './imports.api.ts'
import { mapImport } from './map-import.ts'
import { refusedRows } from './refused-rows.ts'
import { uploadImport } from './upload-import.ts'
import { uploadLines } from './upload-lines.ts'

export const importsRoutes = serve(importsApi, {
  upload: ({ db, now, staff, query, upload }) =>
    uploadImport({ db, now, by: byStaff(staff) }, query.fileName, upload, query.kind),
  uploadLines: ({ db, now, staff, params, query, upload }) =>
    uploadLines({ db, now, by: byStaff(staff) }, params.importId, query.fileName, upload),
  list: ({ db, now, staff, query }) => listImports(db, staff.organizationId, query, now),
  read: ({ db, now, staff, params }) => readImport(db, staff.organizationId, params.importId, now),
  rows: ({ db, staff, params, query }) => listRows(db, staff.organizationId, params.importId, query),
  map: (call) => mapImport(call, call.params.importId, call.body),
  plan: (call) => beginPlanning({ ...call, by: byStaff(call.staff) }, call.params.importId),
  run: (call) => beginRunning({ ...call, by: byStaff(call.staff) }, call.params.importId),
  refused: ({ db, now, staff, params, query }) =>
    refusedRows(db, staff.organizationId, params.importId, now, query.file),
  delete: async ({ db, staff, params }) => {
    const { numAffectedRows } = await sql`
      delete from imports where organization_id = ${staff.organizationId} and id = ${params.importId}`.execute(
      db,
    )
    if (!numAffectedRows) throw new NotFound('import')
  },
})

export const exportsRoutes = serve(exportsApi, {
  customers: (call) => exportCustomers(call, call.query.status),
  invoices: ({ db, staff, now }) => exportInvoices(db, staff.organizationId, now),
  invoiceLines: ({ db, staff }) => exportInvoiceLines(db, staff.organizationId),
  payments: ({ db, staff }) => exportPayments(db, staff.organizationId),
  deliveries: ({ db, staff }) => exportDeliveries(db, staff.organizationId),
})
