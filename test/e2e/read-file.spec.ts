import { xlsx } from '../workbooks.ts'
import { expect, test } from './portico.ts'

test('a workbook is read under its titles, another line and another sheet can be chosen', async ({
  olga: page,
}) => {
  await page.goto('/import')
  await page.getByLabel('File to import').setInputFiles({
    name: 'customers.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: xlsx([
      {
        name: 'Contact list',
        rows: [
          ['Northwind'],
          ['Customer contact list, January 2021'],
          ['Customer', 'Email', 'City'],
          ['Müller & Söhne', 'anna@muller.example', 'Köln'],
          ['Birch', 'bo@birch.example', 'Oslo'],
          ['Total: 2'],
        ],
      },
      {
        name: 'Suppliers',
        rows: [
          ['Company', 'Email'],
          ['Cedar', 'cy@cedar.example'],
        ],
      },
    ]),
  })
  await expect(
    page.getByText('2 rows, from the sheet “Contact list” of an Excel workbook. Columns are named in line 3'),
  ).toBeVisible()
  await expect(page.getByText('Line 6 is left out: “Total: 2” is a total.')).toBeVisible()
  const preview = page.getByRole('region', { name: /rows$/ })
  await expect(preview.getByRole('row').nth(1)).toContainText('Müller & Söhne')

  const header = page.getByRole('combobox', { name: 'Columns are named in' })
  await expect(header).toHaveValue('Line 3: Customer, Email, City')
  await header.click()
  await page.getByRole('option', { name: 'No line: there are only rows' }).click()
  await expect(page.getByText('No line names the columns')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'What “Column 1” is' })).toBeVisible()

  await page.getByRole('combobox', { name: 'Sheet', exact: true }).click()
  await page.getByRole('option', { name: 'Suppliers' }).click()
  await expect(page.getByText('1 row, from the sheet “Suppliers” of an Excel workbook')).toBeVisible()
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByText('1 row would create, link or change something.')).toBeVisible()
})

test('letters that could be read in two ways are asked about, with the words that differ', async ({
  olga: page,
}) => {
  await page.goto('/import')
  await page.getByLabel('File to import').setInputFiles({
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Company,Email\nErdo\xf0an,e@erdogan.example\n', 'latin1'),
  })
  const question = page.getByRole('radiogroup', { name: 'Which of these is written right?' })
  await expect(question.getByRole('radio', { name: 'Erdođan' })).toBeVisible()
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByRole('alert')).toContainText('Choose first which of them is right')
  await question.getByRole('radio', { name: 'Erdoğan' }).click()
  await expect(page.getByText('1 row, read as Windows-1254 (Turkish) with commas')).toBeVisible()
  await expect(question).toHaveCount(0)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByRole('list', { name: 'Rows' }).getByRole('listitem')).toContainText('Erdoğan')
})

test('a file that is none of these says what it is, and the way out', async ({ olga: page }) => {
  await page.goto('/import')
  await page.getByLabel('File to import').setInputFiles({
    name: 'customers.xls',
    mimeType: 'application/vnd.ms-excel',
    buffer: Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
  })
  await expect(page.getByRole('alert')).toContainText(
    'This is an old Excel workbook (.xls). In Excel, save it as “Excel Workbook (.xlsx)” and upload that file.',
  )
})
