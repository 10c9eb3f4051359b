import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { mdiAccountOutline, mdiDomain, mdiFileDocumentOutline, mdiMagnify } from '@mdi/js'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { searchApi } from '../../../server/customers/customers.api.ts'
import { type InvoiceRow, invoicesApi } from '../../../server/invoices/invoices.api.ts'
import { call } from '../../lib/client.ts'
import { money } from '../../lib/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { invoiceName, statusWords } from '../invoices/invoice-words.ts'
import classes from './search-everywhere.module.css'
import { searchStore, selectFirstFound } from './search-store.ts'

/** `/` or Ctrl-K anywhere, a few letters, Enter: a customer, a contact or an invoice is open. */
export default function SearchEverywhere() {
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), 80)
  const navigate = useNavigate()
  const { data, isFetching, error } = useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => search(query, signal),
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
        placeholder="Customer, contact, e-mail, account or invoice number"
        aria-label="Search customers, contacts and invoices"
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
        {found && found.invoices.length > 0 && (
          <Spotlight.ActionsGroup label="Invoices">
            {found.invoices.map((invoice) => (
              <Spotlight.Action
                key={invoice.id}
                label={invoiceName(invoice)}
                description={inWords(invoice)}
                leftSection={<Icon path={mdiFileDocumentOutline} />}
                onClick={() =>
                  navigate({
                    to: '/receivables/invoices/$invoiceId',
                    params: { invoiceId: invoice.id },
                  })
                }
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {query === '' && (
          <Spotlight.Empty>Type part of a name or an e-mail, or the beginning of a number.</Spotlight.Empty>
        )}
        {error && <Spotlight.Empty>The search did not answer. Type on to try again.</Spotlight.Empty>}
        {isSettled && found && Object.values(found).every(({ length }) => length === 0) && (
          <Spotlight.Empty>Nothing found for “{query}”.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

const INVOICES_SHOWN = 5
const INVOICES_LOOKED_AT = 20

/** All of it at once: what is found stays where it appeared. */
async function search(query: string, signal: AbortSignal) {
  const [people, invoices] = await Promise.all([
    call(searchApi.search, { query: { query }, signal }),
    call(invoicesApi.list, { query: { search: query, limit: INVOICES_LOOKED_AT }, signal }),
  ])
  return { ...people, invoices: byTheirNumbers(query, invoices.data) }
}

/** The list finds invoices by their customers' names, too: whoever types a name here is shown the customer. */
function byTheirNumbers(query: string, invoices: InvoiceRow[]) {
  const wanted = query.toLowerCase()
  return invoices
    .filter(({ number, purchaseOrder }) =>
      [number, purchaseOrder].some((known) => known?.toLowerCase().startsWith(wanted)),
    )
    .slice(0, INVOICES_SHOWN)
}

function inWords({ customerName, purchaseOrder, totalMinor, currency, status }: InvoiceRow) {
  return [customerName, purchaseOrder, money(totalMinor, currency), statusWords[status].word]
    .filter(Boolean)
    .join(' · ')
}
