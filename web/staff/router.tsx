import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { deliveryState, type DeliveryState } from '../../server/mail/deliveries.api.ts'
import { hasStatus } from '../lib/problem.ts'
import { queryClient } from '../lib/query-client.ts'
import { AccountPage } from './account/account-page.tsx'
import { ContactPanel } from './contacts/contact-panel.tsx'
import { ContactsPage } from './contacts/contacts-page.tsx'
import { EditContact } from './contacts/edit-contact.tsx'
import { NewContact } from './contacts/new-contact.tsx'
import { CustomerJournal } from './customers/customer-journal.tsx'
import { CustomerOverview } from './customers/customer-overview.tsx'
import { CustomerPage } from './customers/customer-page.tsx'
import { CustomersPage } from './customers/customers-page.tsx'
import { EditCustomer } from './customers/edit-customer.tsx'
import { NewCustomer } from './customers/new-customer.tsx'
import { DeliveriesPage } from './deliveries/deliveries-page.tsx'
import { DeliveryPanel } from './deliveries/delivery-panel.tsx'
import { AcceptInvitationPage } from './door/accept-invitation.tsx'
import { ForgotPasswordPage } from './door/forgot-password.tsx'
import { SetPasswordPage } from './door/set-password.tsx'
import { SetUpPage } from './door/set-up.tsx'
import { SignInPage } from './door/sign-in.tsx'
import { Letter } from './mailbox/letter.tsx'
import { MailboxPage } from './mailbox/mailbox-page.tsx'
import { ImportPage } from './import/import-page.tsx'
import { OneImportPage } from './import/one-import-page.tsx'
import { JournalPage } from './organization/journal-page.tsx'
import { SettingsPage } from './organization/settings-page.tsx'
import { StaffPage } from './organization/staff-page.tsx'
import { sessionQuery, setUpQuery } from './session.ts'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { Shell } from './shell/shell.tsx'
import { WentWrongPage } from './shell/went-wrong-page.tsx'

/** The pages of the staff app: its table of contents. */

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main>
      <NotFoundPage />
    </main>
  ),
  errorComponent: WentWrongPage,
})

const door = { getParentRoute: () => root }

const setUp = createRoute({
  ...door,
  path: '/set-up',
  component: SetUpPage,
  beforeLoad: async () => {
    if (!(await isWaitingForSetUp())) throw redirect({ to: '/sign-in' })
  },
})
const signIn = createRoute({
  ...door,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = ownPath(search.next)
    return next ? { next } : {}
  },
  beforeLoad: async () => {
    if (await isWaitingForSetUp()) throw redirect({ to: '/set-up' })
  },
})
const forgotPassword = createRoute({ ...door, path: '/forgot-password', component: ForgotPasswordPage })
const setPassword = createRoute({ ...door, path: '/set-password', component: SetPasswordPage })
const invitation = createRoute({ ...door, path: '/invitation', component: AcceptInvitationPage })

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery)
    } catch (error) {
      if (!hasStatus(error, 401)) throw error
      const next = location.href === '/' ? undefined : location.href
      throw redirect({ to: '/sign-in', search: { next } })
    }
  },
})

const inside = { getParentRoute: () => shell }

const home = createRoute({
  ...inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/customers' })
  },
})
const customers = createRoute({
  ...inside,
  path: '/customers',
  component: CustomersPage,
  validateSearch: (search: Record<string, unknown>): { search?: string; status?: 'inactive' | 'all' } => ({
    ...(typeof search.search === 'string' && search.search !== '' && { search: search.search }),
    ...((search.status === 'inactive' || search.status === 'all') && { status: search.status }),
  }),
})
const newCustomer = createRoute({ ...inside, path: '/customers/new', component: NewCustomer })

const customer = createRoute({ ...inside, path: '/customers/$customerId', component: CustomerPage })
const customerOverview = createRoute({
  getParentRoute: () => customer,
  path: '/',
  component: CustomerOverview,
})
const editCustomer = createRoute({ getParentRoute: () => customer, path: '/edit', component: EditCustomer })
const customerJournal = createRoute({
  getParentRoute: () => customer,
  path: '/journal',
  component: CustomerJournal,
})

const contacts = createRoute({
  getParentRoute: () => customer,
  path: '/contacts',
  component: ContactsPage,
  validateSearch: (search: Record<string, unknown>): { inactive?: true } =>
    search.inactive ? { inactive: true } : {},
})
const newContact = createRoute({ getParentRoute: () => contacts, path: '/new', component: NewContact })
const contact = createRoute({ getParentRoute: () => contacts, path: '/$contactId', component: ContactPanel })
const editContact = createRoute({
  getParentRoute: () => contacts,
  path: '/$contactId/edit',
  component: EditContact,
})

const importFile = createRoute({ ...inside, path: '/import', component: ImportPage })
const oneImport = createRoute({ ...inside, path: '/import/$importId', component: OneImportPage })

const staff = createRoute({ ...inside, path: '/organization/staff', component: StaffPage })
const settings = createRoute({ ...inside, path: '/organization/settings', component: SettingsPage })
const journal = createRoute({ ...inside, path: '/organization/journal', component: JournalPage })
const deliveries = createRoute({
  ...inside,
  path: '/deliveries',
  component: DeliveriesPage,
  validateSearch: (search: Record<string, unknown>): { state?: DeliveryState } => {
    const state = deliveryState.safeParse(search.state)
    return state.success ? { state: state.data } : {}
  },
})
const delivery = createRoute({
  getParentRoute: () => deliveries,
  path: '/$deliveryId',
  component: DeliveryPanel,
})
const mailbox = createRoute({ ...inside, path: '/mailbox', component: MailboxPage })
const letter = createRoute({ getParentRoute: () => mailbox, path: '/$deliveryId', component: Letter })
const account = createRoute({ ...inside, path: '/account', component: AccountPage })

export const router = createRouter({
  routeTree: root.addChildren([
    setUp,
    signIn,
    forgotPassword,
    setPassword,
    invitation,
    shell.addChildren([
      home,
      customers,
      newCustomer,
      customer.addChildren([
        customerOverview,
        editCustomer,
        customerJournal,
        contacts.addChildren([newContact, contact, editContact]),
      ]),
      importFile,
      oneImport,
      deliveries.addChildren([delivery]),
      mailbox.addChildren([letter]),
      staff,
      settings,
      journal,
      account,
    ]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

async function isWaitingForSetUp() {
  return (await queryClient.ensureQueryData(setUpQuery)).open
}

/** Only a path of this app: a link must not lead anybody elsewhere after they signed in. */
function ownPath(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/[^/\\]/.test(next) ? next : undefined
}
