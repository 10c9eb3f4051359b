import { serve } from '../http/serve.ts'
import { journalApi } from './journal.api.ts'
import { listJournal } from './list-journal.ts'

export const journalRoutes = serve(journalApi, {
  security: (call) => listJournal(call, { security: call.query.who }, call.query),
  list: (call) => listJournal(call, call.query, call.query),
})
