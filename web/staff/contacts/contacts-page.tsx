import { Checkbox } from '@mantine/core'
import { mdiAccountMultipleOutline, mdiMagnify, mdiPlus } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { contactFields } from '../../../server/contacts/contact-fields.ts'
import { searchedIn } from '../../../server/fields/field.ts'
import { rowsOf } from '../../lib/paging.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ListSearch, ListTools } from '../../ui/list-search.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import type { TableRowsHandle } from '../../ui/table-rows.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { HeadActions } from '../shell/head-actions.tsx'
import { useMay } from '../session.ts'
import { contactColumns } from './contact-columns.tsx'
import { useContactPlaces } from './contact-places.ts'
import { useContacts } from './contact-queries.ts'
import classes from './contacts.module.css'

const SEARCHED_FROM = 10

/** Customer Details > Contacts: the list, and beside it the contact that is open. */
export function ContactsPage() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId/contacts' })
  const { inactive = false, search = '' } = useSearch({ from: '/shell/customers/$customerId/contacts' })
  const navigate = useNavigate()
  const mayManage = useMay('manager')
  const { data: customer } = useQuery(customerQuery(customerId))
  usePageTitle('Contacts', customer?.name, 'Portico')

  const query = useContacts(customerId, inactive, search.trim())
  const searchBox = useRef<HTMLInputElement>(null)
  const list = useRef<TableRowsHandle>(null)
  const { open } = useContactPlaces(customerId)
  // Once there, it stays: after clearing a search, people go on typing in it.
  const [isSearched, setIsSearched] = useState(false)
  if (!isSearched && (rowsOf(query).length > SEARCHED_FROM || search !== '')) setIsSearched(true)

  return (
    <div className="beside-panel">
      <section className={classes.side} aria-label="Contacts">
        {mayManage && (
          <HeadActions>
            <ButtonLink
              to="/customers/$customerId/contacts/new"
              params={{ customerId }}
              search={true}
              leftSection={<Icon path={mdiPlus} />}
            >
              New Contact
            </ButtonLink>
          </HeadActions>
        )}
        <div className={classes.tools}>
          <Checkbox
            label="Show Inactive Contacts"
            checked={inactive}
            onChange={(event) => {
              const shown = event.currentTarget.checked ? { inactive: true as const } : {}
              void navigate({
                to: '.',
                search: { ...shown, ...(search && { search }) },
                replace: true,
                resetScroll: false,
              })
            }}
          />
        </div>
        {isSearched && (
          <ListTools>
            <ListSearch
              ref={searchBox}
              rows={list}
              label="Search contacts"
              placeholder={searchedIn(contactFields, ['Name', 'e-mail', 'phone'])}
              search={search}
              onSearch={(text) =>
                void navigate({
                  to: '.',
                  search: { ...(inactive && { inactive: true as const }), ...(text && { search: text }) },
                  replace: true,
                  resetScroll: false,
                })
              }
              query={query}
              open={({ id }) => open(id)}
            />
          </ListTools>
        )}
        <PagedTable
          ref={list}
          onLeaveTop={() => searchBox.current?.focus()}
          label="Contacts"
          query={query}
          columns={contactColumns}
          keyOf={({ id }) => id}
          isQuiet={({ active }) => !active}
          empty={
            search ? (
              <Empty icon={mdiMagnify} title={`No contact matches “${search}”`}>
                {!inactive && 'Deleted ones are under Show Inactive Contacts.'}
              </Empty>
            ) : (
              <Empty
                icon={mdiAccountMultipleOutline}
                title={inactive ? 'No contacts yet' : 'No active contacts'}
              >
                Contacts receive invoices and notifications, and can sign in to the customer portal.
                {mayManage ? ' Add the first with New Contact.' : ''}
                {!inactive && ' Deleted ones are under Show Inactive Contacts.'}
              </Empty>
            )
          }
        />
      </section>
      <Outlet />
    </div>
  )
}
