import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { todayIn, daysAfter } from '../../server/time/day.ts'
import { remindersApi } from '../../server/reminders/reminders.api.ts'
import { expect, test } from './portico.ts'
import { fact } from './steps.ts'

test('reminders are switched on, a step is put into other words, and a paused customer is left out', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch')
  await northwind.addContact(acme, {
    email: 'rita@acme.example',
    firstName: 'Rita',
    receives: { reminders: 'to' },
  })
  const today = todayIn(northwind.organization.timeZone, new Date())
  const owe = async (customerId: string) => {
    const { id } = await northwind.call(invoicesApi.add, {
      body: {
        customerId,
        dueDate: daysAfter(today, 5),
        lines: [{ description: 'Work', unitPriceMinor: 5000, taxRate: '0' }],
      },
    })
    return northwind.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  const { number } = await owe(acme.id)
  await owe(birch.id)

  await page.goto('/receivables/reminders')
  await expect(page.getByText('Reminders are off')).toBeVisible()
  await page.getByRole('link', { name: 'Set up reminders' }).click()
  await expect(page.getByText('There is no step yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Turn reminders on' }).click()
  await expect(page.getByText('gets its next reminder on its day; earlier ones are not sent')).toBeVisible()
  await page.getByRole('button', { name: 'Turn on', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Reminders are on' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Edit the step/ })).toHaveCount(4)

  await page.getByRole('button', { name: 'Edit the step 3 days before' }).click()
  const form = page.getByRole('form', { name: 'Step 3 days before' })
  const preview = form.getByRole('region', { name: 'Preview' })
  await form.getByLabel('Days').fill('2')
  await form.getByLabel('Subject').fill('Soon due: {numbr}')
  await expect(form.getByText('The placeholder {numbr} does not exist here.')).toBeVisible()
  await form.getByLabel('Subject').fill('Soon due: ')
  await form.getByRole('button', { name: 'number', exact: true }).click()
  await expect(form.getByLabel('Subject')).toHaveValue('Soon due: {number}')
  await expect(preview).toContainText('Soon due: INV-0042')
  await form.getByRole('button', { name: 'Save step' }).click()
  await expect(page.getByText('The step “2 days before” was saved.')).toBeVisible()
  await expect(page.getByText('Soon due: {number}')).toBeVisible()

  await page.getByRole('button', { name: 'Remove the step 21 days after' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Edit the step/ })).toHaveCount(3)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: /^Edit the step/ })).toHaveCount(4)

  await page.getByRole('link', { name: 'Next 30 days' }).click()
  const reminders = page.getByRole('main').getByRole('listitem')
  const toAcme = reminders.filter({ hasText: 'Acme' })
  await expect(toAcme.filter({ hasText: '2 days before' })).toContainText('to Rita')
  await expect(reminders.filter({ hasText: 'Birch' }).first()).toContainText('Nobody would get it')
  await toAcme.first().getByText('to Rita').click()
  await expect(toAcme.first()).toContainText('To: receives all reminders')
  await expect(toAcme.first().getByRole('link', { name: number! })).toBeVisible()

  await toAcme.first().getByRole('link', { name: 'Acme' }).click()
  await page.getByRole('button', { name: 'Pause reminders' }).click()
  await expect(fact(page.getByRole('main'), 'Reminders')).toContainText('Paused')
  await page.goto('/receivables/reminders')
  await expect(reminders.filter({ hasText: 'Birch' })).not.toHaveCount(0)
  await expect(toAcme).toHaveCount(0)

  await page.goto(`/customers/${acme.id}`)
  await page.getByRole('button', { name: 'Resume reminders' }).click()
  await page.goto('/receivables/reminders')
  await expect(toAcme).not.toHaveCount(0)
})

test('a reminder goes out now: of an overdue invoice, and one of the list before its day; the schedule does not repeat it', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await northwind.addContact(acme, {
    email: 'rita@acme.example',
    firstName: 'Rita',
    receives: { reminders: 'to' },
  })
  const today = todayIn(northwind.organization.timeZone, new Date())
  const owe = async (issuedAgo: number, dueIn: number) => {
    const dates = { issueDate: daysAfter(today, -issuedAgo), dueDate: daysAfter(today, dueIn) }
    const lines = [{ description: 'Work', unitPriceMinor: 5000, taxRate: '0' }]
    const { id } = await northwind.call(invoicesApi.add, {
      body: { customerId: acme.id, ...dates, lines },
    })
    return northwind.call(invoicesApi.issue, { params: { invoiceId: id } })
  }
  const late = await owe(20, -8)
  const soon = await owe(0, 10)
  const { version } = await northwind.call(remindersApi.settings)
  await northwind.call(remindersApi.change, { version, body: { on: true } })
  const shown = page.getByRole('dialog')

  await page.goto(`/receivables/invoices/${late.id}`)
  await page.getByRole('button', { name: 'Send a reminder now' }).click()
  await expect(shown.getByRole('combobox', { name: 'Which reminder' })).toHaveValue('7 days after')
  await expect(shown.getByRole('region', { name: 'Preview' })).toContainText('Hello Rita')
  await expect(shown).toContainText('The schedule will not send this reminder, or an earlier one, again.')
  await shown.getByRole('button', { name: 'Send to 1' }).click()
  await expect(page.getByText(`The reminder for ${late.number} is on its way to 1 recipient.`)).toBeVisible()
  expect((await northwind.letterTo('rita@acme.example')).subject).toContain(late.number)
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(
    'sent a reminder for the invoice',
  )
  await page.getByRole('button', { name: 'Send a reminder now' }).click()
  await expect(shown.getByRole('combobox', { name: 'Which reminder' })).toHaveValue('21 days after')
  await page.keyboard.press('Escape')
  await expect(shown).toHaveCount(0)

  await page.goto('/receivables/reminders')
  const rows = page.getByRole('main').getByRole('listitem').filter({ hasText: soon.number! })
  await expect(rows.first()).toContainText('3 days before')
  await rows
    .first()
    .getByRole('button', { name: `Send the reminder for ${soon.number} now` })
    .click()
  await expect(shown.getByRole('combobox', { name: 'Which reminder' })).toHaveValue('3 days before')
  await shown.getByRole('button', { name: 'Send to 1' }).click()
  await expect(shown).toHaveCount(0)
  await expect(rows.filter({ hasText: '3 days before' })).toHaveCount(0)
  await expect(rows.first()).toContainText('On the due date')
})
