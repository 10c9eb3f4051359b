import type { Catalog } from './catalog.ts'
import type { ClaimedType, Kind } from './claimed-type.ts'
import type { Fact } from './fact.ts'
import type { KnownBetter } from './known-better.ts'

/** What `server/database/database.ts` and pg make of PostgreSQL's types. */
const READ_AS: Record<string, Kind> = {
  bool: 'boolean',
  ...Object.fromEntries(['int2', 'int4', 'int8', 'oid', 'float4', 'float8'].map((name) => [name, 'number'])),
  ...Object.fromEntries(
    ['numeric', 'text', 'varchar', 'bpchar', 'name', 'uuid', 'date', 'time', 'timestamptz', 'void'].map(
      (name) => [name, 'string'],
    ),
  ),
  timestamp: 'Date',
  bytea: 'Buffer',
}
const MAY_BE_PASSED: Record<string, Kind[]> = {
  bool: ['boolean'],
  ...Object.fromEntries(
    ['int2', 'int4', 'int8', 'float4', 'float8', 'oid'].map((name) => [name, ['number']]),
  ),
  numeric: ['string', 'number'],
  timestamptz: ['string', 'Date'],
  bytea: ['Buffer'],
  // An object becomes JSON, but a list would become an array of PostgreSQL.
  json: ['string', 'object'],
  jsonb: ['string', 'object'],
}

/** Where a row is claimed, and what is known of it better than PostgreSQL knows it. */
export interface Context {
  file: string
  catalog: Catalog
  better: KnownBetter
}

/** How a claimed row differs from what PostgreSQL returns, a sentence for each difference. */
export function compareRow(
  claimed: ClaimedType,
  columns: (Fact & { name: string })[],
  context: Context,
): string[] {
  if (claimed.kinds.has('anything')) return []
  const actual = new Map(columns.map((column) => [column.name, column]))
  return compareObject(claimed.properties(), actual, context, { inJson: false, path: '' })
}

interface Place {
  inJson: boolean
  path: string
}

function compareObject(
  claimed: Map<string, ClaimedType>,
  actual: Map<string, Fact>,
  context: Context,
  { inJson, path }: Place,
): string[] {
  const faults: string[] = []
  for (const [name, type] of claimed) {
    const fact = actual.get(name)
    if (fact) faults.push(...compareColumn(type, fact, context, { inJson, path: `${path}${name}` }))
    else if (!type.kinds.has('undefined'))
      faults.push(`${path}${name}: ${type.text} is claimed, and the statement returns no such column`)
  }
  for (const name of actual.keys())
    if (!claimed.has(name))
      faults.push(`${path}${name}: the statement returns it, and nothing is claimed of it`)
  return faults
}

/** How a claimed type differs from the value of a column, or from one inside JSON. */
export function compareColumn(claimed: ClaimedType, fact: Fact, context: Context, place: Place): string[] {
  if (claimed.kinds.has('anything')) return []
  const { file, catalog, better } = context
  const missesNull = fact.nullable && !claimed.kinds.has('null') && !better.isNeverNull(file, place.path)
  const faults = missesNull ? [`${place.path}: ${claimed.text} is claimed, and it may be null`] : []
  const { name, element } = catalog.types.get(fact.type) ?? { name: 'unknown', element: 0 }
  if (fact.type === 0) return faults
  if (element !== 0) return [...faults, ...compareList(claimed, elementOf(fact, element), context, place)]
  if (name === 'json' || name === 'jsonb')
    return [...faults, ...compareJson(claimed, fact, context, place.path)]
  // JSON has one kind of number.
  const read = place.inJson && name === 'numeric' ? 'number' : READ_AS[name]
  const wrong = valueKinds(claimed).some((kind) => kind !== read)
  const words = wrong
    ? `PostgreSQL returns ${name}, which is read as ${read ?? 'nothing that is known'}`
    : compareValues(claimed, fact, better)
  return words === null ? faults : [...faults, `${place.path}: ${claimed.text} is claimed, and ${words}`]
}

function compareValues({ values }: ClaimedType, fact: Fact, better: KnownBetter): string | null {
  if (values === null) return null
  if (!fact.values) return better.isWrittenByUs(fact.column ?? '') ? null : 'it may be any text'
  const beyond = fact.values.filter((value) => !values.includes(value))
  return beyond.length === 0 ? null : `it may be ${beyond.map((value) => `'${value}'`).join(', ')}`
}

function compareList(
  claimed: ClaimedType,
  element: Fact,
  context: Context,
  { inJson, path }: Place,
): string[] {
  if (!claimed.elements || valueKinds(claimed).some((kind) => kind !== 'list'))
    return valueKinds(claimed).length === 0
      ? []
      : [`${path}: ${claimed.text} is claimed, and PostgreSQL returns a list`]
  return compareColumn(claimed.elements, element, context, { inJson, path: `${path}[]` })
}

/** Whether an array holds nulls, PostgreSQL does not say. */
const elementOf = (fact: Fact, type: number): Fact => ({
  ...(fact.json && 'list' in fact.json ? fact.json.list : { nullable: false }),
  ...(fact.column !== undefined && { column: fact.column }),
  type,
})

function compareJson(claimed: ClaimedType, fact: Fact, context: Context, path: string): string[] {
  if (valueKinds(claimed).some((kind) => kind === 'Date' || kind === 'Buffer'))
    return [`${path}: ${claimed.text} is claimed, and JSON has no such thing`]
  if (!fact.json) return []
  if ('list' in fact.json) return compareList(claimed, fact.json.list, context, { inJson: true, path })
  const actual = new Map(Object.entries(fact.json.object))
  return compareObject(claimed.properties(), actual, context, { inJson: true, path: `${path}.` })
}

const valueKinds = ({ kinds }: ClaimedType) =>
  [...kinds].filter((kind) => kind !== 'null' && kind !== 'undefined')

/** `{}`, which is anything but null. */
const isEmptyObject = (type: ClaimedType) => type.kinds.has('object') && type.properties().size === 0

/** How what is passed for a parameter differs from what PostgreSQL takes there. */
export function compareParameter(passed: ClaimedType, type: number, catalog: Catalog): string[] {
  const { name, element } = catalog.types.get(type) ?? { name: 'unknown', element: 0 }
  const kinds = valueKinds(passed)
  if (kinds.includes('anything') || kinds.includes('something else') || isEmptyObject(passed)) return []
  const taken: Kind[] = element === 0 ? (MAY_BE_PASSED[name] ?? ['string']) : ['list']
  // Of something that is passed for one column or for another, one must fit.
  if (kinds.length > 0 && !kinds.some((kind) => taken.includes(kind)))
    return [`${passed.text} is passed where PostgreSQL takes ${name}`]
  return element !== 0 && passed.elements ? compareParameter(passed.elements, element, catalog) : []
}
