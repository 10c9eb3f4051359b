import type { Browser, BrowserContext, Page } from '@playwright/test'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { invoiceBatchesApi } from '../../server/invoices/invoice-batches.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { paymentsApi } from '../../server/payments/payments.api.ts'
import { portalApi } from '../../server/portal-access/portal-access.api.ts'
import { remindersApi } from '../../server/reminders/reminders.api.ts'
import { sampleApi, staffApi, staffSessionApi } from '../../server/staff/staff.api.ts'
import { webhooksApi } from '../../server/webhooks/webhooks.api.ts'
import { callBy, expect } from './portico.ts'
import type { RunningPortico } from './running-portico.ts'
import { OWN_PASSWORD } from './steps.ts'

/** A page of either app, with something on it, and the text that shows it is complete. */
export interface PageToSee {
  name: string
  who: keyof Visitors
  path: string
  shows: string
  /** What is opened on it. */
  open?(page: Page): Promise<unknown>
}

/** The browsers of the people who see the pages, each signed in as their name says. */
export interface Visitors {
  stranger: BrowserContext
  owner: BrowserContext
  contact: BrowserContext
  choosing: BrowserContext
}

export interface Sample {
  visitors: Visitors
  pages: PageToSee[]
}

/** Names as long as people make them. */
const SPRAWLING = {
  purchaseOrder: 'PO-2026/KANTONALE-BESCHAFFUNGSSTELLE-GESUNDHEITSWESEN/000417',
  discountPercent: '2.5',
  notes: 'Delivered to the kitchen entrance.\nThe cold chain was kept throughout.',
  lines: [
    { description: 'Frühstücksservice für das Pflegepersonal der Nachtschicht', unitPriceMinor: 123_456_789 },
    {
      description: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
      quantity: '1.25',
      unitPriceMinor: 4_990,
      taxRate: '8.1',
      discountPercent: '5',
    },
  ],
}
const LONG_NAMES = {
  customer: {
    name: 'Arbeitsgemeinschaft der Kantonalen Beschaffungsstellen für Gesundheit und Soziales Zürich-Winterthur',
    accountNumber: 'ZH-KANTONALE-BESCHAFFUNGSSTELLE-GESUNDHEITSWESEN-000417',
  },
  contact: {
    firstName: 'Maximiliane-Theodora',
    lastName: 'von und zu Hohenlohe-Waldenburg-Schillingsfürst',
    email: 'maximiliane-theodora.hohenlohe-waldenburg@beschaffung.gesundheitswesen.zuerich.example',
    jobTitle: 'Stellvertretende Leiterin der Abteilung Kreditorenbuchhaltung',
    department: 'Kreditorenbuchhaltung und Zahlungsverkehr',
  },
}
const NOBODYS = '018f0000-0000-7000-8000-000000000000'
const CSV = 'Company,First name,Last name,E-mail\nAcme,Anna,Ash,anna@ash.example\nBirch,Boris,Baum,nowhere\n'

const INVOICES_CSV =
  'Number,Customer,Date,Currency,Total\nA-1,Aalto Hotels Oy,2021-01-31,EUR,21.00\nA-2,Nobody,2021-02-28,EUR,3.00\n'
const LINES_CSV = 'Invoice,Description,Quantity,Price\nA-1,Paint,2,10.50\nA-2,Brush,1,3.00\n'

/** The sample company with each kind of visitor, and every page that they can see. */
export async function openSample(portico: RunningPortico, browser: Browser): Promise<Sample> {
  const newContext = () => browser.newContext({ baseURL: portico.url, reducedMotion: 'reduce' })
  const [stranger, owner, contact, choosing] = await Promise.all([
    newContext(),
    newContext(),
    newContext(),
    newContext(),
  ])
  const call: typeof callBy = (request, endpoint, sent) => callBy(request, endpoint, sent, portico.url)
  const { organization } = await call(owner.request, sampleApi.trySample)
  const portal = { portal: organization.slug }
  const mail = portico.mailOf(organization.id)
  const {
    data: [customer],
  } = await call(owner.request, customersApi.list, { query: { search: 'Sonnenhof Pflegeheime' } })
  const { data: contacts } = await call(owner.request, contactsApi.list, {
    params: { customerId: customer!.id },
    query: { status: 'all' },
  })
  const shared = contacts.find(({ lastName }) => lastName === 'Keller')!
  const brunner = contacts.find(({ lastName }) => lastName === 'Brunner')!
  const signIn = async (context: BrowserContext, { id, email }: { id: string; email: string }) => {
    await call(owner.request, contactsApi.issuePassword, {
      params: { contactId: id },
      body: { generate: true },
    })
    const { password } = await mail.letterTo(email)
    await call(context.request, portalApi.signIn, { params: portal, body: { email, password: password! } })
  }
  await signIn(contact, shared)
  await call(contact.request, portalApi.choosePassword, { params: portal, body: { password: OWN_PASSWORD } })
  await signIn(choosing, brunner)
  const billed = async (paidMinor: number) => {
    const customerId = customer!.id
    const { id } = await call(owner.request, invoicesApi.add, { body: { customerId, ...SPRAWLING } })
    const { totalMinor } = await call(owner.request, invoicesApi.issue, { params: { invoiceId: id } })
    const amountMinor = paidMinor || totalMinor
    const allocations = [{ invoiceId: id, amountMinor }]
    await call(owner.request, paymentsApi.add, { body: { customerId, amountMinor, allocations } })
    return `/portal/${organization.slug}/invoices/${id}`
  }
  const long = await call(owner.request, customersApi.add, { body: LONG_NAMES.customer })
  const longContact = await call(owner.request, contactsApi.add, {
    params: { customerId: long.id },
    body: { ...LONG_NAMES.contact, portalPassword: null },
  })
  // She signs in at work, too.
  const atWork = await newContext()
  await call(atWork.request, portalApi.signIn, {
    params: portal,
    body: { email: shared.email, password: OWN_PASSWORD },
  })
  const theirs = { paid: await billed(0), open: await billed(10_000) }
  await call(stranger.request, portalApi.sendPasswordLink, { params: portal, body: { email: shared.email } })
  await call(owner.request, staffApi.invite, {
    body: { name: 'Nina Novak', email: 'nina@juniper-vale.example', role: 'viewer' },
  })
  const invitation = (await mail.letterTo('nina@juniper-vale.example')).token
  const session = await call(owner.request, staffSessionApi.read)
  const { on, version } = await call(owner.request, remindersApi.settings)
  if (!on) await call(owner.request, remindersApi.change, { version, body: { on: true } })

  // Nothing is at such a name, so that there is an attempt to look at.
  const webhook = await call(owner.request, webhooksApi.add, {
    body: {
      url: 'https://hooks.juniper-vale.example/portico/events',
      eventTypes: ['contact.added', 'invoice.paid'],
    },
  })
  await call(owner.request, webhooksApi.sendTest, { params: { webhookId: webhook.id } })
  await call(owner.request, webhooksApi.add, {
    body: { url: 'https://erp.juniper-vale.example/', description: 'Enterprise resource planning' },
  })

  const invoices: Record<string, string> = {}
  for (const status of ['draft', 'overdue', 'paid'] as const) {
    const { data } = await call(owner.request, invoicesApi.list, { query: { status } })
    // An invoice that was mailed has more to show.
    const shown = data.find(({ delivery }) => delivery === 'mailed') ?? data[0]!
    invoices[status] = `/receivables/invoices/${shown.id}`
  }
  const voided = await call(owner.request, invoicesApi.list, { query: { status: 'void' } })
  const batch = await call(owner.request, invoiceBatchesApi.add, {
    body: { invoiceIds: [voided.data[0]!.id] },
  })
  const chooseDrafts = async (page: Page) => {
    await page.getByRole('button', { name: 'Select all drafts' }).click()
    await expect(page.getByRole('region', { name: 'Selected invoices' })).toBeVisible()
  }
  const bill = invoices as Record<'draft' | 'overdue' | 'paid', string>

  const { data: late } = await call(owner.request, invoicesApi.list, { query: { status: 'overdue' } })
  const owing = `/customers/${late[0]!.customerId}`

  const at = `/customers/${customer!.id}`
  const door = `/portal/${organization.slug}`
  const panel = (page: Page) => page.getByRole('complementary', { name: 'Contact' })
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).click()
  const fromMore = (name: string) => async (page: Page) => {
    await press('More actions')(page)
    await page.getByRole('menuitem', { name }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  }
  const recordPayment = async (page: Page) => {
    await press('Record payment')(page)
    await expect(page.getByRole('checkbox', { name: 'Send receipt' })).toBeVisible()
  }
  const upload = async (page: Page) => {
    await page
      .getByLabel('File to import')
      .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) })
    await expect(page.getByRole('button', { name: 'Check the file' })).toBeVisible()
  }
  const checkFile = async (page: Page) => {
    await upload(page)
    await page.getByRole('button', { name: 'Check the file' }).click()
    await expect(page.getByRole('button', { name: 'Change columns' })).toBeVisible()
  }
  const importAll = async (page: Page) => {
    await checkFile(page)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByText('Imported:')).toBeVisible()
  }
  const planInvoices = async (page: Page) => {
    await page.getByRole('radio', { name: 'Invoices' }).press('Space')
    await page
      .getByLabel('File to import')
      .setInputFiles({ name: 'invoices.csv', mimeType: 'text/csv', buffer: Buffer.from(INVOICES_CSV) })
    await page
      .getByLabel('File of lines')
      .setInputFiles({ name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(LINES_CSV) })
    await expect(page.getByRole('heading', { name: 'lines.csv' })).toBeVisible()
  }
  const checkInvoices = async (page: Page) => {
    await planInvoices(page)
    await page.getByRole('button', { name: 'Check the file' }).click()
    await expect(page.getByRole('button', { name: 'Change columns' })).toBeVisible()
  }
  const byStranger: [string, string, string, PageToSee['open']?][] = [
    ['sign-in', '/sign-in', 'For staff.'],
    ['forgot-password', '/forgot-password', 'We will mail you a link'],
    ['set-password', '/set-password#token', 'Set a new password'],
    ['set-password-incomplete', '/set-password', 'This link is not complete'],
    ['invitation', `/invitation#${invitation}`, 'Join Juniper & Vale'],
    ['invitation-dead', '/invitation#dead', 'This invitation does not work'],
    ['portal-sign-in', `${door}/sign-in`, 'First time here?'],
    ['portal-sign-in-refused', `${door}/sign-in`, 'Sign in', refusedSignIn],
    ['portal-forgot-password', `${door}/forgot-password`, 'We will mail you a link'],
    ['portal-set-password', `${door}/set-password#token`, 'Suggest another'],
    ['portal-set-password-incomplete', `${door}/set-password`, 'This link is not complete'],
    ['help', '/help', 'These pages say how'],
    ['help-contacts', '/help/contacts', 'Find a contact'],
    ['help-operating', '/help/operating', 'Environment variables'],
    ['help-found', '/help?search=password', 'found for'],
    ['docs', '/docs', 'What every change needs'],
    ['docs-contacts', '/docs/contacts', 'In the path'],
    ['portal-unknown', '/portal/nobody', 'There is no portal at this address'],
  ]
  const byOwner: [string, string, string, PageToSee['open']?][] = [
    ['customers', '/customers', 'Aalto Hotels Oy'],
    ['customers-inactive', '/customers?status=inactive', 'Tamarind Spice House'],
    ['customers-none-found', '/customers?search=zzzz', 'No customer matches'],
    ['customer-new', '/customers/new', 'Ship to another address'],
    ['customer', at, 'Payment terms'],
    ['customer-menu', at, 'Payment terms', press('Customer Details')],
    ['customer-make-inactive', at, 'Payment terms', press('Make inactive')],
    ['customer-notice', at, 'Payment terms', press('Send a notice')],
    ['customer-edit', `${at}/edit`, 'Ship to another address'],
    ['customer-journal', `${at}/journal`, 'added the customer'],
    ['contacts', `${at}/contacts?inactive=true`, 'Ursula Brunner'],
    ['contact', `${at}/contacts/${shared.id}`, 'Recent activity'],
    ['contact-reset-password', `${at}/contacts/${shared.id}`, 'Recent activity', press('Reset password')],
    [
      'contact-reset-password-typed',
      `${at}/contacts/${shared.id}`,
      'Recent activity',
      async (page) => {
        await press('Reset password')(page)
        await page.getByRole('checkbox', { name: 'Generate Automatically' }).uncheck()
        await page.getByLabel('Temporary password', { exact: true }).fill('Jürg Keller')
        await page.getByRole('button', { name: 'Change' }).click()
        await expect(page.getByText('Use at least')).toBeVisible()
      },
    ],
    ['contact-delete', `${at}/contacts/${shared.id}`, 'Recent activity', press('Delete contact')],
    ['contact-edit', `${at}/contacts/${shared.id}/edit`, '; this changes '],
    [
      'contact-edit-address',
      `${at}/contacts/${brunner.id}/edit`,
      'Primary contact',
      async (page) => {
        await panel(page).getByLabel('E-mail').fill(shared.email)
        await expect(panel(page).getByText('Link to').first()).toBeVisible()
      },
    ],
    ['contact-new', `${at}/contacts/new`, 'Generate the temporary password automatically'],
    [
      'contact-new-known',
      `${at}/contacts/new`,
      'Generate the temporary password automatically',
      async (page) => {
        await panel(page).getByLabel('E-mail').fill('marta@nowak-bookkeeping.example')
        await expect(panel(page).getByText('is already a contact of')).toBeVisible()
      },
    ],
    [
      'contact-new-typed',
      `${at}/contacts/new`,
      'Generate the temporary password automatically',
      (page) =>
        page.getByRole('checkbox', { name: 'Generate the temporary password automatically' }).uncheck(),
    ],
    ['customers-long-names', '/customers?search=arbeitsgemeinschaft', 'Arbeitsgemeinschaft'],
    ['customer-long-names', `/customers/${long.id}`, 'Payment terms'],
    ['contact-long-names', `/customers/${long.id}/contacts/${longContact.id}`, 'Recent activity'],
    [
      'contact-long-names-delete',
      `/customers/${long.id}/contacts/${longContact.id}`,
      'Recent activity',
      press('Delete contact'),
    ],
    ['customer-long-names-notice', `/customers/${long.id}`, 'Payment terms', press('Send a notice')],
    ['first-details', '/organization/first-details', 'How to pay'],
    ['customer-invoices', `${at}/invoices`, 'Paid in 30 days'],
    ['invoices', '/receivables/invoices', 'overdue'],
    ['invoices-none-found', '/receivables/invoices?search=zzzz', 'No invoice matches'],
    ['invoice-draft', bill.draft, 'Bill to'],
    [
      'invoice-send',
      bill.draft,
      'Bill to',
      async (page) => {
        await page.getByRole('button', { name: 'Send', exact: true }).click()
        await expect(page.getByText('Preview for')).toBeVisible()
        await page.getByRole('button', { name: 'Add an address' }).click()
      },
    ],
    ['invoices-chosen', '/receivables/invoices', 'overdue', chooseDrafts],
    [
      'invoices-send',
      '/receivables/invoices',
      'overdue',
      async (page) => {
        await chooseDrafts(page)
        await page.getByRole('button', { name: /^Send \d+…$/ }).click()
        await expect(page.getByRole('heading', { name: /^To send/ })).toBeVisible()
      },
    ],
    ['invoices-sending', `/receivables/invoices/sendings/${batch.id}`, 'Not sent'],
    ['invoice-discard', bill.draft, 'Bill to', fromMore('Discard draft')],
    ['invoice-overdue', bill.overdue, 'assigned the invoice number'],
    ['invoice-dispute', bill.overdue, 'Bill to', fromMore('Record dispute')],
    ['invoice-void', bill.overdue, 'Bill to', fromMore('Void')],
    [
      'invoice-attempts',
      bill.paid,
      'Bill to',
      async (page) => {
        await page
          .getByRole('button', { name: /attempt/ })
          .first()
          .click()
        await expect(page.getByText('Attempt 1').first()).toBeVisible()
      },
    ],
    [
      'invoice-new',
      '/receivables/invoices/new',
      'Add a line',
      async (page) => {
        await page.keyboard.type('aalto')
        // The two that are called so, and a new one: before they are found, all customers are there.
        await expect(page.getByRole('option')).toHaveCount(3)
      },
    ],
    ['invoice-edit', `${bill.overdue}/edit`, 'This makes revision'],
    [
      'invoice-edit-refused',
      `${bill.draft}/edit`,
      'Add a line',
      async (page) => {
        await page.getByLabel('Unit price').first().fill('fifty')
        await page.getByRole('button', { name: 'Save draft' }).click()
        await expect(page.getByText('Use an amount such as')).toBeVisible()
      },
    ],
    [
      'invoice-edit-leave',
      `${bill.draft}/edit`,
      'Add a line',
      async (page) => {
        await page.getByLabel('PO number').fill('another')
        await page.getByRole('button', { name: 'Cancel' }).click()
        await expect(page.getByText('Leave without saving?')).toBeVisible()
      },
    ],
    ['invoicing', '/organization/invoicing', 'Preview'],
    ['payments', '/receivables/payments', 'Bank transfer'],
    [
      'payment',
      '/receivables/payments',
      'Bank transfer',
      async (page) => {
        await page.getByRole('table', { name: 'Payments' }).getByRole('link').first().click()
        await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
      },
    ],
    ['payment-record', bill.overdue, 'Bill to', recordPayment],
    ['customer-payments', `${owing}/payments`, 'Record payment'],
    ['customer-account', `${owing}/account`, 'Over 90 days'],
    [
      'statement-send',
      `${owing}/account`,
      'Over 90 days',
      async (page) => {
        await press('Send statement')(page)
        await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeVisible()
      },
    ],
    ['deliveries', '/deliveries', 'Sent'],
    [
      'delivery',
      '/deliveries?state=failed',
      'Failed',
      async (page) => {
        await page.getByRole('table', { name: 'Deliveries' }).getByRole('link').first().click()
        await expect(page.getByText('Attempt 1')).toBeVisible()
      },
    ],
    ['receivables', '/receivables', 'Goes out next'],
    ['receivables-table', '/receivables', 'Goes out next', press('Show as a table')],
    ['reminders', '/receivables/reminders', 'days after'],
    ['ladder', '/receivables/reminders/schedule', 'They go out between'],
    ['ladder-new-step', '/receivables/reminders/schedule', 'They go out between', press('Add a step')],
    ['reachability', '/receivables/reachability', 'where nobody would get'],
    ['reachability-statements', '/receivables/reachability?kind=statements', 'Why'],
    ['mailbox', '/mailbox', 'The e-mails that would go out'],
    [
      'mailbox-e-mail',
      '/mailbox',
      'The e-mails that would go out',
      async (page) => {
        await page.getByRole('region', { name: 'E-mails' }).getByRole('link').first().click()
        await expect(page.getByRole('article', { name: 'E-mail' })).toBeVisible()
      },
    ],
    ['staff', '/organization/staff', 'Mina Okafor'],
    ['staff-invite', '/organization/staff', 'Mina Okafor', press('Invite')],
    ['api-keys', '/organization/api-keys', 'A program comes in with a key of its own'],
    [
      'api-key-new',
      '/organization/api-keys',
      'A program comes in with a key of its own',
      press('New API key'),
    ],
    ['settings', '/organization/settings', 'Temporary passwords'],
    ['journal', '/organization/journal', 'Robin Vale'],
    ['security', '/organization/security', 'what a role does not allow'],
    ['security-contacts', '/organization/security?who=contacts', 'signed in to the portal'],
    ['webhooks', '/organization/webhooks', 'Enterprise resource planning'],
    [
      'webhooks-add',
      '/organization/webhooks',
      'Enterprise resource planning',
      async (page) => {
        await press('Add webhook')(page)
        await page.getByRole('radio', { name: 'Only these' }).check()
        await expect(page.getByText('Nothing of an invoice is owed any more.')).toBeVisible()
      },
    ],
    ['webhook', `/organization/webhooks/${webhook.id}`, 'Failed'],
    [
      'webhook-message',
      `/organization/webhooks/${webhook.id}`,
      'Failed',
      async (page) => {
        await page.getByRole('table', { name: 'Messages' }).getByRole('link').first().click()
        await expect(page.getByText('Attempt 1')).toBeVisible()
      },
    ],
    [
      'webhook-secret',
      `/organization/webhooks/${webhook.id}`,
      'Failed',
      async (page) => {
        await press('Rotate the secret')(page)
        await page.getByRole('button', { name: 'Rotate', exact: true }).click()
        await expect(page.getByRole('button', { name: 'Copy' })).toBeVisible()
      },
    ],
    ['account', '/account', 'Sign out everywhere'],
    [
      'account-filled',
      '/account',
      'Sign out everywhere',
      async (page) => {
        await page.getByLabel('Current password', { exact: true }).fill('not the right one')
        await page.getByLabel('New password', { exact: true }).fill('robin')
        await page.getByRole('button', { name: 'Change password' }).click()
        await expect(page.getByText('This is not your current password')).toBeVisible()
      },
    ],
    ['user-menu', '/account', 'Sign out everywhere', press(`${session.staff.name}: your menu`)],
    ['import', '/import', 'Choose a file'],
    ['import-columns', '/import', 'Choose a file', upload],
    ['import-check', '/import', 'Choose a file', checkFile],
    ['import-done', '/import', 'Choose a file', importAll],
    ['import-invoices-columns', '/import', 'Choose a file', planInvoices],
    ['import-invoices-check', '/import', 'Choose a file', checkInvoices],
    [
      'search',
      '/customers',
      'Aalto Hotels Oy',
      async (page) => {
        await page.keyboard.press('Control+k')
        await page.getByRole('textbox', { name: 'Search customers, contacts and invoices' }).fill('aalto')
        await expect(page.getByRole('dialog').getByText('Aalto Hotels Tampere').first()).toBeVisible()
      },
    ],
    ['not-found', '/nowhere', 'There is no such page'],
  ]
  const byContact: [string, string, string, PageToSee['open']?][] = [
    ['portal-home', door, 'Sonnenhof Winterthur'],
    ['portal-home-paid', `${door}?show=paid`, 'Paid'],
    ['portal-invoice-open', theirs.open, 'How to pay'],
    ['portal-invoice-paid', theirs.paid, 'Payments'],
    ['portal-invoice-not-here', `${door}/invoices/${NOBODYS}`, 'It may belong to a company'],
    ['portal-profile', `${door}/profile`, 'A change applies to'],
    ['portal-security', `${door}/security`, 'This device'],
    [
      'portal-security-filled',
      `${door}/security`,
      'last seen',
      async (page) => {
        await page.getByLabel('Current password', { exact: true }).fill('not the right one')
        await page.getByLabel('New password', { exact: true }).fill('keller')
        await page.getByRole('button', { name: 'Change password' }).click()
        await expect(page.getByText('Use at least')).toBeVisible()
      },
    ],
    ['portal-not-found', `${door}/nowhere`, 'There is no such page'],
  ]
  const byChoosing: [string, string, string, PageToSee['open']?][] = [
    ['portal-choose-password', `${door}/choose-password`, 'Suggest another'],
    [
      'portal-choose-password-refused',
      `${door}/choose-password`,
      'Suggest another',
      async (page) => {
        await page.getByLabel('New password', { exact: true }).fill('brunner')
        await page.getByRole('button', { name: 'Save and continue' }).click()
        await expect(page.getByText('Use at least')).toBeVisible()
      },
    ],
  ]
  const as = (who: keyof Visitors, list: typeof byOwner): PageToSee[] =>
    list.map(([name, path, shows, open]) => ({ name, who, path, shows, ...(open && { open }) }))
  return {
    visitors: { stranger, owner, contact, choosing },
    pages: [
      ...as('stranger', byStranger),
      ...as('owner', byOwner),
      ...as('contact', byContact),
      ...as('choosing', byChoosing),
    ],
  }
}

/** Goes to a page, opens what is to be opened, and waits until nothing on it moves. */
export async function see(page: Page, { path, shows, open }: Omit<PageToSee, 'name' | 'who'>) {
  await page.goto(path)
  await expect(page.getByText(shows).first()).toBeVisible()
  await open?.(page)
  await settle(page)
}

/** The page changes its colours by a script of its own: before that has run it is neither light nor dark. */
export async function turn(page: Page, colorScheme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
}

export async function settle(page: Page) {
  await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
  await page.evaluate('document.fonts.ready')
  // What is as wide as its container gets its style, and another colour, with the frame that lays that out; and the
  // end of one transition may begin another, of what inherits from it.
  await page.evaluate(`(async () => {
    const drawn = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    const moving = () =>
      document.getAnimations().filter(({ effect }) => effect.getComputedTiming().iterations < 9)
    await drawn()
    for (let left = moving(); left.length > 0; await drawn(), left = moving())
      await Promise.all(left.map(({ finished }) => finished.catch(() => {})))
  })()`)
}

async function refusedSignIn(page: Page) {
  await page.getByLabel('E-mail').fill('nobody@nowhere.example')
  await page.getByLabel('Password', { exact: true }).fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
}
