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
          'customer|company|company name|organization|organisation|business|business name|client|client name|account name|debtor|firma|unternehmen|kunde|kundenname|société|entreprise|raison sociale|empresa|cliente|razón social|azienda|bedrijf|bedrijfsnaam|företag|firmanavn',
      },
    },
  },
  accountNumber: {
    ...maybeText(optionalLine(64).describe('Unique within the organization.')),
    column: 'account_number',
    label: 'Account number',
    knownAs:
      'account no|account #|account id|account|acct no|acct|customer number|customer no|customer #|customer id|customer code|client number|client id|debtor number|kundennummer|kunden-nr.|kdnr|debitor|debitorennummer|numéro client|n° client|klantnummer|kundnummer',
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
        knownAs: 'company email|billing email|accounts email',
      },
    },
  },
  phone: {
    ...maybeText(optionalLine(50)),
    column: 'phone',
    label: 'Phone',
    csv: { customerPhone: { heading: 'Customer phone', knownAs: 'company phone|switchboard' } },
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
          'address|address 1|address line 1|street|street address|billing address line 1|billing street|straße|strasse|anschrift|adresse|rue|dirección|indirizzo|adres|morada|endereço|calle',
      },
      billingLine2: {
        part: 'line2',
        heading: 'Billing address, second line',
        knownAs:
          'address 2|address line 2|address second line|billing address line 2|suite|adresszusatz|complément d’adresse',
      },
      billingCity: {
        part: 'city',
        heading: 'Billing city',
        knownAs: 'city|town|ort|stadt|ville|ciudad|città|plaats|cidade|by',
      },
      billingRegion: {
        part: 'region',
        heading: 'Billing state or region',
        knownAs:
          'state|region|province|county|state or region|state/province|billing state|billing region|bundesland|provincia|estado',
      },
      billingPostalCode: {
        part: 'postalCode',
        heading: 'Billing postal code',
        knownAs:
          'postal code|post code|zip|zip code|zip/postal code|billing zip|plz|postleitzahl|code postal|código postal|cap|cep',
      },
      billingCountry: {
        part: 'country',
        heading: 'Billing country',
        knownAs: 'country|land|pays|país|paese',
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
        knownAs: 'shipping address line 1|shipping street|delivery address|lieferadresse|lieferanschrift',
      },
      shippingLine2: {
        part: 'line2',
        heading: 'Shipping address, second line',
        knownAs: 'shipping address line 2|delivery address line 2',
      },
      shippingCity: { part: 'city', heading: 'Shipping city', knownAs: 'delivery city' },
      shippingRegion: {
        part: 'region',
        heading: 'Shipping state or region',
        knownAs: 'shipping state|shipping region|shipping province',
      },
      shippingPostalCode: {
        part: 'postalCode',
        heading: 'Shipping postal code',
        knownAs: 'shipping zip|delivery postal code',
      },
      shippingCountry: { part: 'country', heading: 'Shipping country', knownAs: 'delivery country' },
    },
  },
  currency: {
    ...maybeText(currency.nullable()),
    blank: null,
    column: 'currency',
    label: 'Currency',
    knownAs: 'currency code|währung|devise|moneda|valuta',
  },
  paymentTermsDays: {
    schema: wholeNumber(0, 365).nullable(),
    returned: z.int().nullable(),
    column: 'payment_terms_days',
    type: 'integer',
    label: 'Payment terms (days)',
    inSentence: 'payment terms',
    blank: '',
    knownAs: 'payment terms|terms|net days|zahlungsziel',
  },
  notes: {
    ...maybeText(optionalText(10_000)),
    column: 'notes',
    label: 'Notes',
    severalLines: true,
    knownAs: 'note|comment|comments|remarks|bemerkung|bemerkungen|notizen|remarques',
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
