import { test as bare } from '@playwright/test'
import { contactsApi } from '../../server/contacts/contacts.api.ts'
import { customersApi } from '../../server/customers/customers.api.ts'
import { invoicesApi } from '../../server/invoices/invoices.api.ts'
import { unsubscribeApi } from '../../server/mail/unsubscribing/unsubscribe.api.ts'
import { statementsApi } from '../../server/statements/statements.api.ts'
import { expect, test } from './portico.ts'
import { contactPanel, contactRow, fact, openContacts, receive, roleOf } from './steps.ts'
import { expectBounced, withMailServer } from './with-mail-server.ts'

test('each contact is To or Cc of each kind of document; a customer proposes what new ones receive', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await page.goto(`/customers/${acme.id}/edit`)
  const customer = page.getByRole('main')
  await customer.getByRole('checkbox', { name: 'Choose what new contacts of this customer receive' }).check()
  for (const kind of ['Invoices', 'Reminders', 'Receipts', 'Statements', 'Account notices'])
    await expect(roleOf(customer, kind, 'To')).toBeChecked()
  await receive(customer, 'Invoices', 'Cc')
  for (const kind of ['Reminders', 'Receipts', 'Account notices']) await receive(customer, kind, 'Nothing')
  await customer.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Acme was saved.')).toBeVisible()
  await expect(fact(customer, 'New contacts receive')).toHaveText('Invoices (Cc), Statements')

  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await expect(roleOf(form, 'Invoices', 'Cc')).toBeChecked()
  await expect(roleOf(form, 'Reminders', 'Nothing')).toBeChecked()
  await expect(roleOf(form, 'Statements', 'To')).toBeChecked()
  await form.getByLabel('E-mail').fill('anna@ash.example')
  await form.getByLabel('First name').fill('Anna')
  await receive(form, 'Reminders', 'To')
  await receive(form, 'Statements', 'Nothing')
  await receive(form, 'Account notices', 'Cc')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Anna was added.')).toBeVisible()
  const received = 'Invoices (Cc), Reminders, Account notices (Cc)'
  await expect(fact(contactPanel(page), 'Receives')).toHaveText(received)
  await expect(contactRow(page, 'Anna')).toContainText(received)

  await contactPanel(page).getByRole('button', { name: 'Edit contact' }).click()
  await receive(form, 'Invoices', 'To')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(fact(contactPanel(page), 'Receives')).toHaveText('Invoices, Reminders, Account notices (Cc)')
  await expect(contactPanel(page)).toContainText('Invoices (Cc), Reminders, Account notices (Cc)')
})

test('what new contacts receive is set in Organization > Settings, for customers who have no choice of their own', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  await page.goto(`/customers/${acme.id}`)
  const main = page.getByRole('main')
  await expect(fact(main, 'New contacts receive')).toContainText('Invoices, Reminders, Receipts')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Organization' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  const choice = main.getByRole('group', { name: 'What new contacts receive' })
  await receive(choice, 'Receipts', 'Nothing')
  await receive(choice, 'Statements', 'Cc')
  await main.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings were saved.')).toBeVisible()
  await page.goto(`/customers/${acme.id}`)
  const words = 'Invoices, Reminders, Statements (Cc), Account notices'
  await expect(fact(main, 'New contacts receive')).toHaveText(words)
  await openContacts(page, acme)
  await page.getByRole('link', { name: 'New Contact' }).click()
  const form = contactPanel(page)
  await expect(form).toContainText('As set for new contacts in Organization > Settings')
  await expect(roleOf(form, 'Receipts', 'Nothing')).toBeChecked()
  await expect(roleOf(form, 'Statements', 'Cc')).toBeChecked()
  await page.goto('/organization/journal')
  await expect(main).toContainText(
    `What new contacts receive: Invoices, Reminders, Receipts, Statements, Account notices became ${words}`,
  )
})

test('Reachability names each customer that a kind of document would not reach, and leads to its contacts', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const birch = await northwind.addCustomer('Birch')
  await northwind.addCustomer('Cedar')
  await northwind.addContact(acme, {
    email: 'anna@ash.example',
    receives: { invoices: 'to', reminders: 'cc' },
  })
  await northwind.addContact(birch, { email: 'ben@birch.example', receives: { invoices: 'to' } })
  await northwind.addContact(birch, { email: 'bea@birch.example', receives: {} })

  await page.goto('/customers')
  await page
    .getByRole('navigation', { name: 'Receivables' })
    .getByRole('link', { name: 'Reachability' })
    .click()
  const rows = page.getByRole('table').getByRole('row')
  await expect(rows.filter({ hasText: 'Cedar' })).toContainText('No contacts')
  await expect(rows.filter({ hasText: 'Birch' })).toHaveCount(0)

  await page.getByRole('tab', { name: 'Reminders' }).click()
  await expect(rows.filter({ hasText: 'Birch' })).toContainText('None of 2 contacts receives reminders')
  await expect(rows.filter({ hasText: 'Acme' })).toHaveCount(0)
  await expect(page).toHaveURL(/kind=reminders/)

  await rows.filter({ hasText: 'Birch' }).getByRole('link').click()
  await page.getByRole('link', { name: 'ben@birch.example' }).click()
  await contactPanel(page).getByRole('button', { name: 'Edit contact' }).click()
  await receive(contactPanel(page), 'Reminders', 'Cc')
  await contactPanel(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('ben@birch.example was saved.')).toBeVisible()
  await page.goto('/receivables/reachability?kind=reminders')
  await expect(rows.filter({ hasText: 'Cedar' })).toBeVisible()
  await expect(rows.filter({ hasText: 'Birch' })).toHaveCount(0)
})

test('who unsubscribed and asks for it on the phone is subscribed again; the journal says who did it', async ({
  northwind,
  olga: page,
}) => {
  const acme = await northwind.addCustomer('Acme')
  const anna = await northwind.addContact(acme, {
    email: 'anna@ash.example',
    firstName: 'Anna',
    receives: { statements: 'to' },
  })
  await northwind.call(statementsApi.add, { params: { customerId: acme.id }, body: { send: true } })
  const { text } = await northwind.letterTo('anna@ash.example', 'Statement')
  const token = /unsubscribe#(\S+)/.exec(text)![1]!
  await northwind.call(unsubscribeApi.unsubscribe, { params: { token } })

  await page.goto(`/customers/${acme.id}/contacts/${anna.id}`)
  const panel = contactPanel(page)
  await expect(fact(panel, 'Unsubscribed')).toContainText('Anna unsubscribed from statements on')
  await expect(contactRow(page, 'Anna')).toContainText('Unsubscribed')
  await panel.getByRole('button', { name: 'Subscribe to statements again' }).click()
  await expect(page.getByText('Anna is subscribed to statements again.')).toBeVisible()
  await expect(fact(panel, 'Unsubscribed')).toHaveCount(0)
  await expect(contactRow(page, 'Anna')).not.toContainText('Unsubscribed')
  await expect(panel).toContainText('Olga Owner subscribed the contact to messages again, as they asked')
})

test('who left cannot unsubscribe who came after them: the old link says that it is no longer valid', async ({
  northwind,
  openBrowser,
}) => {
  const page = await openBrowser()
  const acme = await northwind.addCustomer('Acme')
  const anna = await northwind.addContact(acme, {
    email: 'anna@ash.example',
    receives: { statements: 'to' },
  })
  await northwind.call(statementsApi.add, { params: { customerId: acme.id }, body: { send: true } })
  const { text } = await northwind.letterTo('anna@ash.example', 'Statement')
  const link = /\/portal\/\S+\/unsubscribe#\S+/.exec(text)![0]
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Unsubscribe from statements?' })).toBeVisible()
  await northwind.call(contactsApi.change, {
    params: { contactId: anna.id },
    body: { email: 'ben@ash.example', firstName: 'Ben' },
    version: anna.version,
  })
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible()
  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link is no longer valid' })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('Acme')
})

bare('an address that bounced is shown where staff look, with the ways out of it', async ({ browser }) => {
  await withMailServer(browser, async ({ smtp, page, call }) => {
    const acme = await call(page.request, customersApi.add, { body: { name: 'Acme' } })
    smtp.fail({ at: 'rcpt', do: '550 5.1.1 No such user here', times: 2 })
    const [gone] = await Promise.all(
      ['gone@ash.example', 'wrong@ash.example'].map((email) =>
        call(page.request, contactsApi.add, {
          params: { customerId: acme.id },
          body: { email, receives: { invoices: 'to' } },
        }),
      ),
    )
    await expectBounced(page, call, 2)
    const contacts = `/customers/${acme.id}/contacts`
    await page.goto(contacts)
    await expect(page.getByText('Bounced')).toHaveCount(2)
    await page.goto('/receivables/reachability')
    await expect(page.getByRole('row').filter({ hasText: 'Acme' })).toContainText(
      'The addresses of both invoice recipients bounced',
    )

    await page.goto(`${contacts}/${gone!.id}`)
    const trouble = contactPanel(page).getByRole('region', { name: 'Address bounced' })
    await expect(trouble).toContainText(/Address bounced on .*: the mailbox does not exist\./)
    await trouble.getByRole('button', { name: 'Mark as working' }).click()
    await expect(page.getByText('Mail goes to gone@ash.example again.')).toBeVisible()
    await expect(trouble).toHaveCount(0)

    // Where an invoice is about to be sent, the reason that keeps it from somebody leads to where that can be corrected.
    const draft = await call(page.request, invoicesApi.add, {
      body: { customerId: acme.id, lines: [{ description: 'Advice', unitPriceMinor: 119_000 }] },
    })
    const openDialog = async () => {
      await page.goto(`/receivables/invoices/${draft.id}`)
      await page.getByRole('button', { name: 'Send', exact: true }).click()
    }
    const dialog = page.getByRole('dialog')
    await openDialog()
    const bounced = dialog.getByRole('listitem').filter({ hasText: 'wrong@ash.example' })
    await expect(bounced).toContainText(/not sent: address bounced on/)
    await expect(bounced.getByRole('radiogroup')).toHaveCount(0)
    await expect(dialog.getByRole('button', { name: 'Send to 1' })).toBeVisible()
    await bounced.getByRole('link', { name: 'Correct the address' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(trouble).toContainText('wrong@ash.example')
    await trouble.getByRole('link', { name: 'Change e-mail' }).click()
    await contactPanel(page).getByLabel('E-mail').fill('right@ash.example')
    await contactPanel(page).getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('right@ash.example was saved.')).toBeVisible()
    await expect(trouble).toHaveCount(0)
    await expect(page.getByText('Bounced', { exact: true })).toHaveCount(0)

    await openDialog()
    await dialog.getByRole('button', { name: 'Send to 2' }).click()
    await expect(page.getByRole('main')).toContainText('right@ash.example')
    await expect
      .poll(() =>
        smtp.messages.filter(({ raw }) => /^Subject: .*Invoice/im.test(raw)).flatMap(({ to }) => to),
      )
      .toEqual(expect.arrayContaining(['gone@ash.example', 'right@ash.example']))
  })
})
