import { serve } from '../http/serve.ts'
import { deliveriesApi } from './deliveries.api.ts'
import { listDeliveries, readDelivery } from './list-deliveries.ts'
import { sendAgain } from './send-again.ts'

export const deliveriesRoutes = serve(deliveriesApi, {
  list: ({ db, staff, query }) => listDeliveries(db, staff.organizationId, query),
  read: ({ db, staff, params }) => readDelivery(db, staff.organizationId, params.deliveryId),
  sendAgain: (call) => sendAgain(call, call.params.deliveryId),
})
