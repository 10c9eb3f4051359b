import { serve } from '../http/serve.ts'
import { journalApi } from './journal.api.ts'
import { listJournal } from './list-journal.ts'

export const journalRoutes = serve(journalApi, {
  security: ({ db, staff, query }) => listJournal(db, staff.organizationId, { security: query.who }, query),
  list: ({ db, staff, query }) => listJournal(db, staff.organizationId, query, query),
})
