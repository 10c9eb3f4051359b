import * as z from 'zod'
import { maybeText, text, type CsvColumn, type Fields, type Row } from '../fields/field.ts'
import { emailAddress, language, nameLine, optionalLine, timeZone } from '../http/fields.api.ts'

/** What belongs to a person, and is the same at every customer of theirs. */
export const personFields = {
  firstName: {
    ...text(nameLine(100)),
    column: 'first_name',
    label: 'First name',
    knownAs: 'given name|forename|contact first name|vorname|prénom|nombre|nome|voornaam|förnamn|fornavn',
  },
  lastName: {
    ...text(nameLine(100)),
    column: 'last_name',
    label: 'Last name',
    knownAs:
      'surname|family name|contact last name|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome|achternaam|efternamn|etternavn',
  },
  email: {
    ...text(emailAddress),
    column: 'email',
    label: 'E-mail',
    knownAs:
      'e-mail address|mail|contact email|contact e-mail|e-mail-adresse|courriel|adresse e-mail|correo|correo electrónico|e-mailadres|e-post|epost',
  },
  phone: {
    ...maybeText(optionalLine(50)),
    column: 'phone',
    label: 'Phone',
    knownAs:
      'phone number|phone 1|telephone|tel|contact phone|telefon|telefonnummer|téléphone|teléfono|telefono|telefone|telefoon',
  },
  secondPhone: {
    ...maybeText(optionalLine(50)),
    column: 'second_phone',
    label: 'Second phone',
    knownAs:
      'phone 2|other phone|mobile|mobile phone|cell|cell phone|handy|mobil|mobiltelefon|portable|móvil',
  },
  language: {
    ...maybeText(language.nullable()),
    returned: z.string().nullable().describe('null: the organization’s.'),
    blank: null,
    column: 'language',
    label: 'Language',
    knownAs: 'lang|locale|sprache|langue|idioma',
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
  knownAs: 'contact|contact person|full name|person|ansprechpartner|nom complet|contacto',
} as const satisfies CsvColumn
