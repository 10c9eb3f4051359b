import type * as z from 'zod'
import { jsonSchema, type Json } from '../../server/http/json-schema.ts'

/** Schemas that are types by themselves, and the text of those that were used. */
export interface Named {
  names: Map<unknown, string>
  definitions: Map<string, string>
}

type Direction = 'input' | 'output'

/** A schema as JSON Schema, in which each that has a name carries it. */
export const jsonOf = (schema: z.ZodType, io: Direction, named?: Named): Json =>
  jsonSchema(schema, io, (one, json) => {
    const name = named?.names.get(one)
    if (name) json['x-name'] = name
  })

/** The TypeScript type of a JSON Schema. */
export function typeOf(schema: Json, named: Named, io: Direction): string {
  const { 'x-name': name, ...rest } = schema
  if (typeof name !== 'string') return unnamed(schema, named, io)
  const type = unnamed(rest, named, io)
  const about = comment(rest['description'])
  const definition = `${about}export type ${name} = ${type}`
  const known = named.definitions.get(name) ?? definition
  named.definitions.set(name, known)
  if (known.endsWith(`= ${type}`)) return name
  // What is left out when it is sent is there when it comes back.
  const other = `${name}${io === 'input' ? 'Input' : 'Output'}`
  named.definitions.set(other, `${about}export type ${other} = ${type}`)
  return other
}

function unnamed(schema: Json, named: Named, io: Direction): string {
  const { anyOf, oneOf, type, items, properties, additionalProperties } = schema as {
    anyOf?: Json[]
    oneOf?: Json[]
    type?: string | string[]
    items?: Json
    properties?: Record<string, Json>
    additionalProperties?: Json | boolean
  }
  if (schema['const'] !== undefined) return JSON.stringify(schema['const'])
  if (schema['enum']) return (schema['enum'] as unknown[]).map((value) => JSON.stringify(value)).join(' | ')
  const alternatives = anyOf ?? oneOf
  if (alternatives) return [...new Set(alternatives.map((one) => typeOf(one, named, io)))].join(' | ')
  if (Array.isArray(type)) return type.map((one) => unnamed({ ...schema, type: one }, named, io)).join(' | ')
  if (type === 'array') return `(${typeOf(items ?? {}, named, io)})[]`
  if (type === 'object' && properties) return fieldsOf(schema, named, io)
  if (type === 'object')
    return `Record<string, ${typeOf((additionalProperties as Json | undefined) ?? {}, named, io)}>`
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string' || type === 'boolean' || type === 'null') return type
  if (Object.keys(schema).every((key) => ['description', 'default', '$schema'].includes(key)))
    return 'unknown'
  throw new Error(`Nothing is known of ${JSON.stringify(schema)}.`)
}

function fieldsOf(schema: Json, named: Named, io: Direction): string {
  const required = new Set(schema['required'] as string[] | undefined)
  const fields = Object.entries(schema['properties'] as Record<string, Json>).map(
    ([name, field]) =>
      `${comment(field['description'])}${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.has(name) ? '' : '?'}: ${typeOf(field, named, io)}`,
  )
  return `{\n${fields.join('\n')}\n}`
}

const comment = (description: unknown) =>
  typeof description === 'string' ? `/** ${description.replaceAll('*/', '*\\/')} */\n` : ''
