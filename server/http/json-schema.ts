import * as z from 'zod'

export type Json = Record<string, unknown>

/** The body, parameters or reply of an endpoint as JSON Schema; `also` is shown every schema in it. */
export function jsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  also?: (schema: unknown, json: Json) => void,
): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override({ zodSchema, jsonSchema: json }) {
      sayWhatIsMeant(json)
      nameTheKeys(json)
      also?.(zodSchema, json)
    },
  }) as Json
  return rest
}

/** Where anything may stand besides, to be refused by itself, what is meant to stand there is what a reader asks for. */
function sayWhatIsMeant(json: Json) {
  const alternatives = json['anyOf'] as Json[] | undefined
  const meant = alternatives?.filter((one) => Object.keys(one).length > 0)
  if (!meant || meant.length === alternatives!.length) return
  delete json['anyOf']
  Object.assign(json, meant.length === 1 ? meant[0] : { anyOf: meant })
}

/** A value for each of some keys is an object with these properties, which tools understand better. */
function nameTheKeys(json: Json) {
  const keys = (json['propertyNames'] as Json | undefined)?.['enum'] as string[] | undefined
  if (!keys) return
  json['properties'] = Object.fromEntries(keys.map((key) => [key, json['additionalProperties']]))
  json['additionalProperties'] = false
  delete json['propertyNames']
}
