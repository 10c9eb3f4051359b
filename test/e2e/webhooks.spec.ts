import { test as bare, type Page } from '@playwright/test'
import { Webhook as Verifier } from 'standardwebhooks'
import { openFaultyWebhook, type ReceivedRequest } from '../faulty-webhook.ts'
import { setUpApi } from '../../server/staff/staff.api.ts'
import { callBy, expect, OWNER } from './portico.ts'
import { openPortico } from './running-portico.ts'

bare(
  'an owner lets a program be told what happens, and sees what became of each message',
  async ({ browser }) => {
    const portico = await openPortico({ environment: { WEBHOOKS_TO_PRIVATE_NETWORKS: '127.0.0.0/8' } })
    const receiver = await openFaultyWebhook()
    const page = await browser.newPage({ baseURL: portico.url })
    try {
      await callBy(
        page.request,
        setUpApi.setUp,
        { body: { organizationName: 'Northwind', ...OWNER } },
        portico.url,
      )
      await page.goto('/organization/staff')
      await page.getByRole('link', { name: 'Webhooks' }).click()
      await expect(page.getByText('No program is told anything yet')).toBeVisible()

      await page.getByRole('button', { name: 'Add webhook' }).click()
      const form = page.getByRole('dialog', { name: 'Add webhook' })
      await form.getByLabel('Address').fill('https://10.0.0.1/hook')
      await form.getByLabel('Description').fill('The shop')
      await form.getByRole('radio', { name: 'Only these' }).check()
      await form.getByRole('button', { name: 'Add webhook' }).click()
      await expect(form.getByText('Choose at least one type of event.')).toBeVisible()
      await form.getByRole('checkbox', { name: 'invoice.paid' }).check()
      await form.getByRole('button', { name: 'Add webhook' }).click()
      await expect(form.getByText('only if its operator allows it')).toBeVisible()
      await form.getByLabel('Address').fill(receiver.url)
      await form.getByRole('button', { name: 'Add webhook' }).click()
      const secret = await storeSecret(page)

      await expect(page.getByRole('heading', { name: 'The shop' })).toBeVisible()
      await page.getByRole('button', { name: 'Send a test event' }).click()
      const panel = page.getByRole('complementary', { name: 'Message' })
      await expect(panel.getByText('It answered 204.')).toBeVisible()
      verify(secret, receiver.requests[0]!)

      receiver.answer({ status: 500, body: 'The shop is closed' })
      await page.getByRole('button', { name: 'Send a test event' }).click()
      await expect(panel.getByText('The shop is closed')).toBeVisible()
      await expect(panel.getByText('Failed', { exact: true })).toBeVisible()
      receiver.answer({ status: 200 })
      await panel.getByRole('button', { name: 'Send again' }).click()
      await expect(panel.getByText('Attempt 2')).toBeVisible()
      await expect(panel.getByText('Sent', { exact: true })).toBeVisible()
      expect(receiver.requests[2]!.headers['webhook-id']).toBe(receiver.requests[1]!.headers['webhook-id'])
      await panel.getByRole('button', { name: 'Close' }).click()
      await expect(page.getByRole('table', { name: 'Messages' }).getByRole('link')).toHaveCount(2)

      await page.getByRole('button', { name: 'Rotate the secret' }).click()
      await page.getByRole('button', { name: 'Rotate', exact: true }).click()
      const next = await storeSecret(page)
      await expect(page.getByText('signs as well until')).toBeVisible()
      await page.getByRole('button', { name: 'Send a test event' }).click()
      await expect(panel.getByText('It answered 200.')).toBeVisible()
      for (const one of [secret, next]) verify(one, receiver.requests[3]!)
      await panel.getByRole('button', { name: 'Close' }).click()

      await page.getByRole('button', { name: 'Switch off' }).click()
      await expect(page.getByText('It was switched off here.')).toBeVisible()
      await page.getByRole('button', { name: 'Switch on' }).click()
      await expect(page.getByText('On', { exact: true })).toBeVisible()
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('dialog').getByRole('radio', { name: 'All of them' }).check()
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('All events')).toBeVisible()
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await expect(page.getByText('No program is told anything yet')).toBeVisible()
    } finally {
      await receiver.close()
      await portico.close()
    }
  },
)

async function storeSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'Signing secret' })
  const secret = await dialog.getByLabel('Secret', { exact: true }).inputValue()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret)
  await dialog.getByRole('button', { name: 'Done' }).click()
  return secret
}

const verify = (secret: string, { body, headers }: ReceivedRequest) =>
  new Verifier(secret).verify(body, headers as Record<string, string>)
