import { candidates, choose, type Ambiguous } from '../columns/choose-columns.ts'
import { bare, headingsOf } from '../columns/headings.ts'
import type { MappedColumns } from '../contacts/map-columns.ts'
import { invoiceFields, type InvoiceField } from '../imports.api.ts'
import { currencyBeside } from './invoice-cells.ts'
import { yesOrNo } from './invoice-status.ts'
import { makersHeadings, recognizeMaker, type Recognized } from '../makers/recognize.ts'

/** What people call the columns of invoices and of their lines, the best first. */
const KNOWN_AS: Record<InvoiceField, string> = {
  invoiceNumber:
    'invoice number|invoice no|invoice #|invoice ref|invoice|document number|document no|doc number|doc no|number|num|no.|invoice id|rechnungsnummer|rechnungs-nr.|rechnungsnr|re-nr.|belegnummer|beleg-nr.|rechnung|numéro de facture|numéro facture|n° de facture|n° facture|facture|número de factura|nº factura|factura|numero fattura|n. fattura|fattura|factuurnummer|factuur|numer faktury|nr faktury|faktura|fakturanummer',
  accountNumber:
    'account number|account no|account #|account|account code|account ref|customer number|customer no|customer #|customer code|client number|client no|client code|debtor number|account id|customer id|client id|kundennummer|kunden-nr.|kundennr|kdnr|kd-nr.|debitor|debitorennummer|numéro client|numéro de client|n° client|code client|número de cliente|código de cliente|código cliente|codice cliente|klantnummer|debiteurnummer|klantcode|numer klienta|nr klienta|kod klienta|kundnummer',
  customerName:
    'customer|customer name|client|client name|company|company name|account name|contact name|bill to|billed to|billing name|billing company|debtor|recipient|organization|organisation|kunde|kundenname|firma|rechnungsempfänger|empfänger|société|nom du client|cliente|nombre del cliente|empresa|razón social|nome cliente|ragione sociale|azienda|bedrijf|klant|klantnaam|bedrijfsnaam|klient|nazwa klienta|nabywca|kontrahent',
  customerEmail:
    'customer email|customer e-mail|client email|billing email|contact email|email|e-mail|e-mail address|e-mail-adresse|adresse e-mail|courriel|correo|correo electrónico|indirizzo email|e-mailadres|adres e-mail',
  issueDate:
    'issue date|invoice date|issued on|issued|date issued|date of issue|document date|date|created|creation date|created at|rechnungsdatum|belegdatum|datum|date de facture|date facture|date de facturation|date d’émission|fecha de factura|fecha factura|fecha de emisión|fecha|data fattura|data emissione|data di emissione|data|factuurdatum|data wystawienia|data faktury|fakturadatum',
  dueDate:
    'due date|due on|due|date due|payment due|payment due date|pay by|fällig am|fällig|fälligkeit|fälligkeitsdatum|zahlbar bis|échéance|date d’échéance|date échéance|vencimiento|fecha de vencimiento|fecha vencimiento|scadenza|data scadenza|data di scadenza|vervaldatum|vervaldag|termin płatności|data płatności',
  currency: 'currency code|currency|invoice currency|währung|devise|monnaie|moneda|divisa|valuta|waluta',
  purchaseOrder:
    'purchase order number|purchase order|po number|po #|po|customer po|order number|your reference|customer reference|reference|reference no|bestellnummer|bestell-nr.|ihr zeichen|bon de commande|n° de commande|référence|pedido|número de pedido|ordine|numero ordine|inkooporder|referentie|zamówienie|numer zamówienia',
  notes:
    'notes|note|comment|comments|memo|message|public notes|customer message|bemerkung|bemerkungen|notiz|notizen|remarque|remarques|commentaire|notas|observaciones|opmerkingen|uwagi',
  invoiceDiscount: 'discount|discount %|discount percent|invoice discount|rabatt|remise|descuento|sconto',
  discountAmount: 'discount amount|total discount|discount total|rabattbetrag|montant remise',
  taxAmount:
    'tax amount|total tax|tax total|taxes|sales tax amount|total vat|vat total|vat amount|gst amount|steuerbetrag|steuer|mwst-betrag|ust-betrag|montant tva|montant de la tva|total tva|importe iva|importo iva|btw-bedrag|kwota vat',
  netTotal:
    'net total|net amount|total net|net|untaxed amount|tax excluded|total excl tax|total ex tax|total excluding tax|amount excl tax|total excl vat|amount before tax|subtotal|netto|nettobetrag|gesamt netto|summe netto|zwischensumme|total ht|montant ht|montant total ht|base imponible|imponibile|totale imponibile|totaal excl btw|bedrag excl btw|subtotaal|wartość netto|kwota netto',
  pricesIncludeTax:
    'line amount type|line amount types|tax inclusive|tax included|amounts include tax|inclusive of tax',
  total:
    'invoice total|grand total|total|total amount|total incl tax|total inc tax|total including tax|total incl vat|gross total|gross amount|gross|invoice amount|amount|gesamtbetrag|rechnungsbetrag|bruttobetrag|gesamt|summe|betrag|brutto|total ttc|montant ttc|montant total|montant|importe total|total factura|importe|totale|totale fattura|totale documento|importo totale|importo|totaal|totaal incl btw|totaalbedrag|bedrag|razem|kwota brutto|wartość brutto|kwota',
  paid: 'amount paid|paid amount|paid|paid to date|payments|bezahlt|gezahlt|bezahlter betrag|payé|montant payé|pagado|importe pagado|pagato|betaald|betaald bedrag|zapłacono',
  paidOn:
    'paid on|paid at|paid date|payment date|date paid|last payment date|bezahlt am|zahlungsdatum|date de paiement|payée le|fecha de pago|data pagamento|betaaldatum|betaald op|data zapłaty',
  balance:
    'balance due|balance|open balance|outstanding balance|outstanding amount|outstanding|amount outstanding|amount due|due amount|amount owing|open amount|unpaid amount|remaining balance|offener betrag|offen|restbetrag|saldo|solde dû|solde|reste à payer|restant dû|saldo pendiente|importe pendiente|residuo|importo residuo|openstaand bedrag|openstaand saldo|openstaand|pozostało do zapłaty',
  status: 'invoice status|status|state|stand|rechnungsstatus|statut|état|estado|stato|stan',
  paymentStatus:
    'payment status|financial status|payment state|zahlungsstatus|zahlstatus|statut de paiement|estado de pago|stato pagamento|betaalstatus|betalingsstatus|status płatności',
  documentType:
    'transaction type|document type|invoice type|type|belegart|dokumentart|type de document|type de pièce|tipo de documento|tipo documento|documenttype|typ dokumentu',
  description:
    'line description|description|item description|item name|item|product name|product|product/service|line item|service|details|bezeichnung|beschreibung|artikel|artikelbezeichnung|position|leistung|désignation|libellé|article|descripción|concepto|artículo|descrizione|articolo|omschrijving|opis|nazwa towaru|nazwa towaru lub usługi',
  quantity:
    'quantity|qty|item quantity|line quantity|units|hours|menge|anzahl|stückzahl|quantité|qté|cantidad|quantità|qtà|aantal|ilość',
  unitPrice:
    'unit price|item price|unit amount|unit cost|sales price|price each|price|rate|einzelpreis|stückpreis|preis|prix unitaire|prix unitaire ht|pu ht|prix|precio unitario|precio|prezzo unitario|prezzo|stukprijs|eenheidsprijs|prijs|cena jednostkowa|cena netto|cena',
  lineDiscount:
    'line discount %|line discount|item discount|discount percentage|positionsrabatt|remise ligne|descuento línea',
  lineDiscountAmount: 'line discount amount|item discount amount',
  lineTax: 'line tax amount|line tax|item tax amount|item tax|line item tax',
  taxRate:
    'tax rate %|tax rate|tax %|vat rate|vat %|gst rate|gst %|ust %|ust-satz|mwst %|mwst-satz|steuersatz|taux de tva|taux tva|tva %|tipo de iva|iva %|% iva|aliquota iva|aliquota|btw %|btw-percentage|stawka vat',
  tax: 'tax|vat|gst|hst|sales tax|ust|mwst|umsatzsteuer|mehrwertsteuer|tva|iva|btw',
  secondTax: 'tax 2 amount|second tax amount|tax2',
}

/** Works out what the columns of a file of invoices, or of their lines, are: as those of contacts. */
export function mapInvoiceColumns(
  columns: string[],
  rows: string[][],
  maker: Recognized<InvoiceField> | null = recognizeMaker('invoices', columns),
): MappedColumns<InvoiceField> {
  const all = candidates(columns, rows, maker?.headings, [HEADINGS, MAKERS_HEADINGS], AMBIGUOUS)
  for (const one of all)
    if (one.field === 'paid' && one.values.length > 0 && one.values.every((value) => yesOrNo(value) !== null))
      one.field = 'paymentStatus'
  for (const [at, one] of all.entries()) {
    if (one.field === 'tax')
      one.field = isInPercent(columns[at]!) ? 'taxRate' : kindOfTax(one.values, rows, at, all)
    if (one.field === 'invoiceDiscount' && one.values.some(isMoney)) one.field = 'discountAmount'
    if (one.field === 'lineDiscount' && one.values.some(isMoney)) one.field = 'lineDiscountAmount'
  }
  // Beside a unit price, an amount is that of the line, unless its maker says otherwise.
  if (all.some(({ field }) => field === 'unitPrice'))
    for (const one of all)
      if (one.field === 'total' && AMOUNT.has(one.heading) && !maker?.headings.has(one.heading))
        one.field = null
  const fields = choose(all)
  return { fields, couldBe: all.map(({ field }, at) => fields[at] ?? field) }
}

const AMOUNT = new Set(['amount', 'betrag', 'montant', 'importe', 'importo', 'bedrag', 'kwota'])

const isInPercent = (column: string) => column.includes('%') && bare(column) !== bare(invoiceFields.tax)
const isMoney = (value: string) => currencyBeside(value) !== undefined

/** The same rate stands beside many amounts, and none is higher than any country's. */
const HIGHEST_RATE = 30
const BESIDE_AMOUNTS = 3

/** A column that is only called “Tax” has rates, or amounts: what its values show. Else each invoice shows it, or is refused. */
function kindOfTax(
  values: string[],
  rows: string[][],
  at: number,
  all: { field: InvoiceField | null }[],
): InvoiceField {
  if (values.length === 0) return 'tax'
  const isRate = (value: string) => !isMoney(value) && /[%\p{L}]/u.test(value)
  if (values.every((value) => isRate(value) || isZero(value)) && values.some(isRate)) return 'taxRate'
  if (values.some((value) => isMoney(value) || looseNumber(value) > 100)) return 'taxAmount'
  const amount = AMOUNTS_BESIDE.map((field) => all.findIndex((one) => one.field === field)).find(
    (column) => column >= 0,
  )
  const number = all.findIndex(({ field }) => field === 'invoiceNumber')
  if (amount === undefined || values.some((value) => !(looseNumber(value) <= HIGHEST_RATE))) return 'tax'
  const beside = new Map<string, Map<string, string>>()
  for (const row of rows) {
    const value = (row[at] ?? '').trim()
    if (value === '' || isZero(value)) continue
    const amounts = beside.get(value) ?? new Map<string, string>()
    beside.set(value, amounts.set((row[amount] ?? '').trim(), (row[number] ?? '').trim()))
  }
  const repeats = [...beside.values()].some((amounts) => new Set(amounts.values()).size >= BESIDE_AMOUNTS)
  return repeats ? 'taxRate' : 'tax'
}
const AMOUNTS_BESIDE = ['total', 'netTotal', 'unitPrice'] as const
const isZero = (value: string) => /^[0.,\s]*0[0.,\s]*%?$/.test(value)
const looseNumber = (value: string) => Number(value.replace(',', '.'))

/** Under these, some write what was paid, some when, and some only whether. */
const PAID = ['paid', 'bezahlt', 'gezahlt', 'paye', 'pagado', 'pagato', 'betaald', 'zapłacono'].map(bare)

/** Headings under which programs write several things: what the values are like decides. */
const AMBIGUOUS: Ambiguous<InvoiceField> = new Map<string, readonly (InvoiceField | null)[]>([
  ...PAID.map((heading) => [heading, ['paid', 'paidOn', 'paymentStatus']] as const),
  ['type', ['documentType', null]],
  ['account', ['accountNumber', 'customerName']],
  ['client', ['customerName', 'customerEmail']],
  ['customer', ['customerName', 'customerEmail']],
])

const MAKERS_HEADINGS = makersHeadings<InvoiceField>('invoices')
const HEADINGS = headingsOf<InvoiceField>(
  Object.fromEntries(
    Object.entries(KNOWN_AS).map(([field, names]) => [
      field,
      `${invoiceFields[field as InvoiceField]}|${names}`,
    ]),
  ),
)
