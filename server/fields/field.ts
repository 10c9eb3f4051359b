import * as z from 'zod'

/**
 * A field of a customer, a person or a contact, declared once. What the API takes and returns, rows and their columns, forms,
 * the columns of files, and the names in the journal and in sentences all follow from it.
 */
export interface Field {
  column: string
  type: 'text' | 'integer' | 'boolean' | 'jsonb'
  /** On forms, in lists and in the journal. */
  label: string
  /** Within a sentence, where that is not the label. */
  inSentence?: string
  /** What the API takes. */
  schema: z.ZodType
  /** What the API returns. */
  returned: z.ZodType
  /** What a form holds where nothing is known. */
  blank: unknown
  severalLines?: true
  /** Whether the search in a list finds it. */
  searched?: true
  /** Its column in a file, under its own name and label: what else people call it, divided by |. */
  knownAs?: string
  /** Its column in a file under another name; of an address, the columns of its parts. */
  csv?: Record<string, CsvColumn>
}

/** A column of a file of customers and contacts. */
export interface CsvColumn {
  /** In what is exported, and where staff choose what a column is. */
  heading: string
  /** What else people call it, divided by |. */
  knownAs: string
  /** Of an address. */
  part?: string
}

export type Fields = Record<string, Field>

/** The usual field: text, or nothing. */
export const maybeText = <S extends z.ZodType>(schema: S) =>
  ({ schema, returned: z.string().nullable(), type: 'text', blank: '' }) as const

/** Text that may be empty, but is always there. */
export const text = <S extends z.ZodType>(schema: S) =>
  ({ schema, returned: z.string(), type: 'text', blank: '' }) as const

/** A row of the fields: what is stored, and what the API returns. */
export type Row<F extends Fields> = { -readonly [Name in keyof F]: z.output<F[Name]['returned']> }

/** What a form over the fields holds. */
export type FormValues<F extends Fields> = {
  -readonly [Name in keyof F]: NonNullable<z.output<F[Name]['returned']>> | F[Name]['blank']
}

/** The names of what is said of each field, in its order. */
export const namesOf = <Name extends string>(ofEach: Record<Name, unknown>) => Object.keys(ofEach) as Name[]

const each = <T>(fields: Fields, make: (field: Field, name: string) => T) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, make(field, name)]))

/** What the API takes of each field. */
export const schemasOf = <F extends Fields>(fields: F) =>
  each(fields, ({ schema }) => schema) as { [Name in keyof F]: F[Name]['schema'] }

/** What the API returns of each field. */
export const returnedOf = <F extends Fields>(fields: F) =>
  each(fields, ({ returned }) => returned) as { [Name in keyof F]: F[Name]['returned'] }

export const labelsOf = <F extends Fields>(fields: F) =>
  each(fields, ({ label }) => label) as Record<keyof F & string, string>

/** What a form begins with: what is stored, if anything is. */
export const formValues = <F extends Fields>(fields: F, stored?: Partial<Row<F>>) =>
  each(fields, ({ blank }, name) => stored?.[name] ?? blank) as FormValues<F>

/** What is said of these fields, by an object that says more. */
export const only = <F extends Fields, V extends object>(fields: F, said: V) =>
  Object.fromEntries(
    Object.entries(said).filter(([name, value]) => name in fields && value !== undefined),
  ) as Pick<V, keyof F & keyof V>

/** The fields that are plain text. */
export type TextNames<F extends Fields> = {
  [Name in keyof F & string]: F[Name]['type'] extends 'text' ? Name : never
}[keyof F & string]
export const textNames = <F extends Fields>(fields: F) =>
  namesOf(fields as Record<TextNames<F>, Field>).filter((name) => fields[name]?.type === 'text')

/** What is stored of each field where nothing is known. */
export const emptyRow = <F extends Fields>(fields: F) =>
  each(fields, ({ returned, blank }) => (returned.safeParse(null).success ? null : blank)) as Row<F>

/** As sentences call each field: “phone”, “job title”. */
export const wordsOf = (fields: Fields): Record<string, string> =>
  each(fields, ({ inSentence, label }) => inSentence ?? label.charAt(0).toLowerCase() + label.slice(1))

/** What a search looks into, in words: what it always does, and the fields that are declared so. */
export function searchedIn(fields: Fields, always: string[], article = ''): string {
  const also = Object.entries(wordsOf(fields)).filter(([name]) => fields[name]?.searched)
  const words = also.map(([, word]) => `${article} ${word}`.trim())
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format([...always, ...words])
}

/** The fields that have a column in a file. */
export type InFiles<F extends Fields> = {
  [Name in keyof F as F[Name] extends { csv: object } | { knownAs: string } ? Name : never]: F[Name]
}
export const inFiles = <F extends Fields>(fields: F) =>
  Object.fromEntries(Object.entries(fields).filter(([, { csv, knownAs }]) => csv ?? knownAs)) as InFiles<F>

type CsvName<Name, Of> = Of extends { csv: infer Columns }
  ? keyof Columns
  : Of extends { knownAs: string }
    ? Name
    : never
export type CsvNames<F extends Fields> = { [Name in keyof F]: CsvName<Name, F[Name]> }[keyof F] & string

/** The columns that the fields have in a file, each with the field that is in it. */
export const csvColumnsOf = <F extends Fields>(fields: F) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { label, knownAs, csv }]) =>
      Object.entries(csv ?? (knownAs === undefined ? {} : { [name]: { heading: label, knownAs } })).map(
        ([column, about]) => [column, { ...about, field: name }],
      ),
    ),
  ) as Record<CsvNames<F>, CsvColumn & { field: keyof F & string }>
