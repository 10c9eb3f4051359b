import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../test/read-bytes.ts'
import { mapColumns } from '../contacts/map-columns.ts'

/** Every card by heading, without what it does not say. */
async function read(content: string | Buffer) {
  const { columns, rows, ...reading } = await readBytes(content, {}, () => 0)
  const cards = rows.map(({ cells }) =>
    Object.fromEntries(columns.map((heading, at) => [heading, cells[at]!]).filter(([, cell]) => cell !== '')),
  )
  return { cards, columns, reading, lines: rows.map(({ line }) => line) }
}
const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

test.each<[string, string | Buffer, Record<string, string>]>([
  [
    'Outlook, 2.1: quoted-printable in Windows letters, broken in the middle, with a label',
    card(
      'VERSION:2.1',
      'N;LANGUAGE=de;CHARSET=Windows-1252:Grün;Jäcki;;Dr.',
      'FN;CHARSET=Windows-1252:Dr. Jäcki Grün',
      'ORG:Grün GmbH & Co.;Einkauf',
      'TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=Windows-1252:Gesch=E4ftsf=FChrer',
      'TEL;WORK;VOICE:+49 30 111',
      'TEL;CELL;VOICE:+49 170 222',
      'TEL;WORK;FAX:+49 30 999',
      'ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE;CHARSET=Windows-1252:;;Gr=FCnstra=DFe 1=0D=0AHinterhaus;K=F6ln=',
      ';;50667;Deutschland',
      'LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Gr=FCnstra=DFe 1=0D=0A=',
      '50667 K=F6ln',
      'X-MS-OL-DEFAULT-POSTAL-ADDRESS:2',
      'EMAIL;PREF;INTERNET:jaecki@gruen.example',
      'PHOTO;TYPE=JPEG;ENCODING=BASE64:',
      ' /9j/4AAQSkZJRgABAQEASABIAAD=',
      '',
      'REV:20210131T000000Z',
    ),
    {
      Company: 'Grün GmbH & Co.',
      'Full name': 'Dr. Jäcki Grün',
      'First name': 'Jäcki',
      'Last name': 'Grün',
      'Job title': 'Geschäftsführer',
      Department: 'Einkauf',
      Email: 'jaecki@gruen.example',
      Phone: '+49 30 111',
      'Phone 2': '+49 170 222',
      Street: 'Grünstraße 1',
      'Address line 2': 'Hinterhaus',
      City: 'Köln',
      'Postal code': '50667',
      Country: 'Deutschland',
    },
  ],
  [
    'Apple Contacts, 3.0: grouped properties with labels, addresses of work and home',
    card(
      'VERSION:3.0',
      'PRODID:-//Apple Inc.//macOS 14.1//EN',
      'N:Doe;Jane;Q.;;',
      'FN:Jane Q. Doe',
      'ORG:Acme\\, Inc.;',
      'TITLE:Buyer',
      'EMAIL;type=INTERNET;type=HOME:jane@home.example',
      'EMAIL;type=INTERNET;type=WORK;type=pref:jane@acme.example',
      'item1.EMAIL;type=INTERNET:jane@other.example',
      'item1.X-ABLabel:_$!<Other>!$_',
      'TEL;type=CELL;type=VOICE;type=pref:+1 555 0100',
      'item2.ADR;type=HOME:;;2 Home Way;Albany;NY;12207;USA',
      'item2.X-ABADR:us',
      'item3.ADR;type=WORK:;;1 Work St\\nSuite 5;Boston;MA;02110;USA',
      'item3.X-ABADR:us',
      'NOTE:First line\\nsecond\\, with a comma\\; and more',
    ),
    {
      Company: 'Acme, Inc.',
      'Full name': 'Jane Q. Doe',
      'First name': 'Jane Q.',
      'Last name': 'Doe',
      'Job title': 'Buyer',
      Email: 'jane@acme.example',
      'Email 2': 'jane@home.example',
      'Email 3': 'jane@other.example',
      Phone: '+1 555 0100',
      Street: '1 Work St',
      'Address line 2': 'Suite 5',
      City: 'Boston',
      State: 'MA',
      'Postal code': '02110',
      Country: 'USA',
      'Shipping street': '2 Home Way',
      'Shipping city': 'Albany',
      'Shipping state': 'NY',
      'Shipping postal code': '12207',
      'Shipping country': 'USA',
      Notes: 'First line\nsecond, with a comma; and more',
    },
  ],
  [
    'Apple Contacts: a company',
    card(
      'VERSION:3.0',
      'N:;;;;',
      'FN:Birch Ltd.',
      'ORG:Birch Ltd.;',
      'X-ABShowAs:COMPANY',
      'EMAIL:office@birch.example',
    ),
    { Company: 'Birch Ltd.', Email: 'office@birch.example' },
  ],
  [
    'the standard, 4.0: preference by number, telephone as an address of the web, quoted parameters',
    card(
      'VERSION:4.0',
      'FN:Simon Perreault',
      'N:Perreault;Simon;;;ing. jr,M.Sc.',
      'LANG;PREF=1:fr',
      'ORG;TYPE=work:Viagénie',
      'ADR;TYPE=work;LABEL="Suite D2-630: here":;Suite D2-630;2875 Laurier;Québec;QC;G1V 2M2;Canada',
      'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102',
      'TEL;VALUE=uri;TYPE="work,cell":tel:+1-418-262-6501',
      'EMAIL;TYPE=work;PREF=2:other@viagenie.example',
      'EMAIL;TYPE=work;PREF=1:simon@viagenie.example',
      'TZ:America/Montreal',
      'URL;TYPE=home:http://nomis.example',
      'BDAY:--0203',
    ),
    {
      Company: 'Viagénie',
      'Full name': 'Simon Perreault',
      'First name': 'Simon',
      'Last name': 'Perreault',
      Email: 'simon@viagenie.example',
      'Email 2': 'other@viagenie.example',
      Phone: '+1-418-656-9254 ext. 102',
      'Phone 2': '+1-418-262-6501',
      Street: '2875 Laurier',
      'Address line 2': 'Suite D2-630',
      City: 'Québec',
      State: 'QC',
      'Postal code': 'G1V 2M2',
      Country: 'Canada',
      Language: 'fr',
      'Time zone': 'America/Montreal',
      Website: 'http://nomis.example',
      Birthday: '--0203',
    },
  ],
  [
    'Android, 2.1: quoted-printable in UTF-8, without a charset that helps',
    card(
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2;=D0=9F=D1=91=D1=82=D1=80;;;',
      'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9F=D1=91=D1=82=D1=80=20=',
      '=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2',
      'TEL;CELL;PREF:+79001234567',
      'EMAIL;HOME:petr@ivanov.example',
    ),
    {
      'Full name': 'Пётр Иванов',
      'First name': 'Пётр',
      'Last name': 'Иванов',
      Email: 'petr@ivanov.example',
      Phone: '+79001234567',
    },
  ],
  [
    'Google Contacts, 3.0',
    card(
      'VERSION:3.0',
      'FN:Ana María Núñez',
      'N:Núñez;Ana María;;;',
      'EMAIL;TYPE=INTERNET;TYPE=WORK:ana@nunez.example',
      'TEL;TYPE=CELL:+34 600 000',
      'item1.ORG:Núñez e Hijos',
      'item1.X-ABLabel:',
      'CATEGORIES:myContacts',
    ),
    {
      Company: 'Núñez e Hijos',
      'Full name': 'Ana María Núñez',
      'First name': 'Ana María',
      'Last name': 'Núñez',
      Email: 'ana@nunez.example',
      Phone: '+34 600 000',
    },
  ],
  [
    'Nextcloud, 4.0: folded in the middle of a letter',
    Buffer.concat([
      Buffer.from('BEGIN:VCARD\r\nVERSION:4.0\r\nFN:M'),
      Buffer.from([0xc3]),
      Buffer.from('\r\n '),
      Buffer.from([0xbc]),
      Buffer.from('ller\r\nEMAIL;TYPE=WORK:m@muller.\r\n example\r\nEND:VCARD\r\n'),
    ]),
    { 'Full name': 'Müller', Email: 'm@muller.example' },
  ],
  [
    'Thunderbird, 4.0',
    card(
      'VERSION:4.0',
      'EMAIL;PREF=1:bo@acme.example',
      'FN:Bo Berg',
      'N:Berg;Bo;;;',
      'ORG:Acme;Sales;North',
      'TITLE:Seller',
      'UID:1',
    ),
    {
      Company: 'Acme',
      Department: 'Sales, North',
      'Full name': 'Bo Berg',
      'First name': 'Bo',
      'Last name': 'Berg',
      'Job title': 'Seller',
      Email: 'bo@acme.example',
    },
  ],
  [
    'a Japanese telephone, 2.1 in Shift-JIS',
    iconv.encode(
      card(
        'VERSION:2.1',
        'N;CHARSET=SHIFT_JIS:山田;太郎;;;',
        'SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:ﾔﾏﾀﾞ;ﾀﾛｳ;;;',
        'TEL;CELL:09012345678',
        'EMAIL;CELL:taro.@docomo.example',
      ),
      'shift_jis',
    ),
    { 'First name': '太郎', 'Last name': '山田', Email: 'taro.@docomo.example', Phone: '09012345678' },
  ],
  [
    'letters of Windows without saying so',
    iconv.encode(
      card(
        'VERSION:2.1',
        'N:Schönfelder;Käthe',
        'FN:Käthe Schönfelder',
        'ORG:Bäckerei Jäschke',
        'EMAIL;INTERNET:k@s.example',
      ),
      'windows-1252',
    ),
    {
      Company: 'Bäckerei Jäschke',
      'Full name': 'Käthe Schönfelder',
      'First name': 'Käthe',
      'Last name': 'Schönfelder',
      Email: 'k@s.example',
    },
  ],
  [
    'UTF-16 with a mark',
    iconv.encode(card('VERSION:3.0', 'FN:Łukasz Żak', 'EMAIL:l@zak.example'), 'utf-16le', { addBOM: true }),
    { 'Full name': 'Łukasz Żak', Email: 'l@zak.example' },
  ],
  [
    'UTF-8 with a mark, small letters, and line feeds alone',
    Buffer.from(
      '\ufeffbegin:vcard\nversion:3.0\nfn:Anna Ash\nemail;type=internet:anna@ash.example\nend:vcard\n',
    ),
    { 'Full name': 'Anna Ash', Email: 'anna@ash.example' },
  ],
  [
    'Evolution: an equals sign at the end that breaks no line, empty properties',
    card(
      'VERSION:3.0',
      'FN:ends with =',
      'NOTE:and so does this=',
      'EMAIL:',
      'TEL;TYPE=work:',
      'X-EVOLUTION-FILE-AS:x',
      'EMAIL:e@equals.example',
    ),
    { 'Full name': 'ends with =', Notes: 'and so does this=', Email: 'e@equals.example' },
  ],
  [
    'an agent inside of a card is somebody else',
    card(
      'VERSION:2.1',
      'FN:The Boss',
      'EMAIL:boss@acme.example',
      'AGENT:',
      'BEGIN:VCARD',
      'FN:The Agent',
      'EMAIL:agent@acme.example',
      'END:VCARD',
      'TITLE:Boss',
    ),
    { 'Full name': 'The Boss', 'Job title': 'Boss', Email: 'boss@acme.example' },
  ],
  [
    'an address twice, with mailto, and one in capitals',
    card('VERSION:3.0', 'FN:A', 'EMAIL:a@a.example', 'EMAIL:A@A.example', 'EMAIL:mailto:b@a.example'),
    { 'Full name': 'A', Email: 'a@a.example', 'Email 2': 'b@a.example' },
  ],
  [
    'types as one list, a post-office box, and a role instead of a title',
    card(
      'VERSION:3.0',
      'FN:P',
      'ROLE:Bookkeeper',
      'TEL;TYPE=WORK,FAX:1',
      'TEL;TYPE=WORK,VOICE:2',
      'ADR;TYPE=dom,work:PO Box 5;;;Oslo;;0150;Norway',
    ),
    {
      'Full name': 'P',
      'Job title': 'Bookkeeper',
      Phone: '2',
      Street: 'PO Box 5',
      City: 'Oslo',
      'Postal code': '0150',
      Country: 'Norway',
    },
  ],
  [
    'a card that is never ended, with semicolons that are part of a name',
    'BEGIN:VCARD\nVERSION:3.0\nN:Smith\\; Sons;;;;\nFN:Smith\\; Sons\nEMAIL:s@smith.example',
    { 'Full name': 'Smith; Sons', 'Last name': 'Smith; Sons', Email: 's@smith.example' },
  ],
  [
    'ISO 8859-1 said, UTF-8 written',
    card('VERSION:2.1', 'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB', 'EMAIL:zoe@z.example'),
    { 'Full name': 'Zoë', Email: 'zoe@z.example' },
  ],
])('%s', async (_, content, wanted) => {
  const { cards, reading } = await read(content)
  expect(reading).toMatchObject({ format: 'vcard', encodingIsAsked: false, headerLine: null })
  expect(cards).toEqual([wanted])
})

describe('an address book', () => {
  const two =
    card('VERSION:3.0', 'FN:Anna Ash', 'EMAIL:anna@ash.example') +
    card('VERSION:3.0', 'KIND:group', 'FN:Friends', 'MEMBER:urn:uuid:1') +
    card(
      'VERSION:3.0',
      'FN:Bo Berg',
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => `EMAIL:bo${n}@berg.example`),
      'ORG:Berg',
    )
  test('has a row for each card, with the line where it begins; what there is no room for is said', async () => {
    const { cards, reading, lines } = await read(two)
    expect(cards).toMatchObject([
      { 'Full name': 'Anna Ash' },
      { Company: 'Berg', 'Email 5': 'bo5@berg.example' },
    ])
    expect(lines).toEqual([1, 12])
    expect(reading.notes).toEqual([
      '2 e-mail addresses, phones or addresses beyond 5 e-mail addresses, 4 phones and 2 addresses of a card are left out.',
      '1 card is that of a group, not of a person, and left out.',
    ])
  })
  test('has headings that the importer knows', async () => {
    const { columns } = await read(two)
    expect(columns).toEqual(['Company', 'Full name', 'Email', 'Email 2', 'Email 3', 'Email 4', 'Email 5'])
    expect(mapColumns(columns, []).fields).toEqual([
      'customerName',
      'fullName',
      'email',
      'email2',
      'email3',
      'email4',
      'email5',
    ])
  })
  test('without a contact is refused', async () =>
    await expect(read(card('VERSION:3.0', 'REV:1'))).rejects.toThrow('holds no contact'))
})
