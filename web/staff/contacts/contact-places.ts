import { useNavigate } from '@tanstack/react-router'

/** Moves between the contacts of a customer, keeping the list as it is. */
export function useContactPlaces(customerId: string) {
  const navigate = useNavigate()
  const keep = { search: true, resetScroll: false } as const
  return {
    list: () => navigate({ to: '/customers/$customerId/contacts', params: { customerId }, ...keep }),
    open: (contactId: string) =>
      navigate({
        to: '/customers/$customerId/contacts/$contactId',
        params: { customerId, contactId },
        ...keep,
      }),
    edit: (contactId: string) =>
      navigate({
        to: '/customers/$customerId/contacts/$contactId/edit',
        params: { customerId, contactId },
        ...keep,
      }),
  }
}
