import { type AnyField, type CsvImport, fieldsOf } from '../../../server/imports/imports.api.ts'
import { listOf } from '../../lib/formats.ts'

type Columns = CsvImport['columns']

/** What stands in a column, where its field's label does not say it. */
const STANDS: [stands: string, fields: RegExp][] = [
  ['Names', /^(?:fullName|firstName|lastName)\d?$/],
  ['Names of customers', /^customerName$/],
  ['E-mail addresses', /email\d?$/i],
  ['Phone numbers', /phone\d?$/i],
]

/**
 * What the file says and nobody will find here, as sentences: of the columns that are left out, those that could be something. What
 * nobody can expect to find is not said.
 */
export function leftOutWords(
  kind: CsvImport['kind'],
  columns: Columns,
  fields: (AnyField | null)[],
): string[] {
  const labels = fieldsOf[kind]
  const nameOf = (at: number) => `“${columns[at]!.name}”`
  const leftOut = columns.flatMap(({ couldBe, samples }, at) =>
    couldBe !== null && fields[at] === null && samples.some((value) => value.trim() !== '')
      ? [{ at, couldBe }]
      : [],
  )
  const sentences = [...new Set(leftOut.map(({ couldBe }) => couldBe))].map((field) => {
    const some = leftOut.filter(({ couldBe }) => couldBe === field)
    const names = listOf(some.map(({ at }) => nameOf(at)))
    const other = fields.indexOf(field)
    if (other >= 0)
      return `${labels[field]} is taken from ${nameOf(other)}; ${names} ${some.length === 1 ? 'is' : 'are'} left out.`
    const stands = STANDS.find(([, isOne]) => isOne.test(field))?.[0] ?? `Values for “${labels[field]}”`
    return `${stands} stand in ${names}, which ${some.length === 1 ? 'is' : 'are'} left out.`
  })
  return isWithoutNames(kind, fields)
    ? [
        'No column says what anybody is called: customers would be named by their e-mail addresses.',
        ...sentences,
      ]
    : sentences
}

const isWithoutNames = (kind: CsvImport['kind'], fields: (AnyField | null)[]) =>
  kind === 'contacts' &&
  fields.includes('email') &&
  !fields.some((field) => field !== null && /^(?:customerName|fullName|firstName|lastName)$/.test(field))
