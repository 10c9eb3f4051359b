import type { Page } from '@playwright/test'
import type { Customer } from '../../server/customers/customers.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { paymentsApi } from '../../server/payments/payments.api.ts'
import { expect, test, type Northwind } from './portico.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const panel = (page: Page) => page.getByRole('complementary', { name: 'Payment' })

/** Acme, where Rick receives receipts, Stan statements and Rita reminders only; and what it owes. */
async function openBooks(northwind: Northwind) {
  const acme = await northwind.addCustomer('Acme', { currency: 'EUR' })
  const join = (firstName: string, receives: object) =>
    northwind.addContact(acme, { email: `${firstName.toLowerCase()}@acme.example`, firstName, receives })
  await join('Rick', { receipts: 'to' })
  await join('Stan', { statements: 'to' })
  await join('Rita', { reminders: 'to' })
  return { acme, older: await owe(northwind, acme, 30_000), newer: await owe(northwind, acme, 119_000) }
}

async function owe(northwind: Northwind, customer: Customer, unitPriceMinor: number) {
  const { id } = await northwind.call(invoicesApi.add, {
    body: { customerId: customer.id, lines: [{ description: 'Advice', unitPriceMinor }] },
  })
  return northwind.call(invoicesApi.issue, { params: { invoiceId: id } })
}

test('a part payment is recorded from the invoice, its receipt reaches the right person, and it is reversed', async ({
  northwind,
  olga: page,
}) => {
  const { older, newer } = await openBooks(northwind)
  await page.goto(`/receivables/invoices/${newer.id}`)
  await page.getByRole('button', { name: 'Record payment' }).click()
  const form = dialog(page)
  await expect(form.getByLabel('Amount')).toHaveValue('1,190.00')
  await form.getByLabel('Amount').fill('€ 500')
  await expect(form.getByLabel(`For ${newer.number}`)).toHaveValue('500.00')
  await expect(form.getByLabel(`For ${older.number}`)).toHaveValue('')
  await form.getByLabel(`For ${newer.number}`).fill('450')
  await expect(form.getByRole('status')).toContainText('€50.00')
  await form.getByLabel(`For ${older.number}`).fill('70')
  await expect(form.getByRole('status')).toContainText('more than is available')
  await form.getByLabel(`For ${older.number}`).fill('')
  await form.getByLabel('Reference').fill('TX 4711')
  await expect(form.getByRole('checkbox', { name: 'Send receipt' })).toBeChecked()
  await expect(form.getByRole('list', { name: 'Who gets the receipt' })).toHaveText(
    'Rick To: receives receipts',
  )
  await form.getByRole('button', { name: 'Record and send receipt' }).click()
  await expect(page.getByText('The receipt is on its way to 1 recipient.')).toBeVisible()
  await expect(page.getByText('Partly paid').first()).toBeVisible()

  const letter = await northwind.letterTo('rick@acme.example')
  expect(letter.subject).toBe('Receipt from Northwind: €500.00')
  expect(letter.text).toContain('TX 4711')

  await page.getByRole('link', { name: 'Payments' }).click()
  await page.getByRole('table', { name: 'Payments' }).getByRole('link').first().click()
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('€500.00')
  await expect(panel(page).getByRole('region', { name: 'Receipt' })).toContainText('To Rick')
  await expect(panel(page).getByRole('region', { name: 'Receipt' })).toContainText('Sent')

  await panel(page).getByRole('button', { name: 'Use credit' }).click()
  await expect(dialog(page).getByLabel(`For ${older.number}`)).toHaveValue('50.00')
  await dialog(page).getByRole('button', { name: 'Use credit' }).click()
  await expect(panel(page).getByRole('listitem').filter({ hasText: older.number! })).toContainText('€50.00')

  await panel(page).getByRole('button', { name: 'Reverse' }).click()
  await expect(dialog(page)).toContainText(`are open again`)
  await dialog(page).getByRole('button', { name: 'Reverse' }).click()
  await expect(panel(page).getByText('Reversed')).toBeVisible()
  await page.goto(`/receivables/invoices/${newer.id}`)
  await expect(page.getByText('Partly paid')).toHaveCount(0)
  // Rita, who receives reminders, and Stan, who receives statements, were told of none of it.
  expect(await northwind.unread()).toEqual([])
})

test('the account shows what is owed by age, and a statement of it goes to who receives statements', async ({
  northwind,
  olga: page,
}) => {
  const { acme } = await openBooks(northwind)
  await page.goto(`/customers/${acme.id}`)
  await page.getByRole('button', { name: 'Customer Details' }).click()
  await page.getByRole('menuitem', { name: 'Account' }).click()
  const owed = page.getByRole('region', { name: 'Open in EUR' })
  await expect(owed).toContainText('€1,490.00')
  await page.getByRole('button', { name: 'Send statement' }).click()
  await expect(dialog(page)).toContainText('To: receives statements')
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByText('The statement is on its way to 1 recipient.')).toBeVisible()
  expect((await northwind.letterTo('stan@acme.example')).subject).toContain(
    'Statement of account from Northwind',
  )
  const statements = page.getByRole('region', { name: 'Statements' })
  await expect(statements).toContainText('Mailed')
  const pdf = await page.request.get((await statements.getByRole('link').first().getAttribute('href'))!)
  expect(pdf.headers()['content-type']).toBe('application/pdf')
  expect(await northwind.unread()).toEqual([])
})

test('a payment is recorded from the payments, by keyboard: the customer first, then the amount', async ({
  northwind,
  olga: page,
}) => {
  const { older } = await openBooks(northwind)
  await page.goto('/receivables/payments')
  const record = page.getByRole('button', { name: 'Record payment' })
  await record.click()
  await expect(dialog(page).getByLabel('Customer')).toBeFocused()
  await page.keyboard.type('acm')
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'Record payment from Acme' })
  await expect(form.getByLabel('Amount')).toBeFocused()
  await page.keyboard.type('300')
  await expect(form.getByLabel(`For ${older.number}`)).toHaveValue('300.00')
  await page.keyboard.press('Enter')
  await expect(page.getByText('€300.00 from Acme recorded.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Payments' })).toContainText('€300.00')
  // The next one is a key away.
  await expect(record).toBeFocused()
})

test('a payment whose answer was lost on its way is recorded once, when it is recorded again', async ({
  northwind,
  olga: page,
}) => {
  const { newer } = await openBooks(northwind)
  await page.goto(`/receivables/invoices/${newer.id}`)
  await page.getByRole('button', { name: 'Record payment' }).click()
  await dialog(page).getByLabel('Amount').fill('250')
  await page.route(
    '**/v1/payments',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  const record = dialog(page).getByRole('button', { name: 'Record and send receipt' })
  await record.click()
  await expect(dialog(page).getByRole('alert')).toContainText('The server cannot be reached')
  await record.click()
  await expect(page.getByText('€250.00 from Acme recorded.')).toBeVisible()
  expect((await northwind.call(paymentsApi.list, {})).data).toHaveLength(1)
})
