import { serve } from '../../http/serve.ts'
import { deliveriesApi } from './deliveries.api.ts'
import { listDeliveries, readDelivery } from './list-deliveries.ts'
import { sendAgain } from './send-again.ts'

export const deliveriesRoutes = serve(deliveriesApi, {
  list: (call) => listDeliveries(call, call.query),
  read: (call) => readDelivery(call, call.params.deliveryId),
  sendAgain: (call) => sendAgain(call, call.params.deliveryId),
})
