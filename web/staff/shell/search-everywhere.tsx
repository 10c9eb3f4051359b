import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { mdiAccountOutline, mdiDomain, mdiMagnify } from '@mdi/js'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { searchApi } from '../../../server/customers/customers.api.ts'
import { call } from '../../lib/client.ts'
import { Icon } from '../../ui/icon.tsx'
import classes from './search-everywhere.module.css'
import { searchStore, selectFirstFound } from './search-store.ts'

/** `/` or Ctrl-K anywhere, a few letters, Enter: a customer or a contact is open. */
export default function SearchEverywhere() {
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), 80)
  const navigate = useNavigate()
  const { data, isFetching, error } = useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => call(searchApi.search, { query: { query }, signal }),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  })
  const found = query === '' ? undefined : data
  useEffect(selectFirstFound, [found])
  const isSettled = query !== '' && query === typed.trim() && !isFetching

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      store={searchStore}
      shortcut={null}
      scrollable
      centered={false}
      classNames={{ action: classes.found }}
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Search' } }}
      maxHeight={440}
    >
      <Spotlight.Search
        placeholder="Customer, account number, contact or e-mail"
        aria-label="Search customers and contacts"
        leftSection={<Icon path={mdiMagnify} />}
      />
      <Spotlight.ActionsList>
        {found && found.customers.length > 0 && (
          <Spotlight.ActionsGroup label="Customers">
            {found.customers.map(({ id, name, accountNumber }) => (
              <Spotlight.Action
                key={id}
                label={name}
                description={accountNumber ?? undefined}
                leftSection={<Icon path={mdiDomain} />}
                onClick={() => navigate({ to: '/customers/$customerId', params: { customerId: id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found && found.contacts.length > 0 && (
          <Spotlight.ActionsGroup label="Contacts">
            {found.contacts.map(({ id, name, email, customerId, customerName }) => (
              <Spotlight.Action
                key={id}
                label={name || email}
                description={`${email} · ${customerName}`}
                leftSection={<Icon path={mdiAccountOutline} />}
                onClick={() =>
                  navigate({
                    to: '/customers/$customerId/contacts/$contactId',
                    params: { customerId, contactId: id },
                  })
                }
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {query === '' && (
          <Spotlight.Empty>Type part of a name, an account number or an e-mail.</Spotlight.Empty>
        )}
        {error && <Spotlight.Empty>The search did not answer. Type on to try again.</Spotlight.Empty>}
        {isSettled && found?.customers.length === 0 && found.contacts.length === 0 && (
          <Spotlight.Empty>Nothing found for “{query}”.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
