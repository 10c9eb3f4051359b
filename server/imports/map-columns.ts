import { parseEmailAddress } from '../people/email-address.ts'
import type { ImportField } from './imports.api.ts'

/** What people call the columns. Compared without case, accents, spaces and signs. */
const KNOWN_AS: Record<ImportField, string[]> = {
  customerName: [
    ...[
      'customer',
      'customer name',
      'company',
      'company name',
      'organization',
      'organisation',
      'business',
      'business name',
    ],
    ...[
      'client',
      'client name',
      'account name',
      'debtor',
      'firma',
      'unternehmen',
      'kunde',
      'kundenname',
      'société',
      'entreprise',
    ],
    ...[
      'raison sociale',
      'empresa',
      'cliente',
      'razón social',
      'azienda',
      'bedrijf',
      'bedrijfsnaam',
      'företag',
      'firmanavn',
    ],
  ],
  accountNumber: [
    ...[
      'account number',
      'account no',
      'account no.',
      'account #',
      'account id',
      'account',
      'acct no',
      'acct',
      'customer number',
    ],
    ...[
      'customer no',
      'customer no.',
      'customer #',
      'customer id',
      'customer code',
      'client number',
      'client id',
      'debtor number',
    ],
    ...[
      'kundennummer',
      'kunden-nr.',
      'kdnr',
      'debitor',
      'debitorennummer',
      'numéro client',
      'n° client',
      'klantnummer',
      'kundnummer',
    ],
  ],
  customerEmail: ['customer email', 'company email', 'billing email', 'accounts email'],
  customerPhone: ['customer phone', 'company phone', 'switchboard'],
  customerSecondPhone: ['customer second phone', 'company second phone'],
  billingLine1: [
    ...[
      'address',
      'address 1',
      'address line 1',
      'street',
      'street address',
      'billing address',
      'billing address line 1',
      'billing street',
    ],
    ...[
      'straße',
      'strasse',
      'anschrift',
      'adresse',
      'rue',
      'dirección',
      'indirizzo',
      'adres',
      'morada',
      'endereço',
      'calle',
    ],
  ],
  billingLine2: [
    'address 2',
    'address line 2',
    'billing address line 2',
    'suite',
    'adresszusatz',
    'complément d’adresse',
  ],
  billingCity: [
    'city',
    'town',
    'billing city',
    'ort',
    'stadt',
    'ville',
    'ciudad',
    'città',
    'plaats',
    'cidade',
    'by',
  ],
  billingRegion: [
    'state',
    'region',
    'province',
    'county',
    'state/province',
    'billing state',
    'billing region',
    'bundesland',
    'provincia',
    'estado',
  ],
  billingPostalCode: [
    ...[
      'postal code',
      'post code',
      'zip',
      'zip code',
      'zip/postal code',
      'billing postal code',
      'billing zip',
    ],
    ...['plz', 'postleitzahl', 'code postal', 'código postal', 'cap', 'cep'],
  ],
  billingCountry: ['country', 'billing country', 'land', 'pays', 'país', 'paese'],
  shippingLine1: [
    'shipping address',
    'shipping address line 1',
    'shipping street',
    'delivery address',
    'lieferadresse',
    'lieferanschrift',
  ],
  shippingLine2: ['shipping address line 2', 'delivery address line 2', 'shipping address second line'],
  shippingCity: ['shipping city', 'delivery city'],
  shippingRegion: ['shipping state', 'shipping region', 'shipping province', 'shipping state or region'],
  shippingPostalCode: ['shipping postal code', 'shipping zip', 'delivery postal code'],
  shippingCountry: ['shipping country', 'delivery country'],
  currency: ['currency', 'currency code', 'währung', 'devise', 'moneda', 'valuta'],
  paymentTermsDays: [
    'payment terms',
    'payment terms days',
    'payment terms (days)',
    'terms',
    'net days',
    'zahlungsziel',
  ],
  notes: [
    'notes',
    'note',
    'comment',
    'comments',
    'remarks',
    'bemerkung',
    'bemerkungen',
    'notizen',
    'remarques',
  ],
  fullName: [
    'contact',
    'contact name',
    'contact person',
    'full name',
    'person',
    'ansprechpartner',
    'nom complet',
    'contacto',
  ],
  firstName: [
    'first name',
    'given name',
    'forename',
    'contact first name',
    'vorname',
    'prénom',
    'nombre',
    'nome',
    'voornaam',
    'förnamn',
    'fornavn',
  ],
  lastName: [
    ...[
      'last name',
      'surname',
      'family name',
      'contact last name',
      'nachname',
      'familienname',
      'nom',
      'nom de famille',
    ],
    ...['apellido', 'apellidos', 'cognome', 'achternaam', 'efternamn', 'etternavn'],
  ],
  email: [
    ...[
      'email',
      'e-mail',
      'e-mail address',
      'email address',
      'mail',
      'contact email',
      'contact e-mail',
      'e-mail-adresse',
    ],
    ...['courriel', 'adresse e-mail', 'correo', 'correo electrónico', 'e-mailadres', 'e-post', 'epost'],
  ],
  phone: [
    ...[
      'phone',
      'phone number',
      'phone 1',
      'telephone',
      'tel',
      'tel.',
      'contact phone',
      'telefon',
      'telefonnummer',
      'téléphone',
    ],
    ...['teléfono', 'telefono', 'telefone', 'telefoon'],
  ],
  secondPhone: [
    'second phone',
    'phone 2',
    'other phone',
    'mobile',
    'mobile phone',
    'cell',
    'cell phone',
    'handy',
    'mobil',
    'mobiltelefon',
    'portable',
    'móvil',
  ],
  language: ['language', 'lang', 'locale', 'sprache', 'langue', 'idioma'],
  timeZone: ['time zone', 'timezone', 'zeitzone'],
  jobTitle: [
    'job title',
    'title',
    'position',
    'role',
    'job',
    'funktion',
    'fonction',
    'poste',
    'cargo',
    'puesto',
    'functie',
  ],
  receives: ['receives', 'receive', 'documents', 'gets', 'subscriptions', 'erhält'],
  primary: ['primary', 'is primary', 'primary contact', 'main contact', 'hauptkontakt'],
}

const MOST_EMAILS_ARE = 0.6

/** Works out what the columns are: by their headings, and an e-mail column by its contents. */
export function mapColumns(columns: string[], rows: string[][]): (ImportField | null)[] {
  const fields = columns.map((column) => FIELD_BY_NAME.get(bare(column)) ?? null)
  const has = (...wanted: ImportField[]) => wanted.some((field) => fields.includes(field))

  // "Contact" may hold names or addresses, and so may a column without a clear heading.
  for (const at of columns.keys())
    if (!has('email') && (fields[at] === null || fields[at] === 'fullName') && holdsEmails(rows, at))
      fields[at] = 'email'

  // The other columns show whose name "Name" is.
  const name = columns.findIndex((column) => bare(column) === 'name')
  if (name >= 0 && !has('customerName', 'fullName'))
    fields[name] = has('firstName', 'lastName', 'accountNumber') ? 'customerName' : 'fullName'
  else if (name >= 0 && has('customerName') && !has('firstName', 'lastName', 'fullName'))
    fields[name] = 'fullName'

  return fields.map((field, at) => {
    if (field === null || fields.indexOf(field) === at) return field
    const isSecond = fields.slice(0, at).filter((other) => other === field).length === 1
    return field === 'phone' && isSecond && !has('secondPhone') ? 'secondPhone' : null
  })
}

/** People mean the same by headings that differ in case, accents, spaces and signs. */
export function bare(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('#', 'number')
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

const FIELD_BY_NAME = new Map(
  Object.entries(KNOWN_AS).flatMap(([field, names]) =>
    names.map((name) => [bare(name), field as ImportField] as const),
  ),
)

function holdsEmails(rows: string[][], at: number): boolean {
  const values = rows.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '')
  const addresses = values.filter((value) => parseEmailAddress(value).ok)
  return values.length > 0 && addresses.length / values.length >= MOST_EMAILS_ARE
}
