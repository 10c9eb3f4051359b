import { serve } from '../http/serve.ts'
import { markSeen } from './invoice-views.ts'
import { portalInvoicesApi } from './portal-invoices.api.ts'
import { listPortalInvoices, portalDue, portalInvoicePdf, readPortalInvoice } from './portal-invoices.ts'

export const portalInvoicesRoutes = serve(portalInvoicesApi, {
  list: (call) => listPortalInvoices(call, call.query),
  due: (call) => portalDue(call, call.query),
  read: (call) => readPortalInvoice(call, call.params.invoiceId),
  pdf: (call) => portalInvoicePdf(call, call.params.invoiceId),
  seen: (call) => markSeen(call, call.params.invoiceId),
})
