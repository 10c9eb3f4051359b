import { journalApi } from '../../../server/journal/journal.api.ts'
import { call } from '../../lib/client.ts'

/** Who saved a record as it is now, by the journal: every change of a record is there with the same time. */
export const whoSaved =
  (of: { contactId: string } | { customerId: string } | { invoiceId: string }) =>
  async ({ updatedAt }: { updatedAt: string }): Promise<string | undefined> => {
    const { data } = await call(journalApi.list, { query: { ...of, limit: 10 } })
    return data.find(({ at }) => Date.parse(at) === Date.parse(updatedAt))?.actor.name
  }
