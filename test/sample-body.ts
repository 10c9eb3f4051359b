import type * as z from 'zod'
import { newId } from '../server/database/id.ts'
import { jsonSchema } from '../server/http/json-schema.ts'

type Json = Record<string, unknown>

/** A valid body, made from the declaration: every required field, and no other. */
export function sampleBody(schema: z.ZodType): unknown {
  return sample('', jsonSchema(schema, 'input'))
}

const BY_NAME: Record<string, () => string> = {
  email: () => 'sample@sample.example',
  password: () => 'gentle rivers carry stones',
  newPassword: () => 'gentle rivers carry stones',
  token: () => 'A'.repeat(64),
}

function sample(name: string, schema: Json): unknown {
  const alternatives = schema['anyOf'] as Json[] | undefined
  if (alternatives) return sample(name, alternatives[0]!)
  if (schema['const'] !== undefined) return schema['const']
  if (schema['enum']) return (schema['enum'] as unknown[])[0]
  switch (schema['type']) {
    case 'object': {
      const properties = (schema['properties'] as Record<string, Json> | undefined) ?? {}
      const required = (schema['required'] as string[] | undefined) ?? []
      return Object.fromEntries(required.map((key) => [key, sample(key, properties[key]!)]))
    }
    case 'array':
      return schema['minItems'] ? [sample(name, schema['items'] as Json)] : []
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return (schema['minimum'] as number | undefined) ?? 1
    default:
      return schema['format'] === 'uuid' ? newId() : (BY_NAME[name]?.() ?? 'Sample')
  }
}
