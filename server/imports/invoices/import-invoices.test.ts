import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { customersApi } from '../../customers/customers.api.ts'
import { invoicesApi } from '../../invoices/invoices.api.ts'
import { journalApi } from '../../journal/journal.api.ts'
import { inOrganization } from '../../scope/scope.ts'
import { paymentsApi } from '../../payments/payments.api.ts'
import { refused, type Client } from '../../../test/client.ts'
import { openWorld, type SetUpWorld } from '../../../test/world.ts'
import { runInvoices } from './import-invoices.ts'
import { importsApi, type CsvImport, type Mapping } from '../imports.api.ts'
import { leaseRunning } from '../lease.ts'

const CUSTOMERS = `CustomerId,FirstName,LastName,Company,Email
1,Luís,Gonçalves,Embraer,luis@embraer.example
2,Leonie,Köhler,,leonie@surf.example
`
const INVOICES = `InvoiceId,CustomerId,InvoiceDate,BillingCity,Total
1,2,2021-01-01 00:00:00,Stuttgart,1.98
2,1,2021-01-02 00:00:00,São José,3.96
`
const LINES = `InvoiceLineId,InvoiceId,Description,UnitPrice,Quantity
1,1,Balls to the Wall,0.99,1
2,2,Fast as a Shark,0.99,2
3,1,Restless and Wild,0.99,1
4,2,Princess of the Dawn,1.98,1
`

function importing({ app, owner, deliverMail }: SetUpWorld) {
  const { longWork } = app.services
  const upload = async (by: Client, path: string, payload: string | Buffer) =>
    (await by.send('POST', path, { payload, type: 'text/csv' })).json as CsvImport
  const uploaded = async (invoices: string | Buffer, lines?: string | Buffer) => {
    const one = await upload(owner, '/v1/imports?fileName=invoices.csv&kind=invoices', invoices)
    return lines === undefined ? one : upload(owner, `/v1/imports/${one.id}/lines?fileName=lines.csv`, lines)
  }
  const rows = async (importId: string) =>
    (await owner.call(importsApi.rows, { params: { importId }, query: { limit: 100 } })).data
  const step = async (which: 'plan' | 'run', importId: string) => {
    await owner.call(importsApi[which], { params: { importId } })
    await longWork.settled()
    return {
      ...(await owner.call(importsApi.read, { params: { importId } })),
      rows: await rows(importId),
    }
  }
  const run = async (invoices: string | Buffer, lines?: string | Buffer, choices?: Partial<Mapping>) => {
    const { id, columns } = await uploaded(invoices, lines)
    if (choices)
      await owner.call(importsApi.map, {
        params: { importId: id },
        body: { fields: columns.map((column) => column.field), ...choices },
      })
    const planned = await step('plan', id)
    expect(planned.state).toBe('planned')
    const { create, unchanged } = planned.counts!
    // If no invoice can be imported, nothing is.
    if (create + unchanged === 0) {
      expect((await refused(step('run', id))).code).toBe('import-not-ready')
      return planned
    }
    const done = await step('run', id)
    expect(done).toMatchObject({ state: 'done', counts: planned.counts, invoices: planned.invoices })
    expect(done.rows).toEqual(planned.rows)
    expect(await deliverMail(), 'an import of invoices mails nobody').toEqual([])
    return done
  }
  const customers = async (content = CUSTOMERS) => {
    const { id } = await upload(owner, '/v1/imports', content)
    await step('plan', id)
    await step('run', id)
  }
  const invoices = async () =>
    (await owner.call(invoicesApi.list, { query: { limit: 100 } })).data.toSorted((a, b) =>
      a.number! < b.number! ? -1 : 1,
    )
  return { uploaded, run, step, customers, invoices }
}

const told = (rows: { says: string[] }[]) => rows.map(({ says }) => says.join(' '))

describe('invoices and their lines in two files', () => {
  test('are issued as they are, once, to the customers of the same data', async () => {
    const world = await openWorld()
    const { run, customers, invoices } = importing(world)
    await customers()
    const done = await run(INVOICES, LINES)
    expect(done).toMatchObject({
      rowCount: 6,
      doneCount: 6,
      counts: { create: 2, refuse: 0 },
      invoices: [{ count: 2, totalMinor: 594 }],
      lines: { fileName: 'lines.csv', rowCount: 4 },
    })
    expect(told(done.rows)).toEqual([
      expect.stringMatching(/^New invoice 1 for Leonie Köhler, 1 January 2021: 2 lines, .1\.98\.$/),
      expect.stringMatching(/^New invoice 2 for Embraer, 2 January 2021: 2 lines, .3\.96\.$/),
    ])
    const [first, second] = await invoices()
    expect(first).toMatchObject({
      number: '1',
      status: 'overdue',
      delivery: 'notSent',
      customerName: 'Leonie Köhler',
      issueDate: '2021-01-01',
      dueDate: '2021-01-31',
      totalMinor: 198,
    })
    const read = await world.owner.call(invoicesApi.read, { params: { invoiceId: second!.id } })
    expect(read).toMatchObject({ revision: 1, sentAt: '2021-01-02T00:00:00.000Z', paidAt: null })
    expect(read.lines.map((line) => [line.description, line.quantity, line.amountMinor])).toEqual([
      ['Fast as a Shark', '2', 198],
      ['Princess of the Dawn', '1', 198],
    ])
    const { data } = await world.owner.call(journalApi.list, { query: { invoiceId: second!.id } })
    expect(data.map(({ action }) => action)).toEqual(['invoice.imported'])

    const again = await run(INVOICES, LINES)
    expect(again).toMatchObject({ counts: { create: 0, unchanged: 2, ask: 0, refuse: 0 }, invoices: [] })
    expect(await invoices()).toHaveLength(2)

    const other = await run(
      INVOICES.replace('1.98', '0.99'),
      LINES.replace('3,1,Restless and Wild,0.99,1\n', ''),
    )
    expect(other).toMatchObject({ counts: { create: 0, unchanged: 1, ask: 0, refuse: 1 } })
    expect(told(other.rows)[0]).toMatch(
      /^Invoice 1 is already here and differs: it comes to .1\.98 here, and to .0\.99 in the file; its lines differ\./,
    )
  })

  test('are refused whole where the sum is another, a line is missing, or a line belongs to nothing', async () => {
    const world = await openWorld()
    const { run, customers, invoices } = importing(world)
    await customers()
    const done = await run(
      `${INVOICES}3,1,2021-01-03,Here,1.00\n4,99,2021-01-03,Here,1.00\n5,1,2021-13-03,Here,1.00\n`.replace(
        '3.96',
        '3.95',
      ),
      `${LINES}5,4,A,1.00,1\n6,5,B,1.00,1\n7,404,C,0.99,1\n8,1,D,abc,1\n`,
    )
    expect(done).toMatchObject({ counts: { create: 0, refuse: 6 } })
    expect(told(done.rows)).toEqual([
      'Lines file, line 9: Unit price: “abc” is not an amount.',
      expect.stringMatching(
        /^The lines come to .3\.96, but the total says .3\.95\. Correct the file, or say/,
      ),
      'The file of lines has no line for invoice 3.',
      'There is no customer with the account number 99. Import the customers first, or correct this cell.',
      'Line 6: Issue date: There is no such day as “2021-13-03”.',
      'The first file has no invoice 404.',
    ])
    expect(await invoices()).toEqual([])
    const refusedRows = async (file: string) =>
      (await world.owner.send('GET', `/v1/imports/${done.id}/refused.csv?file=${file}`)).text.split('\r\n')
    expect(await refusedRows('first')).toHaveLength(7)
    const lines = await refusedRows('lines')
    expect(lines[0]).toBe('\ufeffInvoiceLineId,InvoiceId,Description,UnitPrice,Quantity,Line,Reason')
    expect(lines.find((line) => line.startsWith('8,'))).toBe(
      '8,1,D,abc,1,9,Unit price: “abc” is not an amount.',
    )
    expect(lines.find((line) => line.startsWith('3,'))).toContain(
      'Its invoice cannot be imported: see line 2.',
    )
  })
})

describe('one file with a row for each line', () => {
  test('finds customers by number, name or e-mail, in the decimals and dates of people', async () => {
    const world = await openWorld()
    const { run, customers, invoices } = importing(world)
    await customers()
    const done = await run(
      [
        'Rechnungsnummer;Kunde;Rechnungsdatum;Fällig am;Währung;Beschreibung;Menge;Einzelpreis;USt %;Bezahlt',
        "R-1;Embraer;31.1.2021;28.2.2021;EUR;Beratung;1,5;1.234,50;19;'=nothing",
        'R-2;luis@embraer.example;01.02.2021;;EUR;Beratung;2;"€ 10,5";19;10',
        'R-3;2;01.02.2021;;JPY;Reis;3;1 000;;',
        'R-2;luis@embraer.example;01.02.2021;;EUR;Nachlass;1;-1;0;10',
        'R-4;2;01.02.2021;;JPY;Reis;3;10,5;;',
        'R-5;2;01.02.2021;;EUR;Reis;3;1.234;;',
        'R-6;2;01/02/2021;;EUR;Reis;3;1;;',
        'R-7;2;01.02.2021;31.1.2021;EUR;Reis;3;1;;',
        'R-8;2;01.02.2021;;EUR;Reis;-3;1;;',
        'R-9;2;01.02.2021;;EUR;Reis;3;1;;4',
      ].join('\n'),
    )
    expect(told(done.rows)).toEqual([
      'Line 2: Amount paid: “=nothing” is not an amount.',
      'New invoice R-2 for Embraer, 1 February 2021: 2 lines, €23.99, €10.00 of it paid.',
      'New invoice R-3 for Leonie Köhler, 1 February 2021: 1 line, ¥3,000.',
      expect.stringMatching(
        /^New invoice R-4 for Leonie Köhler, 1 February 2021: 1 line, ¥32\. A price or discount that is finer than the currency/,
      ),
      expect.stringMatching(/^Line 7: Unit price: “1\.234” may have a decimal point or be in thousands\./),
      expect.stringMatching(/^Line 8: Issue date: “01\/02\/2021” may be 1 Feb or 2 Jan\./),
      'Due date: 2021-01-31 is before the issue date, 2021-02-01.',
      expect.stringMatching(/^It comes to -€3\.00: it is a credit note, which Portico does not have\./),
      'Amount paid: €4.00 of €3.00. Use an amount from 0 to the total.',
    ])
    expect(
      (await invoices()).map((one) => [one.number, one.status, one.totalMinor, one.balanceMinor]),
    ).toEqual([
      ['R-2', 'overdue', 2399, 1399],
      ['R-3', 'overdue', 3000, 3000],
      ['R-4', 'overdue', 32, 32],
    ])
  })

  test('reads ambiguous dates and amounts as was chosen', async () => {
    const world = await openWorld()
    const { run, customers, invoices } = importing(world)
    await customers()
    const file =
      'Number,Account,Date,Currency,Total\nA,1,01/02/2021,KWD,1.234\nB,1,01/31/2021,KWD,"1,234.500"\n'
    await run(file, undefined, { dateOrder: 'monthFirst', decimalSign: 'point' })
    expect((await invoices()).map((one) => [one.issueDate, one.totalMinor])).toEqual([
      ['2021-01-02', 1234],
      ['2021-01-31', 1234500],
    ])
    const comma = await run(file, undefined, { dateOrder: 'dayFirst', decimalSign: 'comma' })
    expect(told(comma.rows)).toEqual([
      expect.stringContaining('its issue date is 2021-01-02 here'),
      expect.stringMatching(/There is no such day as “01\/31\/2021”.*is not a number with a decimal comma/),
    ])
  })
})

test('an invoice whose number, e-mail and name are of different customers is nobody’s', async () => {
  const { run, customers, invoices } = importing(await openWorld())
  await customers(
    'Account number,Company,First name,Last name,E-mail\n00123,Müller & Söhne GmbH,Max,Müller,max@mueller.example\n123,Dritte AG,Dora,Drei,dora@dritte.example\n7,Alpha GmbH,,,\n',
  )
  const { rows } = await run(
    [
      'Number,Account number,Customer,E-mail,Date,Total',
      'A,123,Müller & Söhne GmbH,,2026-03-20,10',
      'B,,Müller & Söhne GmbH,dora@dritte.example,2026-03-20,10',
      'C,123,,max@mueller.example,2026-03-20,10',
      'D,7,Beta GmbH,,2026-03-20,10',
      'E,00123,"MULLER & SOHNE, GmbH",,2026-03-20,10',
      'F,00123,Müller Holding,,2026-03-20,10',
      'G,,Dora Drei,dora@dritte.example,2026-03-20,10',
      'H,,Nobody Ltd.,,2026-03-20,10',
    ].join('\n'),
  )
  const remedy = 'Correct the one that is wrong, or leave its column out at Columns.'
  expect(told(rows).map((says) => says.replace(/, 20 March.*/, ''))).toEqual([
    `The account number 123 is that of Dritte AG, but the file says Müller & Söhne GmbH. ${remedy}`,
    `dora@dritte.example is a contact of Dritte AG, but the file says Müller & Söhne GmbH. ${remedy}`,
    `The account number 123 is that of Dritte AG, but the file says max@mueller.example, a contact of Müller & Söhne GmbH. ${remedy}`,
    `The account number 7 is that of Alpha GmbH, but the file says Beta GmbH. ${remedy}`,
    'New invoice E for Müller & Söhne GmbH',
    'New invoice F for Müller & Söhne GmbH',
    'New invoice G for Dritte AG',
    'There is no customer called Nobody Ltd. Import the customers first, or correct this cell.',
  ])
  expect(await invoices()).toHaveLength(3)
})

test('a currency that does not exist is refused, by the name of its column', async () => {
  const { run, customers } = importing(await openWorld())
  await customers()
  const { rows } = await run(
    'Number,Account,Date,Currency,Total\nA,1,2021-01-02,XXY,10\nB,1,2021-01-02,HRK,10\n',
  )
  expect(told(rows)).toEqual([
    'Line 2: Currency: There is no such currency. Use a code of ISO 4217, such as EUR.',
    expect.stringContaining('HRK'),
  ])
})

test('what an invoice was paid is a payment, on its day', async () => {
  const world = await openWorld()
  const { run, customers, invoices } = importing(world)
  await customers()
  const file =
    'Number,Account,Date,Total,Paid,Paid on\nA,1,2021-01-01,10,10,2021-01-05\nB,1,2021-01-01,10,2.5,\n'
  await run(file)
  expect((await invoices()).map((one) => [one.number, one.status, one.balanceMinor])).toEqual([
    ['A', 'paid', 0],
    ['B', 'overdue', 750],
  ])
  const { data } = await world.owner.call(paymentsApi.list, {})
  expect(data.map((one) => [one.receivedOn, one.amountMinor, one.unallocatedMinor])).toEqual([
    ['2021-01-05', 1000, 0],
    ['2021-01-01', 250, 0],
  ])
  expect(await run(file)).toMatchObject({ counts: { unchanged: 2 } })
  expect((await world.owner.call(paymentsApi.list, {})).data).toHaveLength(2)
})

test('the currency beside an amount is that of the invoice; what contradicts it is refused', async () => {
  const { run, customers, invoices } = importing(await openWorld())
  await customers('Account number,Company,Currency\n1,Euro Ltd,EUR\n2,Dollar Inc,CAD\n')
  const done = await run(`Number,Account,Date,Currency,Description,Unit price,Total
A,1,2021-01-01,,Work,34.00,£34.00
B,1,2021-01-01,,Work,CHF 5.00,5.00
C,1,2021-01-01,,Work,1.50,"1,50 €"
D,2,2021-01-01,,Work,$10.00,10.00
E,1,2021-01-01,,Work,10.00,$10.00
F,1,2021-01-01,EUR,Work,1234.50,"$1,234.50"
G,1,2021-01-01,,Work,£5.00,€5.00
H,1,2021-01-01,AUD,Work,$5.00,A$5.00
I,1,2021-01-01,,Work,120 zł,120
J,1,2021-01-01,,Work,10 XQX,10
K,1,2021-01-01,,Work,£10,10
K,1,2021-01-01,,Work,€10,10
L,1,2021-01-01,,Work,(£10.00),-10
L,1,2021-01-01,,Work,£20.00,
`)
  expect(
    (await invoices()).map(({ number, currency, totalMinor }) => [number, currency, totalMinor]),
  ).toEqual([
    ['A', 'GBP', 3400],
    ['B', 'CHF', 500],
    ['C', 'EUR', 150],
    ['D', 'CAD', 1000],
    ['H', 'AUD', 500],
    ['I', 'PLN', 12000],
  ])
  expect(told(done.rows.filter(({ outcome }) => outcome === 'refuse'))).toEqual([
    'Its amounts are in $, but Euro Ltd pays in EUR. Write the code of the currency into a column of its own.',
    'Line 7: Total is in $, but the currency is EUR. Correct the one that is wrong.',
    'Line 8: Total is in EUR, but the currency is GBP. Correct the one that is wrong.',
    'Line 11: Unit price: “10 XQX” is not an amount.',
    expect.stringContaining('Currency is EUR, but GBP in line 12.'),
    expect.stringContaining('The lines come to'),
  ])
})

describe('what a column “Tax” or “Discount” means', () => {
  const importedFrom = async (...files: string[]) => {
    const world = await openWorld()
    const { run, customers, invoices } = importing(world)
    await customers()
    const rows: string[] = []
    for (const file of files) rows.push(...told((await run(file)).rows))
    const found = await Promise.all(
      (await invoices()).map(async ({ id, number }) => {
        const one = await world.owner.call(invoicesApi.read, { params: { invoiceId: id } })
        return [number, one.subtotalMinor - one.discountMinor, one.taxMinor, one.totalMinor]
      }),
    )
    return { rows, found }
  }

  test('follows from the sums of the file; where these do not show it, it is asked', async () => {
    const { rows, found } = await importedFrom(
      'Rechnungsnr.;Kunde;Rechnungsdatum;Netto;MwSt.;Brutto;Währung\nRM-1;Embraer;20.03.2026;10,00;1,90;11,90;EUR\nRM-2;Embraer;20.03.2026;100,00;19;119,00;EUR\nRM-3;Embraer;20.03.2026;100,00;0.2;120,00;EUR\nRM-4;Embraer;20.03.2026;100,00;7;119,00;EUR\n',
      'Number,Account,Date,Untaxed Amount,Tax,Total\nO-1,1,2026-03-20,200.00,40.00,240.00\n',
      'Number,Account,Date,Tax,Total\nT-1,1,2026-03-20,1.90,11.90\nT-2,1,2026-03-20,0.00,11.90\nT-3,1,2026-03-20,19%,11.90\n',
      'Number,Account,Date,Description,Quantity,Unit price,Tax\nL-1,1,2026-03-20,Work,2,25.00,€10.00\nL-2,1,2026-03-20,Work,2,25.00,€5.00\n',
      'Number,Account,Date,Description,Quantity,Unit price,VAT\nV-1,1,2026-03-20,Work,2,25.00,10.00\n',
      'Number,Account,Date,Description,Quantity,Unit price,VAT,Total\nW-1,1,2026-03-20,Work,2,25.00,10.00,60\nW-2,1,2026-03-20,Work,2,25.00,10.00,55\n',
      'Number,Account,Date,Net,Tax rate,Gross\nF-1,1,2026-03-20,100,0.2,120\nF-2,1,2026-03-20,100,19,120\n',
      'Number,Account,Date,Unit price,Description,Tax rate,Total\nX-1,1,2026-03-20,144.00,Work,20,144.00\n',
    )
    expect(found).toEqual([
      ['F-1', 10000, 2000, 12000],
      ['L-1', 5000, 1000, 6000],
      ['L-2', 5000, 500, 5500],
      ['O-1', 20000, 4000, 24000],
      ['RM-1', 1000, 190, 1190],
      ['RM-2', 10000, 1900, 11900],
      ['RM-3', 10000, 2000, 12000],
      ['T-2', 1190, 0, 1190],
      ['T-3', 1000, 190, 1190],
      ['W-1', 5000, 1000, 6000],
      ['W-2', 5000, 500, 5500],
      ['X-1', 12000, 2400, 14400],
    ])
    expect(rows.filter((says) => !says.startsWith('New'))).toEqual([
      expect.stringMatching(/^The tax 7 may be an amount or a percentage, and the sums of the file/),
      expect.stringMatching(/^The tax 1\.9 may be an amount or a percentage, and the sums of the file/),
      expect.stringMatching(/^The tax 10 may be an amount or a percentage, and the sums of the file/),
      expect.stringMatching(/^Without tax it comes to \$100\.84, but the file says \$100\.00\./),
    ])
  })

  test('is an amount where it has a currency, or where the total says so; a percentage is told', async () => {
    const { rows, found } = await importedFrom(
      'Number,Account,Date,Description,Quantity,Unit price,Discount\nD-1,1,2026-03-20,Work,2,100.00,$10.00\n',
      'Number,Account,Date,Description,Quantity,Unit price,Rabatt\nD-2,1,2026-03-20,Work,2,100.00,10\n',
      'Number,Account,Date,Description,Quantity,Unit price,Discount,Total\nD-3,1,2026-03-20,Work,2,100.00,10,190\n',
    )
    expect(found).toEqual([
      ['D-1', 19000, 0, 19000],
      ['D-2', 18000, 0, 18000],
      ['D-3', 19000, 0, 19000],
    ])
    expect(rows[1]).toContain('1 line, less 10 %, $180.00.')
  })

  test('is of several taxes together, and of none that is dropped', async () => {
    const { rows, found } = await importedFrom(
      'Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency\nEmbraer,FB-1,2026-01-31,sent,,Work,,100.00,1,0,100.00,GST,5.00,PST,7.00,112.00,CAD\n',
      'id,Amount Due,Currency,Customer,Date (UTC),Number,Subtotal,Tax,Total,Amount Paid,Status\nin_1,12.00,usd,1,2026-01-31 10:00,ST-1,10.00,2.00,12.00,12.00,paid\n',
      'ID,Client ID,Client Name,Invoice Number,Creation Date,Due Date,Date Paid,Subtotal,Credit,Tax,Tax2,Total,Status\n1,1,Embraer,WH-1,2026-01-31,2026-03-30,0000-00-00,100.00,0.00,10.00,5.00,115.00,Unpaid\n2,1,Embraer,WH-2,2026-01-31,2026-03-30,0000-00-00,100.00,50.00,10.00,0.00,60.00,Unpaid\n',
    )
    expect(found).toEqual([
      ['FB-1', 10000, 1200, 11200],
      ['ST-1', 1000, 200, 1200],
      ['WH-1', 10000, 1500, 11500],
    ])
    expect(rows.at(-1)).toMatch(/^Without tax it comes to \$50\.00, but the file says \$100\.00\./)
  })
})

test('a file whose days begin with the day and with the month is asked about', async () => {
  const { run, customers } = importing(await openWorld())
  await customers()
  const file =
    'Number,Account,Date,Total\nA,1,13/04/2021,10\nB,1,04/13/2021,10\nC,1,2021-04-13,10\nD,1,13.04.2021,10\n'
  const asked = 'the file has days that begin with the day, and days that begin with the month.'
  const { rows } = await run(file)
  expect(told(rows)).toEqual([
    expect.stringContaining(asked),
    expect.stringContaining(asked),
    expect.stringContaining('New invoice C'),
    expect.stringContaining('New invoice D'),
  ])
  const { rows: dayFirst } = await run(file, undefined, { dateOrder: 'dayFirst' })
  expect(told(dayFirst).slice(0, 2)).toEqual([
    expect.stringContaining('New invoice A for Embraer, 13 April 2021'),
    'Line 3: Issue date: There is no such day as “04/13/2021”.',
  ])
})

test('a price that a spreadsheet divided comes to what it was', async () => {
  const { run, customers, invoices } = importing(await openWorld())
  await customers()
  await run(
    'Number,Account,Date,Description,Quantity,Unit price,Total\nA,1,2021-01-01,Work,3,33.333333333333336,100\nB,1,2021-01-01,Work,3,-0.666666666666667,\nB,1,2021-01-01,Work,1,12,\n',
  )
  expect((await invoices()).map(({ totalMinor }) => totalMinor)).toEqual([10000, 1000])
})

describe('what is paid', () => {
  const paidOf = (done: { rows: { says: string[] }[] }) =>
    told(done.rows).map((says) => /\$[\d.,]+ of it paid/.exec(says)?.[0] ?? says)

  test('follows from the balance, from words and from days, in one way only', async () => {
    const { run, customers, invoices } = importing(await openWorld())
    await customers()
    const done = await run(`Number,Account,Date,Total,Status,Balance,Paid on
A,1,2021-01-01,100,Paid,0.00,
B,1,2021-01-01,120,Partially paid,50,
C,1,2021-01-01,100,bezahlt,,
D,1,2021-01-01,100,,,2021-01-05
E,1,2021-01-01,100,Sent,100,
F,1,2021-01-01,100,Überfällig,,
G,1,2021-01-01,100,Paid,100,
H,1,2021-01-01,100,partially_paid,,
I,1,2021-01-01,100,Unpaid,0,
J,1,2021-01-01,100,Unpaid,,2021-01-05
K,1,2021-01-01,100,Sent,120,
L,1,2021-01-01,100,Written off,,
M,1,2021-01-01,100,uncollectible,,
N,1,2021-01-01,100,Quote,,
O,1,2021-01-01,100,Batch 7,,
P,1,2021-01-01,100,Draft,0,
Q,1,2021-01-01,100,Paid,,0000-00-00
`)
    expect(paidOf(done).map((says) => says.replace(/^New invoice .*?\. ?/, ''))).toEqual([
      '$100.00 of it paid',
      '$70.00 of it paid',
      '$100.00 of it paid',
      '$100.00 of it paid',
      expect.stringMatching(/^00\.$/),
      expect.stringMatching(/^00\.$/),
      expect.stringMatching(/^It is “Paid”, but \$0\.00 of \$100\.00 is paid\. Correct/),
      expect.stringMatching(/^It is “partially_paid”, but the file does not say how much of it is paid\./),
      expect.stringMatching(/^It is “Unpaid”, but \$100\.00 of \$100\.00 is paid\./),
      expect.stringMatching(/^It is “Unpaid”, but the file says that it was paid on 2021-01-05\./),
      expect.stringMatching(/^Balance due: \$120\.00 of \$100\.00\./),
      expect.stringContaining('Status: “Written off” is not an invoice that is owed.'),
      expect.stringContaining('Status: “uncollectible” is not an invoice that is owed.'),
      expect.stringContaining('Status: “Quote” is not an invoice that is owed.'),
      expect.stringContaining('The status “Batch 7” says nothing that Portico knows, and is left out.'),
      expect.stringContaining('New draft'),
      '$100.00 of it paid',
    ])
    expect((await invoices()).find(({ number }) => number === 'A')).toMatchObject({
      status: 'paid',
      balanceMinor: 0,
    })
  })

  test('contradicts what is left to pay: refused', async () => {
    const { run, customers } = importing(await openWorld())
    await customers()
    const done = await run('Number,Account,Date,Total,Amount paid,Balance due\nA,1,2021-01-01,100,40,50\n')
    expect(told(done.rows)[0]).toMatch(
      /^\$40\.00 is paid and \$50\.00 is left to pay, but the total is \$100\.00\./,
    )
  })

  test('stands in yes and no', async () => {
    const { run, customers } = importing(await openWorld())
    await customers()
    const done = await run('Number,Account,Date,Total,Paid\nA,1,2021-01-01,100,Yes\nB,1,2021-01-01,100,No\n')
    expect(told(done.rows)).toEqual([
      expect.stringContaining('$100.00 of it paid'),
      expect.stringMatching(/100\.00\.$/),
    ])
  })
})

test('only invoices of a list are invoices: not bills, estimates, receipts and payments', async () => {
  const { run, customers } = importing(await openWorld())
  await customers()
  const kinds = [
    'Invoice',
    'Bill',
    'Estimate',
    'Sales Receipt',
    'Credit Memo',
    'Payment',
    'Pro forma invoice',
  ]
  const rows = kinds.map((kind, at) => `${at},1,2021-01-01,100,${kind}`)
  const done = await run(`Number,Account,Date,Total,Transaction type\n${rows.join('\n')}\n`)
  expect(told(done.rows)).toEqual([
    expect.stringContaining('New invoice 0'),
    ...kinds
      .slice(1)
      .map((kind, at) => `Line ${at + 3}: Kind of document: It is “${kind}”. Only invoices are imported.`),
  ])
})

test('an import that is stopped in the middle goes on where it was; two of one file make everything once', async () => {
  const world = await openWorld()
  const { uploaded, step, customers } = importing(world)
  await customers()
  const COUNT = 600
  const numbers = Array.from({ length: COUNT }, (_, at) => `N-${at + 1}`)
  // The lines of an invoice are far apart.
  const rows = [...numbers, ...numbers].map((number) => `${number},1,2021-01-01,Paint,2.50`)
  const file = `Number,Account,Date,Item,Price\n${rows.join('\n')}\n`
  const [first, second] = [await uploaded(file), await uploaded(file)]
  for (const { id } of [first, second])
    expect(await step('plan', id)).toMatchObject({
      counts: { create: COUNT },
      invoices: [{ count: COUNT, totalMinor: 500 * COUNT }],
    })

  const { services } = world.app
  const scope = inOrganization(services, world.organization.id)
  const { db } = scope
  const lease = await leaseRunning(scope, first.id)
  const stopping = new AbortController()
  let asked = 0
  const clock = () => {
    // Asked once at the start, and once in each batch: the second batch is not begun.
    if (++asked === 2) stopping.abort()
    return world.clock.now()
  }
  const work = { ...scope, services: { ...services, clock }, lease, signal: stopping.signal }
  await expect(runInvoices(work)).rejects.toThrow('abort')
  const { rows: counted } = await sql<{ count: number }>`
    select count(*)::integer as count from invoices where organization_id = ${world.organization.id}`.execute(
    db,
  )
  expect(counted[0]!.count).toBe(250)

  await world.letLeasesRunOut()
  const [one, other] = await Promise.all([step('run', first.id), step('run', second.id)])
  expect(one).toMatchObject({ state: 'done', doneCount: 2 * COUNT })
  expect(one.counts!.create + other.counts!.create).toBeLessThanOrEqual(COUNT)
  expect(other.counts).toMatchObject({ refuse: 0 })
  const { rows: after } = await sql<{ count: number; total: number | null }>`
    select count(*)::integer as count, sum(total_minor)::bigint as total from invoices
    where organization_id = ${world.organization.id}`.execute(db)
  expect(after[0]).toEqual({ count: COUNT, total: 500 * COUNT })
})

test('a series goes on after the numbers that were imported', async () => {
  const world = await openWorld()
  const { run, customers } = importing(world)
  await customers()
  await run('Number,Account,Date,Total\nINV-0001,1,2021-01-01,10\n')
  const { data } = await world.owner.call(customersApi.list, { query: { search: 'Embraer' } })
  const draft = await world.owner.call(invoicesApi.add, {
    body: { customerId: data[0]!.id, lines: [{ description: 'More', unitPriceMinor: 100 }] },
  })
  const issued = await world.owner.call(invoicesApi.issue, { params: { invoiceId: draft.id } })
  expect(issued.number).toBe('INV-0002')
})

test('the mapping must name the number, the day, the customer and an amount; lines only of invoices', async () => {
  const world = await openWorld()
  const { uploaded } = importing(world)
  const { id } = await uploaded(INVOICES)
  const map = (fields: Mapping['fields']) =>
    refused(world.owner.call(importsApi.map, { params: { importId: id }, body: { fields } }))
  for (const [fields, detail] of [
    [[null, 'accountNumber', 'issueDate', null, 'total'], 'Say which column is the invoice number.'],
    [['invoiceNumber', 'accountNumber', null, null, 'total'], 'Say which column is the issue date.'],
    [['invoiceNumber', null, 'issueDate', null, 'total'], 'Say which column names the customer'],
    [['invoiceNumber', 'accountNumber', 'issueDate', null, null], 'Say which column is the total'],
    [
      ['invoiceNumber', 'accountNumber', 'issueDate', 'jobTitle', 'total'],
      'A file of invoices has no jobTitle.',
    ],
  ] as [Mapping['fields'], string][]) {
    const { status, message: said } = await map(fields)
    expect([status, said]).toEqual([400, expect.stringContaining(detail)])
  }
  const contacts = (await world.owner.send('POST', '/v1/imports', { payload: CUSTOMERS, type: 'text/csv' }))
    .json as CsvImport
  const path = `/v1/imports/${contacts.id}/lines`
  const { status } = await refused(world.owner.send('POST', path, { payload: LINES, type: 'text/csv' }))
  expect(status).toBe(409)
})

describe('sums that no line here says by itself', () => {
  const HEAD = 'Number,Account,Date,Currency,Description,Quantity,Unit price'

  test('taxes as amounts or in words, discounts, prices with tax or finer than a cent come to the total of the file', async () => {
    const world = await openWorld()
    const { run, customers, invoices } = importing(world)
    await customers()
    const done = await run(`${HEAD},Tax rate,Line tax amount,Tax amount,Discount amount,Tax inclusive,Total
A,1,2021-01-01,€,Work,2,50,,19.00,,,,119
B,1,2021-01-01,Euro,Work,1,100,15% GST,,,,,115
C,1,2021-01-01,EUR,Work,1,100,GST on Income,,,,,110
D,1,2021-01-01,EUR,Work,1,100,20% (VAT on Income),,,10,,108
E,1,2021-01-01,EUR,Work,3,11.90,19,,,,yes,35.70
F,1,2021-01-01,EUR,Parts,1000,0.012345,,,,,,12.35
G,1,2021-01-01,EUR,Work,1,100,,,7.70,,,107.70
H,1,2021-01-01,EUR,Work,1,100,No VAT,,,,,100
I,1,2021-01-01,EUR,Work,-1,100,19,,,,,-119
J,1,2021-01-01,EUR,Work,1,100,19,,,,,120
K,1,2021-01-01,EUR,Work,1,100,GST on Income,,,,,
`)
    expect(told(done.rows).map((says) => says.replace('€', ''))).toEqual([
      ...['A', 'B', 'C', 'D'].map((number) =>
        expect.stringMatching(
          `^New invoice ${number} for Embraer, 1 January 2021: 1 line(?:, less 10 %)?, [\\d.]+\\.$`,
        ),
      ),
      expect.stringMatching(/^New invoice E .*35\.70\. The prices of the file include tax: the lines have/),
      expect.stringMatching(/^New invoice F .*12\.35\. A price or discount that is finer than the currency/),
      expect.stringMatching(/^New invoice G .*107\.70\.$/),
      expect.stringMatching(/^New invoice H .*100\.00\.$/),
      expect.stringMatching(/^It comes to -119\.00: it is a credit note, which Portico does not have\./),
      'The lines come to 119.00, but the total says €120.00. Correct the file, or say at Columns what its prices and taxes are.',
      expect.stringMatching(/^The rate of “GST on Income” is not said, and neither the tax nor the total/),
    ])
    const all = await invoices()
    expect(all.map(({ number, totalMinor }) => [number, totalMinor])).toEqual([
      ['A', 11900],
      ['B', 11500],
      ['C', 11000],
      ['D', 10800],
      ['E', 3570],
      ['F', 1235],
      ['G', 10770],
      ['H', 10000],
    ])
    const linesOf = async (at: number) => {
      const { lines } = await world.owner.call(invoicesApi.read, { params: { invoiceId: all[at]!.id } })
      return lines.map((one) => [one.description, one.quantity, one.unitPriceMinor, one.taxRate])
    }
    expect(await linesOf(0)).toEqual([['Work', '2', 5000, '19']])
    expect(await linesOf(2)).toEqual([['Work', '1', 10000, '10']])
    expect(await linesOf(4)).toEqual([['Work', '3', 1000, '19']])
    expect(await linesOf(5)).toEqual([['Parts (1000 × 0.012345)', '1', 1235, '0']])
  })

  test('one tax amount on every line of an invoice is that of each where that fits, or of all', async () => {
    const { run, customers, invoices } = importing(await openWorld())
    await customers()
    await run(`${HEAD},Tax amount,Total
A,1,2021-01-01,EUR,Work,1,10,1.90,23.80
A,1,2021-01-01,EUR,More,1,10,1.90,23.80
B,1,2021-01-01,EUR,Work,1,10,3.80,23.80
B,1,2021-01-01,EUR,More,1,10,3.80,23.80
C,1,2021-01-01,EUR,Work,1,10,1.90,32.60
C,1,2021-01-01,EUR,More,1,20,0.70,32.60
`)
    expect((await invoices()).map(({ number, totalMinor }) => [number, totalMinor])).toEqual([
      ['A', 2380],
      ['B', 2380],
      ['C', 3260],
    ])
  })
})

test('a draft is imported as a draft, once; it gets its number when it is sent', async () => {
  const world = await openWorld()
  const { run, customers, invoices } = importing(world)
  await customers()
  const file =
    'Number,Account,Date,Status,Description,Quantity,Unit price\nD-1,1,2021-01-01,Draft,Work,1,100\nI-1,1,2021-01-01,Sent,Work,1,100\n'
  const done = await run(file)
  expect(told(done.rows)[0]).toMatch(
    /^New draft for Embraer, 1 January 2021: 1 line, .100\.00\. In the file it is D-1; it gets its number here when it is sent\.$/,
  )
  const [draft] = (await invoices()).filter(({ status }) => status === 'draft')
  expect(draft).toMatchObject({ number: null, totalMinor: 10000, balanceMinor: 0 })
  expect(await run(file)).toMatchObject({ counts: { create: 0, unchanged: 2, refuse: 0 } })
  expect(told((await run(file.replace('Draft', 'Sent'))).rows)[0]).toBe(
    'Invoice D-1 is a draft here. Discard the draft, and import this invoice again.',
  )
  await world.owner.call(invoicesApi.issue, { params: { invoiceId: draft!.id } })
  expect(told((await run(file)).rows)[0]).toMatch(
    /^Invoice D-1 was imported as a draft, and is .+ here now\.$/,
  )
  expect(await invoices()).toHaveLength(2)
})

/** What another organization says otherwise, its ids and when it was told, comes last. */
const withoutIds = (csv: string, columns: number) =>
  csv.split('\r\n').map((line) => line.split(',').slice(0, columns).join())

describe('everything can be taken out again', () => {
  test('invoices and lines read back as they are; formulas are no formulas', async () => {
    const world = await openWorld()
    const { run, customers } = importing(world)
    await customers()
    await run(
      'Number,Account,Date,Due,PO,Currency,Discount,Description,Quantity,Unit price,Tax rate,Paid\n' +
        'A/1,1,2021-01-01,2021-02-01,"PO ""7""",EUR,5,=1+1,1.5,1000.25,19,10\nA/1,1,2021-01-01,,,EUR,5,Credit,1,-5,19,\n' +
        'A/2,2,2021-01-02,,,KWD,,Rice,1,1.2345,,\n',
    )
    const { owner } = world
    const export_ = async (name: string) => (await owner.send('GET', `/v1/exports/${name}.csv`)).text
    const [invoices, lines] = [await export_('invoices'), await export_('invoice-lines')]
    expect(invoices.split('\r\n')[1]).toMatch(
      /^A\/1,1,Embraer,2021-01-01,2021-02-01,EUR,"PO ""7""",5,1495\.38,74\.77,269\.92,1690\.53,10\.00,1680\.53,overdue,/,
    )
    expect(lines.split('\r\n')[1]).toMatch(/^A\/1,1,'=1\+1,1\.5,1000\.25,0,19,1500\.38,EUR,/)
    expect(lines.split('\r\n')[2]).toMatch(/^A\/1,2,Credit,1,-5\.00,0,19,-5\.00,EUR,/)
    // 1.235 dinars may be thousands elsewhere.
    expect(await run(invoices, lines, { decimalSign: 'point' })).toMatchObject({
      counts: { create: 0, unchanged: 2, ask: 0, refuse: 0 },
    })
    const workbook = async (name: string) => (await owner.send('GET', `/v1/exports/${name}.xlsx`)).content
    const workbooks = [await workbook('invoices'), await workbook('invoice-lines')] as const
    expect(await run(workbooks[0], workbooks[1], { decimalSign: 'point' })).toMatchObject({
      counts: { create: 0, unchanged: 2, ask: 0, refuse: 0 },
    })
    for (const files of [[invoices, lines] as const, workbooks]) {
      const another = await openWorld()
      const elsewhere = importing(another)
      await elsewhere.customers()
      await elsewhere.run(files[0], files[1], { decimalSign: 'point' })
      const copied = async (name: string) => (await another.owner.send('GET', `/v1/exports/${name}.csv`)).text
      expect(withoutIds(await copied('invoices'), 15)).toEqual(withoutIds(invoices, 15))
      expect(withoutIds(await copied('invoice-lines'), 9)).toEqual(withoutIds(lines, 9))
    }
    expect((await export_('payments')).split('\r\n')[1]).toMatch(
      /^2021-01-01,1,Embraer,EUR,10\.00,A\/1,10\.00,other,Imported,/,
    )
    expect((await export_('deliveries')).split('\r\n')[0]).toContain('E-mail,Role')
  })
})

describe('reminders', () => {
  const FILE = `Invoice number,Account number,Issue date,Due date,Currency,Total
R-1,100,2026-01-02,2026-01-09,EUR,100.00
R-2,100,2026-01-02,2026-01-09,EUR,50.00
`
  test('are paused for imported invoices, until somebody says so for all of them', async () => {
    const world = await openWorld()
    await world.owner.call(customersApi.add, { body: { name: 'Acme', accountNumber: '100' } })
    const { run, invoices } = importing(world)
    const { id: importId, remind } = await run(FILE)
    expect(remind).toBe(false)
    const paused = async () =>
      Promise.all(
        (await invoices()).map(async ({ id }) => {
          const invoice = await world.owner.call(invoicesApi.read, { params: { invoiceId: id } })
          return invoice.remindersPaused
        }),
      )
    expect(await paused()).toEqual([true, true])

    const [first] = await invoices()
    const params = { invoiceId: first!.id }
    await world.owner.call(invoicesApi.pauseReminders, { params, body: { paused: false } })
    await world.owner.call(invoicesApi.pauseReminders, { params, body: { paused: true } })
    expect(await world.owner.call(importsApi.remind, { params: { importId } })).toMatchObject({
      remind: true,
    })
    expect(await paused()).toEqual([true, false])
    const [, second] = await invoices()
    const { data } = await world.owner.call(journalApi.list, { query: { invoiceId: second!.id } })
    expect(data.map(({ action }) => action)).toEqual(['invoice.reminders-resumed', 'invoice.imported'])
  })
})
