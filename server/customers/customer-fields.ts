import * as z from 'zod'
import type { Receives } from '../contacts/receives.ts'
import { maybeText, text, type Fields, type Row } from '../fields/field.ts'
import {
  currency,
  emailAddress,
  id,
  optionalLine,
  optionalText,
  requiredName,
  wholeNumber,
} from '../http/fields.api.ts'
import { address, noAddress } from './address.api.ts'
import { externalIdField } from './external-id.api.ts'
import { received, receives } from './receives.api.ts'

const maybeAddress = {
  schema: address.nullable(),
  returned: address.nullable(),
  type: 'jsonb',
  blank: noAddress,
} as const

/** What is known of a customer. */
export const customerFields = {
  name: {
    ...text(requiredName(200)),
    column: 'name',
    label: 'Name',
    csv: {
      customerName: {
        heading: 'Customer name',
        knownAs:
          'customer|company name|company|organization|organisation|organization name|organisation name|business name|business|client name|client|account name|debtor|debtor name|display name|billing company|bill to|firma|firmenname|unternehmen|kunde|kundenname|firma/name|société|nom de la société|entreprise|nom de l’entreprise|raison sociale|nom du client|client facturé|empresa|nombre de la empresa|nombre fiscal|cliente|nombre del cliente|razón social|azienda|ragione sociale|nome azienda|denominazione|nome cliente|bedrijf|bedrijfsnaam|klant|klantnaam|organisatie|nazwa firmy|nazwa|klient|nazwa klienta|kontrahent|nabywca|företag|kund|firmanavn',
      },
    },
  },
  accountNumber: {
    ...maybeText(optionalLine(64).describe('Unique within the organization.')),
    column: 'account_number',
    label: 'Account number',
    knownAs:
      'account no|account #|account|acct no|acct|account code|account reference|customer number|customer no|customer #|customer code|customer ref|client number|client no|client code|debtor number|account id|customer id|client id|kundennummer|kunden-nr.|kdnr|kd-nr.|debitor|debitorennummer|debitoren-nr.|kundennr|numéro client|numéro de client|n° client|code client|référence client|número de cliente|nº cliente|código de cliente|código cliente|codice cliente|numero cliente|cod. cliente|klantnummer|debiteurnummer|relatienummer|klantcode|numer klienta|nr klienta|kod klienta|identyfikator klienta|kundnummer',
  },
  parentId: {
    ...maybeText(id.nullable()),
    blank: null,
    column: 'parent_id',
    label: 'Parent customer',
  },
  email: {
    ...maybeText(
      emailAddress
        .nullable()
        .describe('When a customer is created, this address becomes its primary contact.'),
    ),
    column: 'email',
    label: 'E-mail',
    csv: {
      customerEmail: {
        heading: 'Customer e-mail',
        knownAs:
          'customer email|company email|company e-mail|billing email|billing e-mail|accounts email|invoice email|rechnungs-e-mail|e-mail für rechnungen|e-mail facturation|email facturación|email fatturazione|factuur e-mail|e-mail do faktur',
      },
    },
  },
  phone: {
    ...maybeText(optionalLine(50)),
    column: 'phone',
    label: 'Phone',
    csv: {
      customerPhone: {
        heading: 'Customer phone',
        knownAs:
          'company phone|company main phone|main phone|switchboard|billing phone|zentrale|telefon zentrale|standard téléphonique|centralita|centralino',
      },
    },
  },
  secondPhone: {
    ...maybeText(optionalLine(50)),
    column: 'second_phone',
    label: 'Second phone',
    csv: { customerSecondPhone: { heading: 'Customer second phone', knownAs: 'company second phone' } },
  },
  billingAddress: {
    ...maybeAddress,
    column: 'billing_address',
    label: 'Billing address',
    inSentence: 'address',
    csv: {
      billingLine1: {
        part: 'line1',
        heading: 'Billing address',
        knownAs:
          'address|address 1|address line 1|street|street 1|street line 1|street address|address street|billing address 1|billing address line 1|billing address street|billing street|billing street 1|bill to address|mailing street|mailing address|postal address|straße|strasse|straße und hausnummer|straße/nr.|straße, nr.|anschrift|rechnungsadresse|rechnungsanschrift|adresse|adresse 1|adresse ligne 1|adresse de facturation|rue|n° et rue|dirección|dirección 1|dirección de facturación|domicilio|indirizzo|indirizzo 1|indirizzo di fatturazione|via|adres|adres 1|straat|straat en huisnummer|factuuradres|ulica|ulica i numer|morada|endereço|calle|adress',
      },
      billingLine2: {
        part: 'line2',
        heading: 'Billing address, second line',
        knownAs:
          'address 2|address line 2|address second line|street 2|street line 2|billing address 2|billing address line 2|billing street 2|apartment|apt/suite|apt|unit/suite|suite|adresszusatz|adresse 2|adresse ligne 2|complément d’adresse|complément adresse|dirección 2|indirizzo 2|adres 2|adresregel 2|adres cd.',
      },
      billingCity: {
        part: 'city',
        heading: 'Billing city',
        knownAs:
          'city|town|town/city|city/town|suburb|billing town|billing address city|mailing city|address city|ort|stadt|wohnort|rechnungsort|ville|commune|localité|ville de facturation|ciudad|población|localidad|municipio|città|comune|località|plaats|woonplaats|stad|miasto|miejscowość|cidade|by|postort',
      },
      billingRegion: {
        part: 'region',
        heading: 'Billing state or region',
        knownAs:
          'state|region|province|county|state or region|state/province|province/state|state/region|region/state|billing state|billing region|billing province|billing county|billing state/province|billing address state|mailing state|mailing state/province|address state|bundesland|kanton|département|région|provincia|comunidad autónoma|regione|provincie|województwo|estado',
      },
      billingPostalCode: {
        part: 'postalCode',
        heading: 'Billing postal code',
        knownAs:
          'postal code|post code|postcode|zip|zip code|zipcode|zip/postal code|postal/zip code|postal code/zip code|postcode/zip|billing zip|billing code|billing postcode|billing zip code|billing zip/postal code|billing address postcode|billing address zip|mailing zip/postal code|mailing postal code|address postal code|address zip|plz|postleitzahl|rechnungs-plz|code postal|cp|code postal de facturation|código postal|c.p.|cap|codice postale|kod pocztowy|cep|postnummer',
      },
      billingCountry: {
        part: 'country',
        heading: 'Billing country',
        knownAs:
          'country|country/region|country/territory|country name|billing country/region|billing address country|mailing country|address country|country code|land|staat|rechnungsland|pays|pays de facturation|país|paese|nazione|stato|kraj',
      },
    },
  },
  shippingAddress: {
    ...maybeAddress,
    column: 'shipping_address',
    label: 'Shipping address',
    csv: {
      shippingLine1: {
        part: 'line1',
        heading: 'Shipping address',
        knownAs:
          'shipping address line 1|shipping address 1|shipping street|shipping street 1|shipping address street|delivery address|delivery address 1|delivery address line 1|delivery street|ship to|ship to address|lieferadresse|lieferanschrift|lieferstraße|adresse de livraison|dirección de envío|dirección de entrega|indirizzo di spedizione|indirizzo di consegna|afleveradres|bezorgadres|adres dostawy',
      },
      shippingLine2: {
        part: 'line2',
        heading: 'Shipping address, second line',
        knownAs:
          'shipping address line 2|shipping address 2|shipping street 2|delivery address line 2|delivery address 2|delivery street 2',
      },
      shippingCity: {
        part: 'city',
        heading: 'Shipping city',
        knownAs:
          'shipping town|shipping address city|delivery city|delivery town|lieferort|ville de livraison|ciudad de envío|città di spedizione',
      },
      shippingRegion: {
        part: 'region',
        heading: 'Shipping state or region',
        knownAs:
          'shipping state|shipping region|shipping province|shipping county|shipping state/province|shipping address state|delivery state|delivery county|delivery region',
      },
      shippingPostalCode: {
        part: 'postalCode',
        heading: 'Shipping postal code',
        knownAs:
          'shipping zip|shipping postcode|shipping zip code|shipping code|shipping zip/postal code|shipping address postcode|shipping address zip|shipping address postal code|delivery postal code|delivery postcode|delivery zip|liefer-plz|code postal de livraison',
      },
      shippingCountry: {
        part: 'country',
        heading: 'Shipping country',
        knownAs:
          'shipping country/region|shipping address country|delivery country|lieferland|pays de livraison',
      },
    },
  },
  currency: {
    ...maybeText(currency.nullable()),
    blank: null,
    column: 'currency',
    label: 'Currency',
    knownAs:
      'currency code|default currency|billing currency|customer currency|währung|devise|monnaie|moneda|divisa|valuta|waluta',
  },
  paymentTermsDays: {
    schema: wholeNumber(0, 365).nullable(),
    returned: z.int().nullable(),
    column: 'payment_terms_days',
    type: 'integer',
    label: 'Payment terms (days)',
    inSentence: 'payment terms',
    blank: '',
    knownAs:
      'payment terms|terms|credit terms|payment term|terms of payment|net days|payment days|zahlungsziel|zahlungsziel (tage)|zahlungsbedingung|zahlungsbedingungen|délai de paiement|conditions de paiement|plazo de pago|condiciones de pago|termini di pagamento|condizioni di pagamento|betalingstermijn|betaaltermijn|termin płatności',
  },
  notes: {
    ...maybeText(optionalText(10_000)),
    column: 'notes',
    label: 'Notes',
    severalLines: true,
    knownAs:
      'note|comment|comments|remarks|remark|memo|private notes|internal notes|bemerkung|bemerkungen|notiz|notizen|anmerkungen|kommentar|remarque|remarques|commentaire|commentaires|notas|observaciones|comentarios|osservazioni|commenti|opmerking|opmerkingen|notities|uwagi|notatki',
  },
  externalId: {
    ...externalIdField,
    csv: {
      customerExternalId: {
        heading: 'Customer external ID',
        knownAs: 'external customer id|company external id',
      },
    },
  },
  defaultReceives: {
    schema: receives.nullable(),
    returned: received
      .nullable()
      .describe('What new contacts of this customer receive. null: what the organization says.'),
    column: 'default_receives',
    type: 'jsonb',
    label: 'New contacts receive',
    blank: null as Receives | null,
  },
} as const satisfies Fields

export type CustomerFields = Row<typeof customerFields>
