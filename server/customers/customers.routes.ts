import { serve } from '../http/serve.ts'
import { addCustomer } from './add-customer.ts'
import { changeCustomer } from './change-customer.ts'
import { readCustomer } from './customer.ts'
import { customersApi, searchApi } from './customers.api.ts'
import { readExternalId } from './read-external-id.ts'
import { keepCustomer } from './keep-customer.ts'
import { deleteCustomer, undeleteCustomer } from './delete-customer.ts'
import { listCustomers } from './list-customers.ts'
import { search } from './search.ts'

export const customersRoutes = serve(customersApi, {
  list: (call) => listCustomers(call, call.query),
  add: (call) => addCustomer(call, call.body),
  read: (call) => readCustomer(call, call.params.customerId),
  change: (call) => changeCustomer(call, call.params.customerId, call.version, call.body),
  keep: (call) => keepCustomer(call, readExternalId(call.params), call.body),
  delete: (call) => deleteCustomer(call, call.params.customerId),
  undelete: (call) => undeleteCustomer(call, call.params.customerId),
})

export const searchRoutes = serve(searchApi, {
  search: (call) => search(call, call.query.query),
})
