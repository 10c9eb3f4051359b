import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import {
  mdiAccountOutline,
  mdiArrowRight,
  mdiDomain,
  mdiFileDocumentOutline,
  mdiLightningBoltOutline,
  mdiMagnify,
} from '@mdi/js'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { linkOptions, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { InvoiceRow } from '../../../server/invoices/invoices.api.ts'
import { money } from '../../lib/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { firstButtons, invoiceName, statusWords } from '../invoices/invoice-words.ts'
import { useMay } from '../session.ts'
import {
  begunCommands,
  commandsFor,
  pagesNamed,
  readTyped,
  themesNamed,
  type Way,
} from './search-commands.ts'
import classes from './search-everywhere.module.css'
import { type Found, search } from './search-found.ts'
import { focusOpener, searchStore, selectFirstFound } from './search-store.ts'
import { goOnAt } from './work-goes-on.ts'

interface Group {
  label: string
  icon: string
  ways: Way[]
}

/** `/` or Ctrl-K anywhere, a few letters, Enter: a customer, a contact, an invoice or a page is open, or something is begun. */
export function SearchEverywhere() {
  const [typed, setTyped] = useState('')
  const mayManage = useMay('manager')
  const { command, about } = readTyped(mayManage ? typed : ` ${typed}`)
  const [query] = useDebouncedValue(about, 80)
  const { data, isFetching, error } = useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => search(query, signal),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  })
  const found = query === '' ? undefined : data
  useEffect(selectFirstFound, [found, command])
  const isSettled = query !== '' && query === about && !isFetching

  const hasChosen = useRef(false)
  const navigate = useNavigate()
  const { setColorScheme } = useMantineColorScheme()
  const go = async (way: Way) => {
    if ('scheme' in way) return setColorScheme(way.scheme)
    hasChosen.current = true
    await navigate(way.link)
    if (way.place) goOnAt(way.place)
  }
  const pages = command ? [] : pagesNamed(about, mayManage)
  const groups = [
    ...(found && !command ? groupsOf(found) : []),
    { label: 'Pages', icon: mdiArrowRight, ways: pages },
    {
      label: 'Commands',
      icon: mdiLightningBoltOutline,
      ways: [
        ...(found && mayManage ? commandsFor(command, found) : []),
        ...(command ? [] : themesNamed(about)),
      ],
    },
  ].filter(({ ways }) => ways.length > 0)
  const begun = mayManage && !command ? begunCommands(about) : []

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      store={searchStore}
      shortcut={null}
      scrollable
      centered={false}
      returnFocus={false}
      onSpotlightClose={() => {
        if (!hasChosen.current) focusOpener()
        hasChosen.current = false
      }}
      classNames={{ action: classes.found }}
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Search' } }}
      maxHeight={440}
    >
      <Spotlight.Search
        placeholder="Name, e-mail, phone, number, amount, page or command"
        aria-label="Search customers, contacts and invoices"
        leftSection={<Icon path={mdiMagnify} />}
      />
      {/* Scrolled by keyboard, too. Its type does not say that it hands this to its scroll area. */}
      <Spotlight.ActionsList {...({ viewportProps: { tabIndex: 0 } } as object)}>
        {groups.map(({ label, icon, ways }) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {ways.map((way) => (
              <Spotlight.Action
                key={way.key}
                label={way.label}
                description={way.below}
                leftSection={<Icon path={icon} />}
                onClick={() => go(way)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {begun.length > 0 && (
          <Spotlight.ActionsGroup label="Continue with a name">
            {begun.map((words) => (
              <Spotlight.Action
                key={words}
                label={`${words} …`}
                leftSection={<Icon path={mdiLightningBoltOutline} />}
                closeSpotlightOnTrigger={false}
                onClick={() => setTyped(`${words} `)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {query === '' && begun.length === 0 && groups.length === 0 && (
          <Spotlight.Empty>
            {command
              ? `${command.words} … Type part of a name.`
              : 'Type part of a name, e-mail or phone number, the start of an invoice number, an amount, a page, or what you want to do.'}
          </Spotlight.Empty>
        )}
        {error && <Spotlight.Empty>The search failed. Keep typing to try again.</Spotlight.Empty>}
        {isSettled && found && groups.length === 0 && begun.length === 0 && (
          <Spotlight.Empty>Nothing found for “{query}”.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function groupsOf({ customers, contacts, invoices, ofAmount, owing }: Found): Group[] {
  return [
    {
      label: 'Customers',
      icon: mdiDomain,
      ways: customers.map(({ id, name, accountNumber, phone }) => ({
        key: id,
        label: name,
        below: [accountNumber, phone].filter(Boolean).join(' · '),
        ...toCustomer(id),
      })),
    },
    {
      label: 'Contacts',
      icon: mdiAccountOutline,
      ways: contacts.map(({ id, name, email, phone, customerId, customerName }) => ({
        key: id,
        label: name || email,
        below: [email, phone, customerName].filter(Boolean).join(' · '),
        link: linkOptions({
          to: '/customers/$customerId/contacts/$contactId',
          params: { customerId, contactId: id },
        }),
        place: { button: ['Edit contact', 'Undelete contact'] },
      })),
    },
    { label: 'Invoices', icon: mdiFileDocumentOutline, ways: invoices.map(invoiceWay) },
    { label: 'Open invoices of this amount', icon: mdiFileDocumentOutline, ways: ofAmount.map(invoiceWay) },
    {
      label: 'Customers who owe this amount',
      icon: mdiDomain,
      ways: owing.map(({ customerId, customerName, currency, openMinor }) => ({
        key: `${customerId} ${currency}`,
        label: customerName,
        below: `${money(openMinor, currency)} open`,
        ...toCustomer(customerId),
      })),
    },
  ]
}

const toCustomer = (customerId: string) => ({
  link: linkOptions({ to: '/customers/$customerId', params: { customerId } }),
  place: { button: ['Customer Details'] },
})

const invoiceWay = (invoice: InvoiceRow): Way => ({
  key: invoice.id,
  label: invoiceName(invoice),
  below: inWords(invoice),
  link: linkOptions({ to: '/receivables/invoices/$invoiceId', params: { invoiceId: invoice.id } }),
  place: { button: firstButtons(invoice) },
})

function inWords({ customerName, purchaseOrder, totalMinor, currency, status }: InvoiceRow) {
  return [customerName, purchaseOrder, money(totalMinor, currency), statusWords[status].word]
    .filter(Boolean)
    .join(' · ')
}
