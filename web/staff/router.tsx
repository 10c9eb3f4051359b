import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { deliveryKinds, deliveryStates } from '../../server/mail/deliveries/deliveries.api.ts'
import { webhookMessageStates, type WebhookMessageState } from '../../server/webhooks/webhooks.api.ts'
import type { CustomersWanted } from './customers/customer-queries.ts'
import type { DeliveriesWanted } from './deliveries/delivery-queries.ts'
import { receivedKinds, type ReceivedKind } from '../../server/documents/kinds.ts'
import { invoicesWanted } from './invoices/invoices-wanted.ts'
import { hasStatus } from '../lib/problem.ts'
import { queryClient } from '../lib/query-client.ts'
import { askForHome } from './receivables/home-queries.ts'
import { sessionQuery, setUpQuery } from './session.ts'
import { Root } from './shell/root.tsx'
import { WentWrongPage } from './shell/went-wrong-page.tsx'

/** The pages of the staff app: its table of contents. Each comes when it is first needed, or a link to it is pointed at. */

const root = createRootRoute({
  component: Root,
  notFoundComponent: lazyRouteComponent(() => import('./shell/no-such-address.tsx'), 'NoSuchAddress'),
})

const door = { getParentRoute: () => root }

const setUp = createRoute({
  ...door,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./door/set-up.tsx'), 'SetUpPage'),
  beforeLoad: async () => {
    if (!(await isWaitingForSetUp())) throw redirect({ to: '/sign-in' })
  },
})
const signIn = createRoute({
  ...door,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./door/sign-in.tsx'), 'SignInPage'),
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = ownPath(search.next)
    return next ? { next } : {}
  },
  beforeLoad: async () => {
    if (await isWaitingForSetUp()) throw redirect({ to: '/set-up' })
  },
})
const forgotPassword = createRoute({
  ...door,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./door/forgot-password.tsx'), 'ForgotPasswordPage'),
})
const setPassword = createRoute({
  ...door,
  path: '/set-password',
  component: lazyRouteComponent(() => import('./door/set-password.tsx'), 'SetPasswordPage'),
})
const invitation = createRoute({
  ...door,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./door/accept-invitation.tsx'), 'AcceptInvitationPage'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
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
    throw redirect({ to: '/receivables' })
  },
})
const customers = createRoute({
  ...inside,
  path: '/customers',
  component: lazyRouteComponent(() => import('./customers/customers-page.tsx'), 'CustomersPage'),
  validateSearch: (search: Record<string, unknown>): CustomersWanted => ({
    ...(typeof search.search === 'string' && search.search !== '' && { search: search.search }),
    ...((search.status === 'inactive' || search.status === 'all') && { status: search.status }),
  }),
})
const newCustomer = createRoute({
  ...inside,
  path: '/customers/new',
  component: lazyRouteComponent(() => import('./customers/new-customer.tsx'), 'NewCustomer'),
})

const customer = createRoute({
  ...inside,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('./customers/customer-page.tsx'), 'CustomerPage'),
})
const customerOverview = createRoute({
  getParentRoute: () => customer,
  path: '/',
  component: lazyRouteComponent(() => import('./customers/customer-overview.tsx'), 'CustomerOverview'),
})
const editCustomer = createRoute({
  getParentRoute: () => customer,
  path: '/edit',
  component: lazyRouteComponent(() => import('./customers/edit-customer.tsx'), 'EditCustomer'),
})
const customerJournal = createRoute({
  getParentRoute: () => customer,
  path: '/journal',
  component: lazyRouteComponent(() => import('./customers/customer-journal.tsx'), 'CustomerJournal'),
})
const customerInvoices = createRoute({
  getParentRoute: () => customer,
  path: '/invoices',
  component: lazyRouteComponent(() => import('./invoices/customer-invoices.tsx'), 'CustomerInvoices'),
  validateSearch: invoicesWanted,
})

const customerAccount = createRoute({
  getParentRoute: () => customer,
  path: '/account',
  component: lazyRouteComponent(() => import('./statements/customer-account.tsx'), 'CustomerAccount'),
})
const customerPayments = createRoute({
  getParentRoute: () => customer,
  path: '/payments',
  component: lazyRouteComponent(() => import('./payments/customer-payments.tsx'), 'CustomerPayments'),
})
const customerPayment = createRoute({
  getParentRoute: () => customerPayments,
  path: '/$paymentId',
  component: lazyRouteComponent(() => import('./payments/payment-panel.tsx'), 'CustomerPaymentPanel'),
})

const contacts = createRoute({
  getParentRoute: () => customer,
  path: '/contacts',
  component: lazyRouteComponent(() => import('./contacts/contacts-page.tsx'), 'ContactsPage'),
  validateSearch: (search: Record<string, unknown>): { inactive?: true; search?: string } => ({
    ...(search.inactive ? { inactive: true } : {}),
    ...(typeof search.search === 'string' && search.search !== '' && { search: search.search }),
  }),
})
const newContact = createRoute({
  getParentRoute: () => contacts,
  path: '/new',
  component: lazyRouteComponent(() => import('./contacts/new-contact.tsx'), 'NewContact'),
})
const contact = createRoute({
  getParentRoute: () => contacts,
  path: '/$contactId',
  component: lazyRouteComponent(() => import('./contacts/contact-panel.tsx'), 'ContactPanel'),
})
const editContact = createRoute({
  getParentRoute: () => contacts,
  path: '/$contactId/edit',
  component: lazyRouteComponent(() => import('./contacts/edit-contact.tsx'), 'EditContact'),
})

const receivables = createRoute({
  ...inside,
  path: '/receivables',
  component: lazyRouteComponent(() => import('./receivables/home-page.tsx'), 'HomePage'),
  loader: askForHome,
})
const reminders = createRoute({
  ...inside,
  path: '/receivables/reminders',
  component: lazyRouteComponent(() => import('./reminders/reminders-page.tsx'), 'RemindersPage'),
})
const ladder = createRoute({
  ...inside,
  path: '/receivables/reminders/schedule',
  component: lazyRouteComponent(() => import('./reminders/ladder-page.tsx'), 'LadderPage'),
})
const invoices = createRoute({
  ...inside,
  path: '/receivables/invoices',
  component: lazyRouteComponent(() => import('./invoices/invoices-page.tsx'), 'InvoicesPage'),
  validateSearch: invoicesWanted,
})
const newInvoice = createRoute({
  ...inside,
  path: '/receivables/invoices/new',
  component: lazyRouteComponent(() => import('./invoices/new-invoice.tsx'), 'NewInvoice'),
  validateSearch: (search: Record<string, unknown>): { customerId?: string } =>
    typeof search.customerId === 'string' ? { customerId: search.customerId } : {},
})
const sendInvoices = createRoute({
  ...inside,
  path: '/receivables/invoices/send',
  component: lazyRouteComponent(() => import('./invoices/send-invoices-page.tsx'), 'SendInvoicesPage'),
})
const invoiceBatch = createRoute({
  ...inside,
  path: '/receivables/invoices/sendings/$batchId',
  component: lazyRouteComponent(() => import('./invoices/invoice-batch-page.tsx'), 'InvoiceBatchPage'),
})
const invoice = createRoute({
  ...inside,
  path: '/receivables/invoices/$invoiceId',
  component: lazyRouteComponent(() => import('./invoices/invoice-page.tsx'), 'InvoicePage'),
})
const editInvoice = createRoute({
  ...inside,
  path: '/receivables/invoices/$invoiceId/edit',
  component: lazyRouteComponent(() => import('./invoices/edit-invoice.tsx'), 'EditInvoice'),
})

const payments = createRoute({
  ...inside,
  path: '/receivables/payments',
  component: lazyRouteComponent(() => import('./payments/payments-page.tsx'), 'PaymentsPage'),
})
const payment = createRoute({
  getParentRoute: () => payments,
  path: '/$paymentId',
  component: lazyRouteComponent(() => import('./payments/payment-panel.tsx'), 'PaymentPanel'),
})

const importFile = createRoute({
  ...inside,
  path: '/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
})
const oneImport = createRoute({
  ...inside,
  path: '/import/$importId',
  component: lazyRouteComponent(() => import('./import/one-import-page.tsx'), 'OneImportPage'),
})

const organization = createRoute({
  ...inside,
  path: '/organization',
  beforeLoad: () => {
    throw redirect({ to: '/organization/staff', replace: true })
  },
})
const staff = createRoute({
  ...inside,
  path: '/organization/staff',
  component: lazyRouteComponent(() => import('./organization/staff-page.tsx'), 'StaffPage'),
})
const apiKeys = createRoute({
  ...inside,
  path: '/organization/api-keys',
  component: lazyRouteComponent(() => import('./organization/api-keys-page.tsx'), 'ApiKeysPage'),
})
const settings = createRoute({
  ...inside,
  path: '/organization/settings',
  component: lazyRouteComponent(() => import('./organization/settings-page.tsx'), 'SettingsPage'),
})
const invoicing = createRoute({
  ...inside,
  path: '/organization/invoicing',
  component: lazyRouteComponent(() => import('./invoices/invoicing-page.tsx'), 'InvoicingPage'),
})
const firstDetails = createRoute({
  ...inside,
  path: '/organization/first-details',
  component: lazyRouteComponent(() => import('./organization/first-details.tsx'), 'FirstDetailsPage'),
})
const journal = createRoute({
  ...inside,
  path: '/organization/journal',
  component: lazyRouteComponent(() => import('./organization/journal-page.tsx'), 'JournalPage'),
  validateSearch: (search: Record<string, unknown>): { import?: string } =>
    typeof search.import === 'string' ? { import: search.import } : {},
})
const security = createRoute({
  ...inside,
  path: '/organization/security',
  component: lazyRouteComponent(() => import('./organization/security-page.tsx'), 'SecurityPage'),
  validateSearch: (search: Record<string, unknown>): { who?: 'contacts' } =>
    search.who === 'contacts' ? { who: 'contacts' } : {},
})
const webhooks = createRoute({
  ...inside,
  path: '/organization/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
})
const webhook = createRoute({
  ...inside,
  path: '/organization/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
  validateSearch: (search: Record<string, unknown>): { state?: WebhookMessageState } => {
    const state = webhookMessageStates.find((one) => one === search.state)
    return state ? { state } : {}
  },
})
const webhookMessage = createRoute({
  getParentRoute: () => webhook,
  path: '/$messageId',
  component: lazyRouteComponent(() => import('./webhooks/webhook-message-panel.tsx'), 'WebhookMessagePanel'),
})
const deliveries = createRoute({
  ...inside,
  path: '/deliveries',
  component: lazyRouteComponent(() => import('./deliveries/deliveries-page.tsx'), 'DeliveriesPage'),
  validateSearch: (search: Record<string, unknown>): DeliveriesWanted => {
    const state = deliveryStates.find((one) => one === search.state)
    const kind = deliveryKinds.find((one) => one === search.kind)
    return { ...(state && { state }), ...(kind && { kind }) }
  },
})
const reachability = createRoute({
  ...inside,
  path: '/receivables/reachability',
  component: lazyRouteComponent(() => import('./receivables/reachability-page.tsx'), 'ReachabilityPage'),
  validateSearch: (search: Record<string, unknown>): { kind?: ReceivedKind } => {
    const kind = receivedKinds.find((one) => one === search.kind)
    return kind ? { kind } : {}
  },
})
const delivery = createRoute({
  getParentRoute: () => deliveries,
  path: '/$deliveryId',
  component: lazyRouteComponent(() => import('./deliveries/delivery-panel.tsx'), 'DeliveryPanel'),
})
const mailbox = createRoute({
  ...inside,
  path: '/mailbox',
  component: lazyRouteComponent(() => import('./mailbox/mailbox-page.tsx'), 'MailboxPage'),
})
const letter = createRoute({
  getParentRoute: () => mailbox,
  path: '/$deliveryId',
  component: lazyRouteComponent(() => import('./mailbox/letter.tsx'), 'Letter'),
})
const account = createRoute({
  ...inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})

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
        customerInvoices,
        customerAccount,
        customerPayments.addChildren([customerPayment]),
        contacts.addChildren([newContact, contact, editContact]),
      ]),
      receivables,
      reminders,
      ladder,
      invoices,
      newInvoice,
      sendInvoices,
      invoiceBatch,
      invoice,
      editInvoice,
      payments.addChildren([payment]),
      importFile,
      oneImport,
      deliveries.addChildren([delivery]),
      reachability,
      mailbox.addChildren([letter]),
      organization,
      staff,
      apiKeys,
      settings,
      invoicing,
      firstDetails,
      journal,
      security,
      webhooks,
      webhook.addChildren([webhookMessage]),
      account,
    ]),
  ]),
  defaultErrorComponent: WentWrongPage,
  defaultPreload: 'intent',
  // Another customer's page is another page: nothing of the one before stays under its heading.
  defaultRemountDeps: ({ params }) => params,
  scrollRestoration: true,
})

async function isWaitingForSetUp() {
  return (await queryClient.ensureQueryData(setUpQuery)).open
}

/** Only a path of this app: a link must not lead anybody elsewhere after they signed in. */
function ownPath(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/[^/\\]/.test(next) ? next : undefined
}
