import { serve } from '../http/serve.ts'
import { addCustomer } from './add-customer.ts'
import { changeCustomer } from './change-customer.ts'
import { readCustomer } from './customer.ts'
import { customersApi, searchApi } from './customers.api.ts'
import { deleteCustomer, undeleteCustomer } from './delete-customer.ts'
import { listCustomers } from './list-customers.ts'
import { search } from './search.ts'

export const customersRoutes = serve(customersApi, {
  list: ({ db, staff, query, now }) => listCustomers(db, staff.organizationId, query, now),
  add: (call) => addCustomer(call, call.body),
  read: ({ db, staff, params }) => readCustomer(db, staff.organizationId, params.customerId),
  change: (call) => changeCustomer(call, call.params.customerId, call.body),
  delete: (call) => deleteCustomer(call, call.params.customerId),
  undelete: (call) => undeleteCustomer(call, call.params.customerId),
})

export const searchRoutes = serve(searchApi, {
  search: ({ db, staff, query }) => search(db, staff.organizationId, query.query),
})
