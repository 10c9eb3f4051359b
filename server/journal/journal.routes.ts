import { serve } from '../http/serve.ts'
import { journalApi } from './journal.api.ts'
import { listJournal } from './list-journal.ts'

export const journalRoutes = serve(journalApi, {
  list: ({ db, staff, query }) => listJournal(db, staff.organizationId, query, query),
})
