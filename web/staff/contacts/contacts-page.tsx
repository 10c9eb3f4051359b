import { Button, Checkbox } from '@mantine/core'
import { mdiAccountMultipleOutline, mdiPlus } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { customerQuery } from '../customers/customer-queries.ts'
import { HeadActions } from '../shell/head-actions.tsx'
import { useMay } from '../session.ts'
import { contactColumns } from './contact-columns.tsx'
import { useContacts } from './contact-queries.ts'
import classes from './contacts.module.css'

/** Customer Details > Contacts: the list, and beside it the contact that is open. */
export function ContactsPage() {
  const { customerId } = useParams({ from: '/shell/customers/$customerId/contacts' })
  const { inactive = false } = useSearch({ from: '/shell/customers/$customerId/contacts' })
  const navigate = useNavigate()
  const mayManage = useMay('manager')
  const { data: customer } = useQuery(customerQuery(customerId))
  usePageTitle('Contacts', customer?.name, 'Portico')

  const query = useContacts(customerId, inactive)

  return (
    <div className="beside-panel">
      <section className={classes.side} aria-label="Contacts">
        {mayManage && (
          <HeadActions>
            <Button
              component={Link}
              {...({
                to: '/customers/$customerId/contacts/new',
                params: { customerId },
                search: true,
              } as object)}
              leftSection={<Icon path={mdiPlus} />}
            >
              New Contact
            </Button>
          </HeadActions>
        )}
        <div className={classes.tools}>
          <Checkbox
            label="Show Inactive Contacts"
            checked={inactive}
            onChange={(event) => {
              const search = event.currentTarget.checked ? { inactive: true as const } : {}
              void navigate({ to: '.', search, replace: true, resetScroll: false })
            }}
          />
        </div>
        <PagedTable
          label="Contacts"
          query={query}
          columns={contactColumns}
          keyOf={({ id }) => id}
          isQuiet={({ active }) => !active}
          empty={
            <Empty
              icon={mdiAccountMultipleOutline}
              title={inactive ? 'No contacts yet' : 'No active contacts'}
            >
              Contacts receive invoices and notifications, and may sign in to the customer portal.
              {mayManage ? ' Add the first with New Contact.' : ''}
              {!inactive && ' Deleted ones are under Show Inactive Contacts.'}
            </Empty>
          }
        />
      </section>
      <Outlet />
    </div>
  )
}
