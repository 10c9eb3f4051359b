import fc from 'fast-check'
import type { Json } from '../../server/http/json-schema.ts'

/** Ids that exist, by what they are called: `customerId`. */
export type Ids = Map<string, string[]>

/** Values that a JSON Schema allows, under a name; an id is mostly one of those that exist. */
export function valuesOf(schema: Json, ids: Ids, name = ''): fc.Arbitrary<unknown> {
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined
  if (alternatives) return fc.oneof(...alternatives.map((one) => valuesOf(one, ids, name)))
  if (schema['const'] !== undefined) return fc.constant(schema['const'])
  if (schema['enum']) return fc.constantFrom(...(schema['enum'] as unknown[]))
  const { type } = schema
  if (Array.isArray(type))
    return fc.oneof(...type.map((one) => valuesOf({ ...schema, type: one as string }, ids, name)))
  if (type === 'object') return objectsOf(schema, ids)
  if (type === 'array')
    return fc.array(valuesOf((schema['items'] as Json | undefined) ?? {}, ids, name.replace(/s$/, '')), {
      minLength: (schema['minItems'] as number | undefined) ?? 0,
      maxLength: Math.min((schema['maxItems'] as number | undefined) ?? 3, 3),
    })
  if (type === 'integer' || type === 'number') return numbersOf(schema)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  return type === 'string' ? textsOf(schema, ids.get(name) ?? []) : fc.jsonValue()
}

function objectsOf(schema: Json, ids: Ids): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] as Record<string, Json> | undefined) ?? {}
  const values = Object.entries(properties).map(([name, one]) => [name, valuesOf(one, ids, name)] as const)
  return fc.record(Object.fromEntries(values), {
    requiredKeys: (schema['required'] as string[] | undefined) ?? [],
  })
}

function numbersOf({ type, minimum, exclusiveMinimum, maximum }: Json): fc.Arbitrary<number> {
  const min = (minimum as number | undefined) ?? (exclusiveMinimum as number | undefined) ?? -1_000_000
  const max = Math.min((maximum as number | undefined) ?? 1_000_000, Number.MAX_SAFE_INTEGER)
  return type === 'integer' ? fc.integer({ min: Math.ceil(min), max }) : fc.double({ min, max, noNaN: true })
}

function textsOf({ format, pattern, minLength, maxLength }: Json, ids: string[]): fc.Arbitrary<string> {
  if (format === 'uuid')
    return ids.length > 0 ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ids) }, fc.uuid()) : fc.uuid()
  if (format === 'email')
    return fc.integer({ min: 1, max: 999 }).map((number) => `somebody${number}@fuzz.example`)
  if (format === 'date') return days
  if (format === 'date-time') return moments
  // Hardly one of all that look like it is a currency.
  if (pattern === '^[A-Z]{3}$') return fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'QQQ')
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern, 'u'))
  const bounds = {
    minLength: (minLength as number | undefined) ?? 0,
    maxLength: Math.min((maxLength as number | undefined) ?? 40, 40),
  }
  return fc.oneof(fc.string(bounds), fc.string({ ...bounds, unit: 'grapheme' }))
}

const moments = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((moment) => moment.toISOString())
const days = moments.map((moment) => moment.slice(0, 10))

/** The same with something in it that nobody asked for: junk in a place, a place missing, a place too many. */
export const spoiled = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.tuple(values, junk, fc.nat()).map(([value, what, at]) => replaced(value, what, at)),
    fc.tuple(values, fc.nat()).map(([value, at]) => replaced(value, undefined, at)),
    fc.tuple(values, junk).map(([value, what]) => (isObject(value) ? { ...value, surprise: what } : what)),
    junk,
  )

export const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    ...['', '\0', '\ud800', '../../etc', "' or 1=1 --", '💥'.repeat(5000), 'NaN', '9'.repeat(400)],
    ...[-1, 0, 1e308, 2 ** 53, 0.1, null, true, [], {}, [[[[[]]]]], { __proto__: null, constructor: 1 }],
  ),
)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** With something else at the place of a number, counted through everything that is nested. */
function replaced(value: unknown, by: unknown, at: number): unknown {
  const parts = isObject(value) ? Object.keys(value) : Array.isArray(value) ? [...value.keys()] : []
  if (parts.length === 0) return by
  const part = parts[at % parts.length]!
  const inner = (value as Record<string | number, unknown>)[part]
  const next = Math.floor(at / parts.length)
  const changed =
    next % 2 === 1 && typeof inner === 'object' && inner !== null ? replaced(inner, by, next) : by
  return Array.isArray(value)
    ? value.map((one: unknown, place) => (place === part ? changed : one))
    : { ...(value as object), [part]: changed }
}
