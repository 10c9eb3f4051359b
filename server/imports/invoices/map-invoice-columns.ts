import { invoiceFields, type AnyField, type InvoiceField } from '../imports.api.ts'
import { bare } from '../contacts/map-columns.ts'

/** What people call the columns of invoices and of their lines. Of two that are found, the first counts. */
const KNOWN_AS: Record<InvoiceField, string> = {
  invoiceNumber:
    'invoice number|invoice no|invoice #|invoice id|invoice|number|no.|document number|rechnungsnummer|rechnungs-nr.|rechnung|numéro de facture|n° facture|facture|número de factura|factura|numero fattura|factuurnummer|fakturanummer',
  accountNumber:
    'account number|account no|account #|account id|account|customer number|customer no|customer #|customer id|customer code|client number|client id|debtor number|kundennummer|kunden-nr.|kdnr|debitor|debitorennummer|numéro client|n° client|klantnummer|kundnummer',
  customerName:
    'customer|customer name|company|company name|client|client name|account name|bill to|billed to|debtor|kunde|kundenname|firma|société|cliente|empresa|azienda|bedrijf',
  customerEmail:
    'customer email|customer e-mail|email|e-mail|e-mail address|billing email|contact email|courriel|correo',
  issueDate:
    'issue date|issued|issued on|invoice date|date|document date|rechnungsdatum|datum|date de facture|date de facturation|fecha|fecha de factura|data|data fattura|factuurdatum',
  dueDate:
    'due date|due|due on|payment due|fällig|fällig am|fälligkeit|fälligkeitsdatum|échéance|date d’échéance|vencimiento|scadenza|vervaldatum',
  currency: 'currency|currency code|währung|devise|moneda|valuta',
  purchaseOrder:
    'purchase order|purchase order number|po|po number|po #|order number|your reference|reference|bestellnummer|bestell-nr.|bon de commande',
  notes: 'notes|note|comment|comments|memo|message|bemerkung|bemerkungen|remarques',
  invoiceDiscount: 'discount|discount %|discount percent|invoice discount|rabatt|remise|descuento|sconto',
  total:
    'total|total amount|invoice total|amount|grand total|gross|gross amount|total incl tax|gesamt|gesamtbetrag|summe|betrag|brutto|montant|montant total|total ttc|importe|importe total|totale|totaal',
  paid: 'paid|amount paid|paid amount|payments|bezahlt|payé|pagado|pagato|betaald',
  paidOn: 'paid on|paid at|paid date|payment date|date paid|bezahlt am|zahlungsdatum',
  status: 'status|state|stand|statut|estado|stato',
  description:
    'description|line description|item|item description|item name|product|product name|service|details|bezeichnung|beschreibung|artikel|position|désignation|descripción|concepto|descrizione|omschrijving',
  quantity: 'quantity|qty|units|hours|menge|anzahl|quantité|qté|cantidad|quantità|aantal',
  unitPrice:
    'unit price|price|rate|unit cost|price each|einzelpreis|stückpreis|preis|prix unitaire|prix|precio|precio unitario|prezzo|prijs',
  lineDiscount: 'line discount|line discount %|item discount|positionsrabatt',
  taxRate:
    'tax rate|tax rate %|tax %|tax|vat|vat %|vat rate|gst|gst %|ust|ust %|ust-satz|mwst|mwst %|mwst-satz|tva|taux tva|iva|iva %|btw',
}

/** Works out by their headings what the columns of a file of invoices are. */
export function mapInvoiceColumns(columns: string[]): (AnyField | null)[] {
  const fields = columns.map((column) => FIELD_BY_NAME.get(bare(column)) ?? null)
  // Beside a unit price, an amount is that of the line.
  if (fields.includes('unitPrice'))
    for (const [at, field] of fields.entries())
      if (field === 'total' && AMOUNT.has(bare(columns[at]!))) fields[at] = null
  return fields.map((field, at) => (fields.indexOf(field) === at ? field : null))
}

const AMOUNT = new Set(['amount', 'betrag', 'montant', 'importe'])

const FIELD_BY_NAME = new Map(
  Object.entries(KNOWN_AS).flatMap(([field, names]) =>
    [invoiceFields[field as InvoiceField], ...names.split('|')].map(
      (name) => [bare(name), field as InvoiceField] as const,
    ),
  ),
)
