import { serve } from '../http/serve.ts'
import { findOwing } from './find-owing.ts'
import { receivablesApi } from './home.api.ts'
import { mailOverview } from './mail-overview.ts'
import { whatIsOwed } from './what-is-owed.ts'

export const receivablesRoutes = serve(receivablesApi, {
  owed: (call) => whatIsOwed(call),
  owing: (call) => findOwing(call, call.query.amount),
  mail: (call) => mailOverview(call),
})
