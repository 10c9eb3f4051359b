import { serve } from '../http/serve.ts'
import { receivablesApi } from './home.api.ts'
import { mailToHeed } from './mail-to-heed.ts'
import { whatIsOwed } from './what-is-owed.ts'

export const receivablesRoutes = serve(receivablesApi, {
  owed: (call) => whatIsOwed(call),
  mail: (call) => mailToHeed(call),
})
