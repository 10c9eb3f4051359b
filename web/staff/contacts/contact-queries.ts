import { queryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { type Contact, contactsApi } from '../../../server/contacts/contacts.api.ts'
import { call } from '../../lib/client.ts'
import { byCursor, keepWithin } from '../../lib/paging.ts'
import { queryClient } from '../../lib/query-client.ts'
import { changed } from '../stale-queries.ts'

export function useContacts(customerId: string, withInactive: boolean, search = '') {
  const status = withInactive ? 'all' : 'active'
  return useInfiniteQuery({
    queryKey: ['contacts', customerId, status, search],
    queryFn: ({ pageParam, signal }) =>
      call(contactsApi.list, {
        params: { customerId },
        query: { status, search: search || undefined, cursor: pageParam, limit: 100 },
        signal,
      }),
    ...byCursor,
    placeholderData: keepWithin(['contacts', customerId]),
  })
}

export const contactQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['contact', contactId],
    queryFn: ({ signal }) => call(contactsApi.read, { params: { contactId }, signal }),
  })

/** Shows the saved contact at once; the same person elsewhere, lists and journals are read again. */
export function contactChanged(contact: Contact) {
  queryClient.setQueryData(contactQuery(contact.id).queryKey, contact)
  void changed('contact')
}
