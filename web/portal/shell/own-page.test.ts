import { expect, test } from 'vitest'
import { ownPage } from './own-page.ts'

const INVOICE = '018f0000-0000-7000-8000-000000000000'

test('past the door somebody goes on to the invoice or the page that they asked for', () => {
  expect(ownPage(`/invoices/${INVOICE}`)).toEqual({
    to: '/invoices/$invoiceId',
    params: { invoiceId: INVOICE },
  })
  expect(ownPage('/security')).toEqual({ to: '/security' })
})

test.each([
  undefined,
  '/',
  '//elsewhere.example',
  'https://elsewhere.example/profile',
  '/sign-in',
  '/invoices/1',
])('and home from %s', (next) => expect(ownPage(next)).toEqual({ to: '/' }))
