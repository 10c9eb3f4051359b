import { readFile } from 'node:fs/promises'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { invoicingSettingsApi } from '../../server/invoices/invoicing-settings.api.ts'
import { paymentsApi } from '../../server/payments/payments.api.ts'
import type { Customer } from '../../server/customers/customers.api.ts'
import { readPdf } from '../read-pdf.ts'
import { expect, test, type Northwind } from './portico.ts'
import { enterPortal, OWN_PASSWORD } from './steps.ts'

const ANNA = { email: 'anna@ash.example', firstName: 'Anna', lastName: 'Ash' }
const HOW_TO_PAY = 'IBAN DE02 1203 0000 0000 2020 51'

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('from the letter past the door to that invoice and its PDF; staff see who has seen it', async ({
    northwind,
    olga,
    openBrowser,
  }) => {
    const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
    const contact = await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
    await sayHowToPay(northwind)
    const { password } = await northwind.letterTo(ANNA.email, 'Your temporary password for Northwind')
    const { id, number } = await mail(northwind, acme)
    const letter = await northwind.letterTo(ANNA.email, `Invoice ${number}`)
    const link = new RegExp(`http://\\S+/portal/\\S+/invoices/${id}`).exec(letter.text)![0]

    // What a mail scanner does: it opens every link, knows no password, and leaves no trace.
    expect((await (await openBrowser()).request.get(link)).status()).toBe(200)
    await olga.goto(`/receivables/invoices/${id}`)
    await expect(olga.getByText('Nobody has opened it in the portal yet')).toBeVisible()

    const anna = await openBrowser()
    await anna.goto(link)
    await expect(anna.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    // A reload does not lose the way there.
    await anna.reload()
    await anna.getByLabel('E-mail').fill(ANNA.email)
    await anna.getByLabel('Password', { exact: true }).fill(password!)
    await anna.getByRole('button', { name: 'Sign in' }).click()
    await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
    await anna.goto(link)
    await expect(anna.getByRole('heading', { name: 'Choose your password' })).toBeVisible()
    await anna.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD)
    await anna.getByRole('button', { name: 'Save and continue' }).click()

    await expect(anna.getByRole('heading', { level: 1, name: `Invoice ${number}` })).toBeVisible()
    expect(new URL(anna.url()).pathname).toBe(new URL(link).pathname)
    await expect(anna.getByText('€1,190.00 is due on')).toBeVisible()
    await expect(anna.getByRole('region', { name: 'How to pay' })).toContainText(HOW_TO_PAY)
    await expect(anna.getByRole('article', { name: 'Invoice' })).toContainText('Consulting')

    const [download] = await Promise.all([
      anna.waitForEvent('download'),
      anna.getByRole('link', { name: 'Download PDF' }).click(),
    ])
    expect(download.suggestedFilename()).toBe(`${number}.pdf`)
    const { pages } = await readPdf(await readFile(await download.path()))
    expect(pages.join(' ')).toContain(HOW_TO_PAY)
    expect(pages.join(' ')).toContain('Tax ID GB 1')
    await expect(anna.getByRole('article', { name: 'Invoice' })).toContainText('Tax ID GB 1')

    await anna.goto(northwind.portalUrl)
    // As much as a row of a phone has room for: what is to be paid, and by when.
    const cells = anna.getByRole('row', { name: number! }).getByRole('cell')
    await expect(cells).toHaveText([number!, /^Due \d/, '€1,190.00'])

    await olga.reload()
    await expect(olga.getByRole('article', { name: 'Invoice' })).toContainText('Tax ID GB 1')
    const seen = olga.getByRole('list', { name: 'Seen in the portal' })
    await expect(seen).toContainText('Seen by Anna Ash')
    await seen.getByRole('link', { name: 'Anna Ash' }).click()
    await expect(olga).toHaveURL(new RegExp(`/contacts/${contact.id}$`))
  })
})

test('home says what is due, of all customers or of one; what was paid says so', async ({
  northwind,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  const birch = await northwind.addCustomer('Birch', { currency: 'EUR' })
  await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
  await northwind.addContact(birch, ANNA)
  const { password } = await northwind.letterTo(ANNA.email, 'Your temporary password for Northwind')
  const paid = await issue(northwind, acme)
  const late = await issue(northwind, acme, { issueDate: '2026-01-01', dueDate: '2026-01-31' })
  const atBirch = await issue(northwind, birch)
  const draft = await northwind.call(invoicesApi.add, { body: { customerId: acme.id, lines: LINES } })
  await northwind.call(paymentsApi.add, {
    body: {
      customerId: acme.id,
      amountMinor: 119_000,
      currency: 'EUR',
      allocations: [{ invoiceId: paid.id, amountMinor: 119_000 }],
    },
  })

  const anna = await openBrowser()
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)
  const region = anna.getByRole('region', { name: 'Invoices' })
  const numbers = region.getByRole('table').getByRole('link')
  await expect(region.getByText('2 invoices, €2,380.00 open')).toBeVisible()
  await expect(region.getByText('One of them is overdue: €1,190.00')).toBeVisible()
  await expect(numbers).toHaveText([atBirch.number!, paid.number!, late.number!])
  await expect(region.getByRole('row', { name: paid.number! })).toContainText('Paid')

  await region.getByRole('radio', { name: 'Open' }).press('Space')
  await expect(numbers).toHaveText([atBirch.number!, late.number!])
  await region.getByRole('combobox', { name: 'Company' }).click()
  await anna.getByRole('option', { name: 'Acme' }).click()
  await expect(numbers).toHaveText([late.number!])
  await expect(region.getByText('1 invoice, €1,190.00 open')).toBeVisible()

  // Back from an invoice leads to the same list.
  await numbers.click()
  await expect(anna.getByRole('heading', { level: 1, name: `Invoice ${late.number}` })).toBeVisible()
  await expect(anna.getByText(/^€1,190.00 was due on 31 Jan/)).toBeVisible()
  await anna.goBack()
  await expect(numbers).toHaveText([late.number!])

  await anna.goto(`${northwind.portalUrl}/invoices/${paid.id}`)
  await expect(anna.getByText(/^Paid on /)).toBeVisible()
  await expect(anna.getByRole('region', { name: 'Payments' })).toContainText('€1,190.00')
  await expect(anna.getByRole('region', { name: 'How to pay' })).toHaveCount(0)

  for (const id of [draft.id, '018f0000-0000-7000-8000-000000000000', 'nonsense']) {
    await anna.goto(`${northwind.portalUrl}/invoices/${id}`)
    await expect(anna.getByRole('heading', { name: 'There is no such invoice here' })).toBeVisible()
  }
})

test('home says so when there is no invoice yet, and when the list cannot be read', async ({
  northwind,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  await northwind.addContact(acme, { ...ANNA, portalPassword: { generate: true } })
  const { password } = await northwind.letterTo(ANNA.email, 'Your temporary password for Northwind')
  const anna = await openBrowser()
  await enterPortal(anna, northwind.portalUrl, ANNA.email, password!)
  const region = anna.getByRole('region', { name: 'Invoices' })
  await expect(region.getByText('Nothing to pay')).toBeVisible()
  await expect(region.getByRole('heading', { name: 'No invoices yet' })).toBeVisible()
  await expect(region.getByRole('combobox', { name: 'Company' })).toHaveCount(0)

  const { number } = await issue(northwind, acme)
  const lists = '**/v1/portals/*/invoices?*'
  await anna.route(lists, (route) => route.abort())
  await anna.reload()
  await expect(region.getByRole('alert')).toContainText('The server cannot be reached')
  await anna.unroute(lists)
  await region.getByRole('button', { name: 'Try again' }).click()
  await expect(region.getByRole('table').getByRole('link')).toHaveText([number!])
})

const LINES = [{ description: 'Consulting', unitPriceMinor: 100_000, taxRate: '19' }]

type Dates = { issueDate?: string; dueDate?: string }

async function issue(northwind: Northwind, customer: Customer, dates: Dates = {}) {
  const { id } = await northwind.call(invoicesApi.add, {
    body: { customerId: customer.id, lines: LINES, ...dates },
  })
  return northwind.call(invoicesApi.issue, { params: { invoiceId: id } })
}

async function mail(northwind: Northwind, customer: Customer) {
  const { id, version } = await northwind.call(invoicesApi.add, {
    body: { customerId: customer.id, lines: LINES },
  })
  return northwind.call(invoicesApi.send, { params: { invoiceId: id }, version, body: {} })
}

async function sayHowToPay(northwind: Northwind) {
  const { version } = await northwind.call(invoicingSettingsApi.read)
  await northwind.call(invoicingSettingsApi.change, {
    version,
    body: { paymentInstructions: HOW_TO_PAY, taxId: 'GB 1' },
  })
}
