/** The pages of the two web apps, as their routers write them: every other address is answered with 404. */
export const STAFF_PAGES = [
  '/',
  '/set-up',
  '/sign-in',
  '/forgot-password',
  '/set-password',
  '/invitation',
  '/customers',
  '/customers/new',
  '/customers/$customerId',
  '/customers/$customerId/edit',
  '/customers/$customerId/journal',
  '/customers/$customerId/invoices',
  '/customers/$customerId/account',
  '/customers/$customerId/payments',
  '/customers/$customerId/payments/$paymentId',
  '/customers/$customerId/contacts',
  '/customers/$customerId/contacts/new',
  '/customers/$customerId/contacts/$contactId',
  '/customers/$customerId/contacts/$contactId/edit',
  '/receivables',
  '/receivables/reminders',
  '/receivables/reminders/schedule',
  '/receivables/reachability',
  '/receivables/invoices',
  '/receivables/invoices/new',
  '/receivables/invoices/send',
  '/receivables/invoices/sendings/$batchId',
  '/receivables/invoices/$invoiceId',
  '/receivables/invoices/$invoiceId/edit',
  '/receivables/payments',
  '/receivables/payments/$paymentId',
  '/import',
  '/import/$importId',
  '/deliveries',
  '/deliveries/$deliveryId',
  '/mailbox',
  '/mailbox/$deliveryId',
  '/organization',
  '/organization/staff',
  '/organization/settings',
  '/organization/invoicing',
  '/organization/first-details',
  '/organization/journal',
  '/organization/security',
  '/organization/api-keys',
  '/organization/webhooks',
  '/organization/webhooks/$webhookId',
  '/organization/webhooks/$webhookId/$messageId',
  '/account',
]

/** Each below `/portal/<the seller's name in addresses>`. */
export const PORTAL_PAGES = [
  '/',
  '/sign-in',
  '/forgot-password',
  '/set-password',
  '/choose-password',
  '/unsubscribe',
  '/invoices/$invoiceId',
  '/profile',
  '/security',
]

const isStaffPage = addressIn(STAFF_PAGES)
const isPortalPage = addressIn(PORTAL_PAGES.map((page) => `/portal/$portal${page}`))

/** Whether one of the apps has a page at this path. Like their routers, it minds neither case nor a slash at the end. */
export function isPage(path: string): boolean {
  return isStaffPage(path) || isPortalPage(path)
}

const SECTIONS = ['receivables', 'organization']

/**
 * The page that an address means which no page has: typed from memory without its section, `/invoices`, or with one that it is not
 * in, `/receivables/deliveries`, or as the door is called elsewhere.
 */
export function pageMeant(path: string): string | undefined {
  const guesses = [
    ...SECTIONS.map((section) => `/${section}${path}`),
    ...SECTIONS.filter((section) => path.startsWith(`/${section}/`)).map(({ length }) =>
      path.slice(length + 1),
    ),
    path.replace(/\/(?:login|log-in|signin)\/?$/i, '/sign-in'),
    // The portal's invoices are on its first page.
    path.replace(/^(\/portal\/[^/]+)\/invoices\/?$/i, '$1'),
  ]
  return guesses.find(isPage)
}

function addressIn(pages: string[]) {
  const patterns = pages.map((page) => page.replace(/\/$/, '').replaceAll(/\$\w+/g, '[^/]+'))
  const pattern = new RegExp(`^(?:${patterns.join('|')})/?$`, 'i')
  return (path: string) => pattern.test(path)
}
