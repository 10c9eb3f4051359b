import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import type { Invoice, InvoiceRow } from '../../server/invoices/invoices.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { expect, test, type Northwind } from './portico.ts'
import { enterPortal } from './steps.ts'

/** The files that the design names; a clone on its own has some of the same form, with invented people. */
const CHINOOK = new URL('../../../shared/data/chinook/', import.meta.url)
const INVENTED = new URL('data/', import.meta.url)
const file = (name: string) =>
  fileURLToPath(new URL(name, existsSync(new URL('invoices.csv', CHINOOK)) ? CHINOOK : INVENTED))
const SENT = 20

test('customers, then their invoices with lines, to the cent; twenty are mailed and one is read in the portal', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  test.setTimeout(600_000)
  const invoices = rowsOf<'InvoiceId' | 'CustomerId' | 'InvoiceDate' | 'Total'>(file('invoices.csv'))
  const lines = rowsOf<'InvoiceId' | 'UnitPrice' | 'Quantity'>(file('invoice_lines.csv'))
  const totalMinor = invoices.reduce((sum, { Total }) => sum + cents(Total), 0)

  await page.goto('/import')
  await page.getByLabel('File to import').setInputFiles(file('customers.csv'))
  await page.getByRole('button', { name: 'Check the file' }).click()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Imported:' })).toBeVisible()

  await importInvoices(page)
  await expect(
    page.getByText(`lines from invoice_lines.csv: ${lines.length.toLocaleString('en')} rows`),
  ).toBeVisible()
  for (const [column, field] of Object.entries({
    CustomerId: 'Account number',
    InvoiceDate: 'Issue date',
    Total: 'Total',
    Description: 'Line description',
    UnitPrice: 'Unit price',
    Quantity: 'Quantity',
  }))
    await expect(page.getByRole('combobox', { name: `What “${column}” is` }), column).toHaveValue(field)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(chip(page, 'Create')).toHaveText(`Create ${invoices.length}`)
  await expect(chip(page, 'Refuse')).toHaveText('Refuse 0')
  const sum = (totalMinor / 100).toLocaleString('en', { minimumFractionDigits: 2 })
  await expect(page.getByText(`${invoices.length} invoices would be created`)).toContainText(
    `${sum} in total.`,
  )
  const first = page.getByRole('list', { name: 'Invoices' }).getByRole('listitem').first()
  await expect(first).toContainText(`New invoice ${invoices[0]!.InvoiceId} for `)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Imported:' })).toContainText(
    `${invoices.length} invoices created`,
  )
  await page.getByRole('link', { name: 'Show invoices' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Invoices' })).toBeVisible()

  // Each comes to what the file says, and so do all of them together.
  const imported = await allInvoices(northwind)
  expect(Object.fromEntries(imported.map((one) => [one.number, one.totalMinor]))).toEqual(
    Object.fromEntries(invoices.map(({ InvoiceId, Total }) => [InvoiceId, cents(Total)])),
  )
  expect(imported.reduce((all, one) => all + one.totalMinor, 0)).toBe(totalMinor)
  expect(await northwind.unread(), 'nobody is mailed').toEqual([])

  // The second time, everything is found to be here already.
  await importInvoices(page)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(chip(page, 'Unchanged')).toHaveText(`Unchanged ${invoices.length}`)
  await expect(page.getByText('Nothing would change.')).toBeVisible()

  // Twenty go to those who receive them.
  const sent: Invoice[] = []
  for (const { id } of imported.slice(0, SENT)) {
    const { version } = await northwind.call(invoicesApi.read, { params: { invoiceId: id } })
    sent.push(await northwind.call(invoicesApi.send, { params: { invoiceId: id }, version, body: {} }))
  }
  const contactOf = async ({ customerId }: Invoice) =>
    (await northwind.call(contactsApi.list, { params: { customerId } })).data[0]!
  for (const one of sent) {
    const { email } = await contactOf(one)
    // Nobody has access to the portal yet: no link leads there.
    const { text } = await northwind.letterTo(email, `Invoice ${one.number} `)
    expect(text).toContain(`invoice ${one.number} for`)
    expect(text).not.toContain(`/invoices/${one.id}`)
  }
  expect(await northwind.unread(), 'one letter each').toEqual([])

  // And one of them is opened by its contact.
  const read = sent[0]!
  const contact = await contactOf(read)
  await northwind.call(contactsApi.issuePassword, {
    params: { contactId: contact.id },
    body: { generate: true },
  })
  const { password } = await northwind.letterTo(contact.email)
  const visitor = await openBrowser()
  await enterPortal(visitor, northwind.portalUrl, contact.email, password!)
  await visitor.goto(`${northwind.portalUrl}/invoices/${read.id}`)
  await expect(visitor.getByRole('heading', { level: 1, name: `Invoice ${read.number}` })).toBeVisible()
  await expect(visitor.getByRole('article', { name: 'Invoice' })).toContainText(read.lines[0]!.description)
})

test('an invoice that does not add up is refused with both amounts, and comes back as a file', async ({
  northwind,
  olga: page,
}) => {
  await northwind.addCustomer('Acme', { accountNumber: 'A-1', currency: 'EUR' })
  await page.goto('/import')
  await page.getByRole('radio', { name: 'Invoices' }).press('Space')
  await page.getByLabel('File to import').setInputFiles({
    name: 'from the old system.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        'Number;Customer;Date;Item;Qty;Price;Total',
        '7;A-1;01/02/2021;Paint;2;10,50;21,00',
        '8;Acme;01/02/2021;Brush;1;3,00;4,00',
      ].join('\r\n'),
    ),
  })
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByText('“01/02/2021” may be 1 Feb or 2 Jan.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Change columns' }).click()
  await page.getByRole('combobox', { name: 'A date such as 01/02/2021' }).click()
  await page.getByRole('option', { name: /day first/ }).click()
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(
    page.getByText(
      'The lines come to €3.00, but the total says €4.00. Correct the file, or say at Columns what its prices and taxes are.',
    ),
  ).toBeVisible()
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download 1 refused invoice' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('refused-from the old system.csv')
  const refused = readFileSync(await download.path(), 'utf8')
  expect(refused).toContain('Brush')
  expect(refused).not.toContain('Paint')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Imported:' })).toContainText(
    '1 invoice created (€21.00)',
  )
  const [one] = await allInvoices(northwind)
  expect(one).toMatchObject({ number: '7', issueDate: '2021-02-01', totalMinor: 2100, delivery: 'notSent' })
})

/** Up to the step where the columns are chosen. */
async function importInvoices(page: Page) {
  await page.goto('/import')
  await page.getByRole('radio', { name: 'Invoices' }).press('Space')
  await expect(page.getByRole('heading', { level: 1, name: 'Import invoices' })).toBeVisible()
  await page.getByLabel('File to import').setInputFiles(file('invoices.csv'))
  await page.getByLabel('File of lines').setInputFiles(file('invoice_lines.csv'))
  await expect(page.getByRole('heading', { name: 'invoice_lines.csv' })).toBeVisible()
}

async function allInvoices({ call }: Northwind): Promise<InvoiceRow[]> {
  const all: InvoiceRow[] = []
  for (let cursor: string | undefined; ;) {
    const { data, nextCursor } = await call(invoicesApi.list, {
      query: { limit: 100, ...(cursor !== undefined && { cursor }) },
    })
    all.push(...data)
    if (nextCursor === null) return all
    cursor = nextCursor
  }
}

const cents = (decimal: string) => Math.round(Number(decimal) * 100)

/** Good enough for these files: none of their cells has a line break. */
function rowsOf<Name extends string>(path: string): Record<Name, string>[] {
  const [head, ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replace(/^"|"$/g, '')))
  return rows.map(
    (cells) => Object.fromEntries(head!.map((name, at) => [name, cells[at]])) as Record<Name, string>,
  )
}

function chip(page: Page, outcome: string) {
  return page.getByRole('group', { name: 'Filter by outcome' }).getByRole('button', { name: outcome })
}
