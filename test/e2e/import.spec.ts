import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './portico.ts'
import { contactPanel, customersOnHome, enterPortal, fact } from './steps.ts'

/** The file that the design names; a clone on its own has one of the same form, with invented people. */
const CHINOOK = fileURLToPath(new URL('../../../shared/data/chinook/customers.csv', import.meta.url))
const INVENTED = fileURLToPath(new URL('data/customers.csv', import.meta.url))
const FILE = existsSync(CHINOOK) ? CHINOOK : INVENTED

type Line = Record<'FirstName' | 'LastName' | 'Company' | 'Email', string>

test('a CSV of customers and contacts, from the file to the portal', async ({
  northwind,
  olga: page,
  openBrowser,
}) => {
  const lines = linesOf(readFileSync(FILE, 'utf8'))
  const one = lines.find(({ Company }) => Company !== '')!
  const alone = lines.find(({ Company }) => Company === '')!

  await page.goto('/customers')
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Import customers and contacts' })).toBeVisible()
  await page.getByLabel('File to import').setInputFiles(FILE)

  await expect(page.getByText(`${lines.length} rows, read as UTF-8 with commas`)).toBeVisible()
  const preview = page.getByRole('region', { name: /rows$/ })
  await expect(preview.getByRole('row').filter({ hasText: lines[0]!.Email })).toContainText(
    lines[0]!.LastName,
  )
  for (const [column, field] of Object.entries({
    FirstName: 'First name',
    LastName: 'Last name',
    Company: 'Customer name',
    Address: 'Billing address',
    PostalCode: 'Billing postal code',
    Phone: 'Phone',
    Email: 'E-mail',
  }))
    await expect(columnChoice(page, column), `what ${column} is taken for`).toHaveValue(field)

  // Changeable: without its e-mail nobody can be a contact of a company; the check says so, and changes nothing.
  await chooseField(page, 'Email', 'Leave out')
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(chip(page, 'Refuse')).toHaveText('Refuse 0')
  await expect(row(page, one)).toContainText('there is no e-mail address')
  await page.getByRole('button', { name: 'Change columns' }).click()
  await chooseField(page, 'Email', 'E-mail')
  await page.getByRole('button', { name: 'Check the file' }).click()

  await expect(chip(page, 'Create')).toHaveText(`Create ${lines.length}`)
  await expect(page.getByText('No mail is sent.')).toBeVisible()
  await expect(page.getByText('Column not imported: Fax.')).toBeVisible()
  await expect(row(page, one)).toContainText('Create')
  await expect(row(page, one)).toContainText(one.Company)
  const goOn = await holdReading(page)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('progressbar', { name: 'Importing' })).toBeAttached()
  await expect(page.getByText(`of ${lines.length} rows`)).toBeVisible()
  goOn()
  await expect(page.getByRole('status').filter({ hasText: 'Imported:' })).toHaveText(
    `Imported: ${lines.length} created. No mail was sent.`,
  )
  await expect(page.getByText('Column not imported: Fax.')).toBeVisible()
  await page.getByRole('link', { name: 'Show customers' }).click()

  await find(page, one.Company, `${one.FirstName} ${one.LastName}`)
  await find(page, `${alone.FirstName} ${alone.LastName}`, `${alone.FirstName} ${alone.LastName}`)

  // The second time, everything is found to be here already.
  await page.goto('/import')
  await page.getByLabel('File to import').setInputFiles(FILE)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(chip(page, 'Unchanged')).toHaveText(`Unchanged ${lines.length}`)
  await expect(page.getByText('Nothing would change.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0)
  expect(await northwind.unread(), 'no letter to anybody').toEqual([])

  // The proof: a password to one of them, and they are in.
  await page.goto('/customers')
  await find(page, one.Company, `${one.FirstName} ${one.LastName}`)
  const panel = contactPanel(page)
  await panel.getByRole('button', { name: 'Reset password' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  const letter = await northwind.letterTo(one.Email)
  const visitor = await openBrowser()
  await enterPortal(visitor, northwind.portalUrl, one.Email, letter.password!)
  await expect(visitor.getByRole('heading', { name: `Hello, ${one.FirstName}` })).toBeVisible()
  await expect(customersOnHome(visitor)).toHaveText([one.Company])
  expect(await northwind.unread()).toEqual([])
})

test('refused rows say why and come back as a file; rows of one customer and of one person meet', async ({
  northwind,
  olga: page,
}) => {
  await page.goto('/import')
  await page.getByLabel('File to import').setInputFiles({
    name: 'from the old system.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        'Kunde;Vorname;Nachname;E-Mail;Telefon',
        'Acme;Anna;Ash;anna@ash.example;1',
        'Acme;Boris;Baum;boris@acme.example;2',
        'Birch;Anna;Ash;Anna@ash.example;1',
        'Birch;Carla;Cork;not an address;3',
        'Cedar;=cmd|1;Dorn;dora@cedar.example;4',
      ].join('\r\n'),
    ),
  })
  await expect(page.getByText('5 rows, read as UTF-8 with semicolons')).toBeVisible()
  for (const [column, field] of Object.entries({
    Kunde: 'Customer name',
    Vorname: 'First name',
    Nachname: 'Last name',
    'E-Mail': 'E-mail',
    Telefon: 'Phone',
  }))
    if ((await columnChoice(page, column).inputValue()) !== field) await chooseField(page, column, field)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(chip(page, 'Refuse')).toHaveText('Refuse 1')
  await chip(page, 'Refuse').click()
  const rows = page.getByRole('list', { name: 'Rows' }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('Carla')
  await expect(rows).toContainText(/e-mail|address/i)

  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download 1 row that is not imported' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('refused-from the old system.csv')
  const refused = readFileSync(await download.path(), 'utf8')
  expect(refused).toContain('Carla')
  expect(refused).not.toContain('Boris')

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Imported:' })).toContainText('1 refused')
  await page.getByRole('link', { name: 'Show customers' }).click()
  await find(page, 'Acme', 'Anna Ash')
  await expect(fact(contactPanel(page), 'Contact of').getByRole('link', { name: 'Birch' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Boris Baum' })).toBeVisible()

  // It was the wrong file after all: what it did is read, and undone, except for what somebody has touched since.
  await page.goto('/customers')
  await page.getByRole('link', { name: 'Cedar', exact: true }).click()
  await page.getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('Account number').fill('C-7')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('definition').filter({ hasText: 'C-7' })).toBeVisible()
  await page.goto('/import')
  await page.getByRole('link', { name: 'from the old system.csv' }).click()
  await page.getByRole('link', { name: 'Show in the journal' }).click()
  await expect(page.getByRole('heading', { name: 'What the import did' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'added the customer' })).toHaveCount(3)
  await page.goBack()
  await page.getByRole('button', { name: 'Undo the import…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Undone:' })).toHaveText(
    'Undone: 3 rows. 1 row stays, because something was built on what the import did there.',
  )
  await chip(page, 'Stays').click()
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('Cedar stays: Olga Owner updated the customer since.')
  await page.getByRole('link', { name: 'Show customers' }).click()
  await expect(page.getByRole('link', { name: 'Cedar' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Birch' })).toHaveCount(0)
  expect(await northwind.unread()).toEqual([])
})

/** Good enough for these two files: none of their cells has a line break or a quote. */
function linesOf(csv: string): Line[] {
  const [head, ...rows] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replace(/^"|"$/g, '')))
  return rows.map((cells) => Object.fromEntries(head!.map((name, at) => [name, cells[at]])) as Line)
}

function columnChoice(page: Page, column: string) {
  return page.getByRole('combobox', { name: `What “${column}” is` })
}

async function chooseField(page: Page, column: string, field: string) {
  await columnChoice(page, column).click()
  await columnChoice(page, column).fill(field)
  await page.getByRole('option', { name: field, exact: true }).click()
  await expect(columnChoice(page, column)).toHaveValue(field)
}

function chip(page: Page, outcome: string) {
  return page.getByRole('group', { name: 'Filter by outcome' }).getByRole('button', { name: outcome })
}

function row(page: Page, { FirstName, LastName }: Line) {
  return page
    .getByRole('list', { name: 'Rows' })
    .getByRole('listitem')
    .filter({ hasText: `${FirstName} ${LastName}` })
}

/** So few rows are imported before anybody can look, so the page hears of it only afterwards. */
async function holdReading(page: Page) {
  let goOn = () => {}
  const held = new Promise<void>((resolve) => (goOn = resolve))
  await page.route(/\/v1\/imports\/[^/]+$/, async (route) => {
    await held
    await route.continue()
  })
  return goOn
}

/** From the list of customers to a contact of one of them. */
async function find(page: Page, customer: string, contact: string) {
  await page.goto('/customers')
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(customer)
  // What is clicked stays where it is.
  await expect(page.getByRole('table', { name: 'Customers' }).getByRole('link')).toHaveText([customer])
  await page.getByRole('link', { name: customer, exact: true }).click()
  await page.getByRole('button', { name: 'Customer Details' }).click()
  await page.getByRole('menuitem', { name: 'Contacts' }).click()
  await page.getByRole('link', { name: contact, exact: true }).click()
  await expect(contactPanel(page).getByRole('heading', { level: 2, name: contact })).toBeVisible()
}
