/**
 * Who the sample company sells to, from Bristol: in pounds, and in euros and dollars where those are local. Every
 * address ends in `.example` (RFC 2606), so no letter can reach anybody.
 *
 * A contact is `First/Last | job title | receives | marks`. Receives: I invoices, R reminders, C receipts, S
 * statements, N account notices; small letters: as Cc. Marks: `*` primary, `!` inactive; portal access: `a` active,
 * `t` a temporary password is out, `x` one expired, `l` locked, `i` invited by a link, none without a letter.
 * `(name)` is the address's local part if the name does not spell it; `@key` is one of the shared people.
 */
export interface SampleCustomer {
  name: string
  domain: string
  street: string
  /** With the state if an address names one: `Chicago, IL`. */
  city: string
  postalCode: string
  country: string
  currency: string
  days: number
  notes?: string
  /** The name of another customer, above it on the list. */
  parent?: string
  inactive?: true
  contacts: string[]
}

/** People who keep the books of several customers: one person, one password, many customers. */
export const SHARED_PEOPLE: Record<string, { person: string; email: string; country: string }> = {
  nowak: { person: 'Marta/Nowak | a', email: 'marta@nowak-bookkeeping.example', country: 'Poland' },
  osei: { person: 'Kwame/Osei | a', email: 'k.osei@osei-partners.example', country: 'United Kingdom' },
  ferrari: { person: 'Giulia/Ferrari | t', email: 'giulia@studio-ferrari.example', country: 'Italy' },
  keller: { person: 'Jürg/Keller | a', email: 'j.keller@keller-treuhand.example', country: 'Switzerland' },
  santos: { person: 'Inês/Santos | ', email: 'ines@santos-contas.example', country: 'Portugal' },
}

const customer = (
  name: string,
  domain: string,
  [street, postalCode, city, country]: [string, string, string, string],
  [currency, days]: [string, number],
  contacts: string[],
  more: Pick<SampleCustomer, 'notes' | 'parent' | 'inactive'> = {},
): SampleCustomer => ({ name, domain, street, postalCode, city, country, currency, days, contacts, ...more })

const GERMANY = 'Germany'
const UK = 'United Kingdom'
const USA = 'United States'

export const SAMPLE_CUSTOMERS: SampleCustomer[] = [
  customer(
    'Aalto Hotels Oy',
    'aalto-hotels.example',
    ['Mannerheimintie 14', '00100', 'Helsinki', 'Finland'],
    ['EUR', 30],
    [
      'Aino/Korhonen | Accounts payable | IRS | a*',
      'Mikko/Virtanen | Purchasing | i | t',
      'Sanna/Mäkelä | Finance director | Sr | ',
    ],
  ),
  customer(
    'Aalto Hotels Tampere',
    'aalto-hotels.example',
    ['Hämeenkatu 30', '33200', 'Tampere', 'Finland'],
    ['EUR', 30],
    ['Aino/Korhonen | Accounts payable | IR | *', 'Eero/Lahti | House manager | C | a'],
    { parent: 'Aalto Hotels Oy' },
  ),
  customer(
    'Bäckerei Österreicher GmbH',
    'baeckerei-oe.example',
    ['Lange Gasse 8', '70173', 'Stuttgart', GERMANY],
    ['EUR', 14],
    ['Jörg/Österreicher | Geschäftsführer | IRCS | a*', 'Käthe/Weiß | Buchhaltung | IR | a'],
  ),
  customer(
    'Birch & Byrne Solicitors',
    'birchbyrne.example',
    ['11 Merrion Square', 'D02 XY45', 'Dublin', 'Ireland'],
    ['EUR', 30],
    ['Niamh/Byrne | Practice manager | IR | a*', 'Ciarán/O’Donnell | Partner | S | i'],
  ),
  customer(
    'Blue Heron Clinics',
    'blueheron.example',
    ['2200 Lakeshore Dr', '60601', 'Chicago, IL', USA],
    ['USD', 45],
    [
      'Denise/Washington | Accounts payable | IR | a*',
      'Carlos/Mendoza | Facilities | IC | ',
      'Ruth/Abramson | Controller | S | l',
    ],
    { notes: 'Wants one statement for all clinics, on the first Monday of the month.' },
  ),
  customer(
    'Café Lumière',
    'cafe-lumiere.example',
    ['5 rue des Martyrs', '75009', 'Paris', 'France'],
    ['EUR', 14],
    ['Éloïse/Garnier | Gérante | IRCS | a*'],
  ),
  customer(
    'Cedar Grove School',
    'cedargrove.example',
    ['40 Orchard Road', 'BS1 4ND', 'Bristol', UK],
    ['GBP', 30],
    ['Priscilla/Ashworth | Bursar | IRS | a*', '@osei | External bookkeeper | IRS | '],
  ),
  customer(
    'Cervecería del Sur',
    'cerveceria-sur.example',
    ['Calle Betis 21', '41010', 'Sevilla', 'Spain'],
    ['EUR', 60],
    ['José Luis/Fernández | Administración | IR | x*', 'Begoña/Muñoz | Compras | I | '],
  ),
  customer(
    'Dalgaard Byggeri A/S',
    'dalgaard-byg.example',
    ['Vesterbrogade 3', '1620', 'København', 'Denmark'],
    ['GBP', 30],
    ['Søren/Dalgaard | Direktør | S | *', 'Mette/Kjær | Bogholder | IRC | a'],
  ),
  customer(
    'Dimitriou Shipping',
    'dimitriou.example',
    ['Akti Miaouli 55', '185 36', 'Piraeus', 'Greece'],
    ['EUR', 45],
    ['Ελένη/Δημητρίου (eleni) | Λογιστήριο | IRS | a*', 'Νίκος/Παππάς (nikos.pappas) | Προμήθειες | I | '],
  ),
  customer(
    'Eastgate Property Management',
    'eastgate.example',
    ['88 Foregate Street', 'CH1 1HB', 'Chester', UK],
    ['GBP', 30],
    [
      '@osei | External bookkeeper | IR | *',
      'Gareth/Pritchard | Portfolio manager | C | a',
      'Bronwen/Hughes | Office manager | I | !',
    ],
  ),
  customer(
    'Farrow Street Studios',
    'farrowstreet.example',
    ['9 Farrow Street', 'E8 3QJ', 'London', UK],
    ['GBP', 14],
    ['Zadie/Campbell | Studio manager | IRCS | a*', 'Tunde/Adeyemi | Producer | I | t'],
  ),
  customer(
    'Fjord Adventures AS',
    'fjord.example',
    ['Strandgaten 18', '5013', 'Bergen', 'Norway'],
    ['GBP', 21],
    ['Ingrid/Solbakken | Daglig leder | IRS | a*'],
  ),
  customer(
    'Gelateria Ferrari',
    'gelateria-ferrari.example',
    ['Via Garibaldi 12', '40124', 'Bologna', 'Italy'],
    ['EUR', 30],
    ['@ferrari | Commercialista | IRS | ', 'Paolo/Ferrari | Titolare | C | *'],
  ),
  customer(
    'Greenway Logistics',
    'greenway-logistics.example',
    ['1500 Harbor Blvd', '90731', 'San Pedro, CA', USA],
    ['USD', 60],
    [
      'Latisha/Brown | Accounts payable | IR | a*',
      'Hiroshi/Tanaka | Operations | C | ',
      'Megan/O’Brien | Accounts payable | IRS | !',
    ],
    { notes: 'Purchase order number must be on every invoice.' },
  ),
  customer(
    'Hanbat Design 한밭디자인',
    'hanbat.example',
    ['Daehak-ro 99', '34134', 'Daejeon', 'South Korea'],
    ['GBP', 30],
    ['지훈/김 (jihun.kim) | 경영지원 | IRS | a*', '서연/박 (seoyeon.park) | 디자이너 | C | '],
  ),
  customer(
    'Hawthorn Veterinary Group',
    'hawthornvets.example',
    ['3 Mill Lane', 'OX1 1AA', 'Oxford', UK],
    ['GBP', 30],
    ['Fiona/MacLeod | Group accountant | IRS | a*', 'Imran/Siddiqui | Practice manager | I | x'],
  ),
  customer(
    'Hawthorn Vets Abingdon',
    'hawthornvets.example',
    ['17 Ock Street', 'OX14 5BZ', 'Abingdon', UK],
    ['GBP', 30],
    ['Fiona/MacLeod | Group accountant | IRS | *', 'Harriet/Bloom | Reception | C | '],
    { parent: 'Hawthorn Veterinary Group' },
  ),
  customer(
    'Iglesias e Hijos',
    'iglesias.example',
    ['Av. Corrientes 1800', 'C1042', 'Buenos Aires', 'Argentina'],
    ['GBP', 15],
    ['Martín/Iglesias | Dueño | IRCS | a*', 'Lucía/Iglesias | Cobranzas | R | '],
  ),
  customer(
    'Irodalmi Kávéház Kft.',
    'irodalmi.example',
    ['Erzsébet körút 9', '1073', 'Budapest', 'Hungary'],
    ['GBP', 15],
    ['Zsófia/Szűcs | Pénzügy | IRS | a*', 'Ágnes/Tóth | Üzletvezető | C | i'],
  ),
  customer(
    'Janssen Bloemen B.V.',
    'janssen-bloemen.example',
    ['Singel 204', '1016 AB', 'Amsterdam', 'Netherlands'],
    ['EUR', 30],
    [
      'Anouk/van der Berg | Administratie | IR | a*',
      'Pieter/Janssen | Eigenaar | S | ',
      'Joris/de Wit | Inkoop | I | !',
    ],
  ),
  customer(
    'Kestrel Cycles',
    'kestrelcycles.example',
    ['26 Castle Street', 'EH2 3HT', 'Edinburgh', UK],
    ['GBP', 14],
    ['Rory/Sinclair | Owner | IRCS | i*'],
  ),
  customer(
    'Kovář a synové s.r.o.',
    'kovar.example',
    ['Husova 4', '602 00', 'Brno', 'Czechia'],
    ['GBP', 14],
    [
      'Jiří/Kovář | Jednatel | IS | *',
      'Věra/Dvořáková | Účetní | IRC | a',
      '@nowak | External bookkeeper | S | ',
    ],
  ),
  customer(
    'La Boîte à Couture',
    'boite-couture.example',
    ['12 rue Sainte-Catherine', 'H2X 1Z4', 'Montréal, QC', 'Canada'],
    ['GBP', 30],
    ['Geneviève/Tremblay | Propriétaire | IRCS | a*'],
  ),
  customer(
    'Lindqvist Arkitekter',
    'lindqvist.example',
    ['Linnégatan 42', '413 04', 'Göteborg', 'Sweden'],
    ['GBP', 30],
    ['Åsa/Lindqvist | VD | S | *', 'Björn/Åkesson | Ekonomi | IRC | a'],
  ),
  customer(
    'Lotus Garden Restaurants 蓮園',
    'lotusgarden.example',
    ['88 Nathan Road', '', 'Hong Kong', 'Hong Kong'],
    ['GBP', 30],
    ['美玲/陳 (meiling.chan) | 會計 | IRS | a*', 'Kelvin/Leung | Area manager | C | '],
  ),
  customer(
    'Maple & Main Dental',
    'maplemain.example',
    ['701 Main St', '05401', 'Burlington, VT', USA],
    ['USD', 30],
    [
      'Joanne/Pelletier | Office manager | IRCS | a*',
      'Samir/Haddad | Dentist | S | ',
      'Kayla/Nguyen | Billing | R | t',
    ],
  ),
  customer(
    'Meridian Conference Centre',
    'meridian-centre.example',
    ['1 Harbour View', 'CF10 5BZ', 'Cardiff', UK],
    ['GBP', 45],
    [
      'Owain/Griffiths | Finance officer | IR | a*',
      'Sian/Evans | Events | C | ',
      'Yusuf/Abdi | Operations | I | ',
      'Delroy/Bennett | Head of finance | S | a',
    ],
  ),
  customer(
    'Nakamura Tea 中村茶舗',
    'nakamura-cha.example',
    ['Teramachi-dori 52', '604-0915', 'Kyoto', 'Japan'],
    ['GBP', 30],
    ['花子/中村 (hanako.nakamura) | 経理 | IRS | a*', '健一/佐藤 (kenichi.sato) | 店長 | C | '],
  ),
  customer(
    'Nordlicht Apotheken',
    'nordlicht.example',
    ['Holstenstraße 20', '24103', 'Kiel', GERMANY],
    ['EUR', 14],
    [
      'Wiebke/Petersen | Buchhaltung | IRS | a*',
      'Antje/Lorenz | Filialleitung | I | ',
      'Dr. Holger/Thießen (holger.thiessen) | Inhaber | S | ',
    ],
  ),
  customer(
    'Oduya Textiles',
    'oduya.example',
    ['24 Marina Road', '101241', 'Lagos', 'Nigeria'],
    ['GBP', 30],
    ['Chiamaka/Oduya | Managing director | S | *', 'Babajide/Okonkwo | Accounts | IRC | '],
  ),
  customer(
    'Olive & Fig Catering',
    'olivefig.example',
    ['Rothschild Blvd 16', '6688112', 'Tel Aviv', 'Israel'],
    ['GBP', 30],
    ['נועה/לוי (noa.levi) | הנהלת חשבונות | IRS | a*', 'ياسمين/حداد (yasmin.haddad) | مديرة العمليات | C | '],
  ),
  customer(
    'Pereira & Filhos Lda.',
    'pereira-filhos.example',
    ['Rua das Flores 71', '4050-265', 'Porto', 'Portugal'],
    ['EUR', 30],
    ['@santos | Contabilista | IRS | ', 'João/Pereira | Gerente | C | *'],
  ),
  customer(
    'Praia Surf School',
    'praiasurf.example',
    ['Largo da Praia 2', '2655-319', 'Ericeira', 'Portugal'],
    ['EUR', 14],
    ['@santos | Contabilista | IR | ', 'Tiago/Gonçalves | Owner | ICS | a*'],
  ),
  customer(
    'Polna Książki',
    'polna.example',
    ['ul. Polna 18', '00-625', 'Warszawa', 'Poland'],
    ['GBP', 14],
    ['@nowak | Księgowa | IRS | ', 'Łukasz/Zieliński | Właściciel | C | *'],
  ),
  customer(
    'Quartz Fitness',
    'quartzfitness.example',
    ['55 Queen Street', '1010', 'Auckland', 'New Zealand'],
    ['GBP', 20],
    ['Aroha/Ngata | Club manager | IRCS | a*', '@osei | External bookkeeper | S | !'],
  ),
  customer(
    'Sonnenhof Pflegeheime AG',
    'sonnenhof.example',
    ['Seestrasse 110', '8002', 'Zürich', 'Switzerland'],
    ['GBP', 30],
    [
      '@keller | Treuhänder | IRS | *',
      'Ursula/Brunner | Leiterin Finanzen | S | a',
      'Reto/Zimmermann | Einkauf | C | ',
    ],
  ),
  customer(
    'Sonnenhof Winterthur',
    'sonnenhof.example',
    ['Technikumstrasse 7', '8400', 'Winterthur', 'Switzerland'],
    ['GBP', 30],
    ['@keller | Treuhänder | IRS | *', 'Vreni/Gübeli | Heimleitung | C | '],
    { parent: 'Sonnenhof Pflegeheime AG' },
  ),
  customer(
    'Tamarind Spice House',
    'tamarind.example',
    ['14 Brick Lane', 'E1 6PU', 'London', UK],
    ['GBP', 14],
    ['Anjali/Krishnamurthy | Owner | IRCS | !'],
    { inactive: true, notes: 'Closed its shop last spring. The last invoice was paid.' },
  ),
  customer(
    'Вектор Печать',
    'vektor-print.example',
    ['Тыныстанов көчөсү 101', '720001', 'Bishkek', 'Kyrgyzstan'],
    ['GBP', 30],
    ['Ольга/Смирнова | Бухгалтер | IRS | a*', 'Айбек/Токтогулов | Директор | S | '],
  ),
  customer(
    'Wattle Creek Winery',
    'wattlecreek.example',
    ['880 Seppeltsfield Road', '5355', 'Nuriootpa, SA', 'Australia'],
    ['GBP', 30],
    ['Shane/Kowalski | Cellar door | C | l*', 'Bindi/Wright | Accounts | IRS | a'],
  ),
  customer(
    'Yıldız Mobilya',
    'yildiz-mobilya.example',
    ['İstiklal Caddesi 120', '34430', 'İstanbul', 'Türkiye'],
    ['GBP', 30],
    ['Gülşah/Yıldız | Muhasebe | IRS | *', 'Çağrı/Öztürk | Satın alma | I | '],
    { inactive: true, notes: 'Orders again from next season, they say.' },
  ),
]

/** What follows from the country: the language of letters, the time zone, and the form of phone numbers. */
export const COUNTRIES: Record<string, { language: string; timeZone: string; phone: string }> = {
  Argentina: { language: 'es', timeZone: 'America/Argentina/Buenos_Aires', phone: '+54 11 5550 ' },
  Australia: { language: 'en', timeZone: 'Australia/Adelaide', phone: '+61 8 5550 ' },
  Canada: { language: 'fr', timeZone: 'America/Toronto', phone: '+1 514 555 ' },
  Czechia: { language: 'cs', timeZone: 'Europe/Prague', phone: '+420 541 55 ' },
  Denmark: { language: 'da', timeZone: 'Europe/Copenhagen', phone: '+45 33 55 ' },
  Finland: { language: 'fi', timeZone: 'Europe/Helsinki', phone: '+358 9 555 ' },
  France: { language: 'fr', timeZone: 'Europe/Paris', phone: '+33 1 55 50 ' },
  Germany: { language: 'de', timeZone: 'Europe/Berlin', phone: '+49 711 555 ' },
  Greece: { language: 'el', timeZone: 'Europe/Athens', phone: '+30 210 555 ' },
  'Hong Kong': { language: 'zh-HK', timeZone: 'Asia/Hong_Kong', phone: '+852 5550 ' },
  Hungary: { language: 'hu', timeZone: 'Europe/Budapest', phone: '+36 1 555 ' },
  Ireland: { language: 'en', timeZone: 'Europe/Dublin', phone: '+353 1 555 ' },
  Israel: { language: 'he', timeZone: 'Asia/Jerusalem', phone: '+972 3 555 ' },
  Italy: { language: 'it', timeZone: 'Europe/Rome', phone: '+39 051 555 ' },
  Japan: { language: 'ja', timeZone: 'Asia/Tokyo', phone: '+81 75 555 ' },
  Kyrgyzstan: { language: 'ru', timeZone: 'Asia/Bishkek', phone: '+996 312 55 ' },
  Netherlands: { language: 'nl', timeZone: 'Europe/Amsterdam', phone: '+31 20 555 ' },
  'New Zealand': { language: 'en', timeZone: 'Pacific/Auckland', phone: '+64 9 555 ' },
  Nigeria: { language: 'en', timeZone: 'Africa/Lagos', phone: '+234 1 555 ' },
  Norway: { language: 'nb', timeZone: 'Europe/Oslo', phone: '+47 55 50 ' },
  Poland: { language: 'pl', timeZone: 'Europe/Warsaw', phone: '+48 22 555 ' },
  Portugal: { language: 'pt', timeZone: 'Europe/Lisbon', phone: '+351 22 555 ' },
  'South Korea': { language: 'ko', timeZone: 'Asia/Seoul', phone: '+82 42 555 ' },
  Spain: { language: 'es', timeZone: 'Europe/Madrid', phone: '+34 955 55 ' },
  Sweden: { language: 'sv', timeZone: 'Europe/Stockholm', phone: '+46 31 55 ' },
  Switzerland: { language: 'de', timeZone: 'Europe/Zurich', phone: '+41 44 555 ' },
  Türkiye: { language: 'tr', timeZone: 'Europe/Istanbul', phone: '+90 212 555 ' },
  'United Kingdom': { language: 'en', timeZone: 'Europe/London', phone: '+44 117 496 ' },
  'United States': { language: 'en', timeZone: 'America/New_York', phone: '+1 312 555 ' },
}
