import { test as bare } from '@playwright/test'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { daysAfter, todayIn } from '../../server/time/day.ts'
import { expect, test } from './portico.ts'
import { tabTo } from './steps.ts'
import { expectBounced, withMailServer } from './with-mail-server.ts'

test('a new organization is led to its first invoice; then the ages are a chart whose bars list their invoices', async ({
  northwind,
  olga: page,
}) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/receivables$/)
  await expect(page.getByText('No customers yet')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Import customers' })).toBeVisible()
  const acme = await northwind.addCustomer('Acme')
  const today = todayIn(northwind.organization.timeZone, new Date())
  const owe = async (days: number, unitPriceMinor: number) => {
    const dueDate = daysAfter(today, days)
    const { id } = await northwind.call(invoicesApi.add, {
      body: {
        customerId: acme.id,
        currency: 'EUR',
        issueDate: days < 0 ? dueDate : today,
        dueDate,
        lines: [{ description: 'Work', unitPriceMinor, taxRate: '0' }],
      },
    })
    return northwind.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  await owe(20, 10_000)
  const late = await owe(-40, 25_000)
  await owe(-100, 5_000)

  await page.reload()
  const owed = page.getByRole('region', { name: 'What is owed' })
  await expect(owed).toContainText('€400.00')
  await expect(owed).toContainText('€300.00')
  await expect(page.getByRole('region', { name: 'Who owes most' })).toContainText(
    '€400.00€300.00 overdue · 3 open invoices',
  )

  await owed.getByRole('button', { name: 'Show as a table' }).click()
  const rows = owed.getByRole('table').getByRole('row')
  await expect(rows.filter({ hasText: '31–60 days overdue' })).toContainText('€250.00')
  await expect(rows.filter({ hasText: '61–90 days overdue' })).toContainText('€0.00')
  await owed.getByRole('button', { name: 'Show as a chart' }).click()

  await tabTo(page, owed.getByRole('link', { name: '31–60 days overdue' }))
  await page.keyboard.press('Enter')
  const invoices = page.getByRole('table', { name: 'Invoices' }).getByRole('link')
  await expect(invoices).toHaveText([late.number!])
  await page.getByRole('button', { name: 'Show every age' }).click()
  await expect(invoices).toHaveCount(3)
})

bare('an invoice that did not arrive is told with why, and leads to the address', async ({ browser }) => {
  await withMailServer(browser, async ({ smtp, page, call }) => {
    const acme = await call(page.request, customersApi.add, { body: { name: 'Acme' } })
    await call(page.request, contactsApi.add, {
      params: { customerId: acme.id },
      body: { email: 'gone@ash.example', portalPassword: null, receives: { invoices: 'to' } },
    })
    const { id, version } = await call(page.request, invoicesApi.add, {
      body: { customerId: acme.id, lines: [{ description: 'Work', unitPriceMinor: 5000 }] },
    })
    smtp.fail({ at: 'rcpt', do: '550 5.1.1 No such user here', times: 1 })
    await call(page.request, invoicesApi.send, { params: { invoiceId: id }, version, body: {} })
    const troubles = page.getByRole('region', { name: 'Not delivered' })
    await expectBounced(page, call, 1)
    await page.goto('/receivables')
    await expect(troubles).toContainText('Acme: not delivered to gone@ash.example.')
    await expect(troubles).toContainText('the mailbox does not exist')
    await troubles.getByRole('link', { name: 'Correct the address' }).click()
    await expect(page.getByLabel('E-mail')).toHaveValue('gone@ash.example')
  })
})
