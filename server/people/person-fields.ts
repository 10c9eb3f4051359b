import * as z from 'zod'
import { maybeText, text, type CsvColumn, type Fields, type Row } from '../fields/field.ts'
import { emailAddress, language, nameLine, optionalLine, timeZone } from '../http/fields.api.ts'

/** What belongs to a person, and is the same at every customer of theirs. */
export const personFields = {
  firstName: {
    ...text(nameLine(100)),
    column: 'first_name',
    label: 'First name',
    knownAs:
      'given name|forename|first|contact first name|billing first name|vorname|vorname ansprechpartner|prénom|prénom du contact|nombre|nombre de pila|nome|voornaam|imię|förnamn|fornavn',
  },
  lastName: {
    ...text(nameLine(100)),
    column: 'last_name',
    label: 'Last name',
    knownAs:
      'surname|family name|last|contact last name|billing last name|nachname|familienname|zuname|nachname ansprechpartner|nom|nom de famille|nom du contact|apellido|apellidos|primer apellido|cognome|achternaam|nazwisko|efternamn|etternavn',
  },
  email: {
    ...text(emailAddress),
    column: 'email',
    label: 'E-mail',
    knownAs:
      'e-mail address|email id|mail|mail address|contact email|contact e-mail|primary email|main email|work email|business email|e-mail 1|email 1|e-mail-adresse|mailadresse|email-adresse|courriel|adresse e-mail|adresse mail|adresse électronique|mél|correo|correo electrónico|dirección de correo|indirizzo email|indirizzo e-mail|posta elettronica|e-mailadres|mailadres|adres e-mail|adres email|e-post|epost',
  },
  phone: {
    ...maybeText(optionalLine(50)),
    column: 'phone',
    label: 'Phone',
    knownAs:
      'phone number|phone no|phone 1|telephone|telephone number|telephone 1|tel|tel no|contact phone|contact number|work phone|business phone|office phone|primary phone|daytime phone|direct dial|telefon|telefonnummer|telefon 1|telefon geschäftlich|rufnummer|téléphone|téléphone 1|téléphone fixe|tél|tél fixe|n° de téléphone|teléfono|teléfono 1|teléfono fijo|telefono|telefono 1|telefono fisso|telefone|telefoon|telefoonnummer|telefon stacjonarny|numer telefonu|nr telefonu',
  },
  secondPhone: {
    ...maybeText(optionalLine(50)),
    column: 'second_phone',
    label: 'Second phone',
    knownAs:
      'phone 2|telephone 2|alt phone|alternate phone|secondary phone|other phone|home phone|mobile|mobile no|mobile phone|mobile number|mobile phone number|cell|cell phone|cellphone|handy|handynummer|mobil|mobilnummer|mobiltelefon|telefon mobil|telefon 2|portable|tél portable|tél mobile|téléphone portable|téléphone mobile|téléphone 2|móvil|teléfono móvil|celular|teléfono 2|cellulare|telefono cellulare|telefono 2|mobiel|mobiele telefoon|mobiel nummer|gsm|komórka|telefon komórkowy',
  },
  language: {
    ...maybeText(language.nullable()),
    returned: z.string().nullable().describe('null: the organization’s.'),
    blank: null,
    column: 'language',
    label: 'Language',
    knownAs: 'lang|locale|preferred language|sprache|langue|idioma|lingua|taal|język',
  },
  timeZone: {
    ...maybeText(timeZone.nullable()),
    blank: null,
    column: 'time_zone',
    label: 'Time zone',
    knownAs: 'zeitzone',
  },
} as const satisfies Fields

/** What a person is recognized and addressed by. */
export type PersonFields = Row<typeof personFields>

/** A column that holds the first and the last name. */
export const fullName = {
  heading: 'Contact name',
  knownAs:
    'contact|contact person|contact full name|primary contact name|main contact name|full name|person|person name|attention|attn|ansprechpartner|ansprechperson|kontakt|kontaktperson|kontaktname|zu händen|vollständiger name|nom complet|personne de contact|interlocuteur|contacto|persona de contacto|nombre completo|nombre y apellidos|contatto|persona di contatto|referente|nome completo|nome e cognome|contactpersoon|volledige naam|osoba kontaktowa|imię i nazwisko',
} as const satisfies CsvColumn
