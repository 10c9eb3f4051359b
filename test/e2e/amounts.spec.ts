import type { Page } from '@playwright/test'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { paymentsApi } from '../../server/payments/payments.api.ts'
import { statementsApi } from '../../server/statements/statements.api.ts'
import { expect, test } from './portico.ts'
import { enterPortal } from './steps.ts'

const HUNDREDS_OF_MILLIONS = 12_344_450_678
const WIDTHS = [1440, 1000, 390]

test('an amount is whole on every page, beside long names, on a phone too', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const acme = await northwind.addCustomer('Acme Consolidated Holdings of Northern Europe', {
    currency: 'CHF',
  })
  await northwind.addContact(acme, {
    email: 'ada@acme.example',
    firstName: 'Ada',
    portalPassword: { generate: true },
  })
  const owe = async (unitPriceMinor: number, taxRate: string) => {
    const { id } = await northwind.call(invoicesApi.add, {
      body: {
        customerId: acme.id,
        issueDate: '2026-01-01',
        dueDate: '2026-02-03',
        lines: [{ description: 'A bridge over the sound', unitPriceMinor, taxRate }],
      },
    })
    return northwind.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  const invoice = await owe(HUNDREDS_OF_MILLIONS, '19')
  const paid = await owe(HUNDREDS_OF_MILLIONS, '0')
  const payment = await northwind.call(paymentsApi.add, {
    body: {
      customerId: acme.id,
      currency: 'CHF',
      amountMinor: 2 * HUNDREDS_OF_MILLIONS,
      receivedOn: '2026-03-01',
      method: 'transfer',
      allocations: [{ invoiceId: paid.id, amountMinor: HUNDREDS_OF_MILLIONS }],
    },
  })
  await northwind.call(statementsApi.add, { params: { customerId: acme.id }, body: {} })

  for (const at of [
    '/receivables',
    '/receivables/invoices',
    `/receivables/invoices/${invoice.id}`,
    `/receivables/invoices/${invoice.id}/edit`,
    '/receivables/payments',
    `/receivables/payments/${payment.id}`,
    '/customers',
    `/customers/${acme.id}`,
    `/customers/${acme.id}/invoices`,
    `/customers/${acme.id}/account`,
    `/customers/${acme.id}/payments`,
  ]) {
    await page.goto(at)
    await expectWholeAmounts(page, at)
  }

  const portal = await openBrowser()
  const { password } = await northwind.letterTo('ada@acme.example')
  await enterPortal(portal, northwind.portalUrl, 'ada@acme.example', password!)
  await expectWholeAmounts(portal, 'the portal')
  await portal.getByRole('link', { name: invoice.number! }).click()
  await expect(portal.getByRole('article', { name: 'Invoice' })).toBeVisible()
  await expectWholeAmounts(portal, 'an invoice in the portal')
})

async function expectWholeAmounts(page: Page, at: string) {
  await expect(page.locator('.amount:visible').first()).toBeVisible()
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    await expect
      .poll(() => page.evaluate(BROKEN_AMOUNTS), { message: `amounts at ${at}, ${width} px wide` })
      .toEqual([])
  }
}

/** What cannot be seen of an amount: cut off by its container, over the edge, broken, or over its neighbour. */
const BROKEN_AMOUNTS = `(() => {
  const broken = []
  const page = document.documentElement
  if (page.scrollWidth > page.clientWidth) broken.push('the page scrolls sideways')
  for (const amount of document.querySelectorAll('.amount')) {
    if (amount.offsetWidth === 0) continue
    const box = amount.getBoundingClientRect()
    const isIn = (frame) => box.left >= frame.left - 1 && box.right <= frame.right + 1
    const say = (what) => broken.push(amount.textContent + ' ' + what)
    if (amount.scrollWidth > amount.clientWidth) say('is wider than itself')
    const lines = document.createRange()
    lines.selectNodeContents(amount)
    if (lines.getClientRects().length > 1) say('is broken')
    const place = amount.closest('[role="cell"], td, th, dd, li, a, output')
    if (place && !isIn(place.getBoundingClientRect())) say('is wider than its place')
    for (let around = amount.parentElement; around; around = around.parentElement)
      if (getComputedStyle(around).overflowX !== 'visible' && !isIn(around.getBoundingClientRect())) say('is cut off')
  }
  return broken
})()`
