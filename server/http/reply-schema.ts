import * as z from 'zod'

type JsonSchema = Record<string, unknown>

/**
 * The JSON schema from which a reply is built, so that no key leaves that was not declared. Where a field may be null
 * it says so as `nullable`, which serializes several times faster than the `anyOf` zod writes.
 */
export function replySchema(reply: z.ZodType): JsonSchema {
  return z.toJSONSchema(reply, {
    target: 'draft-7',
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      const schema = jsonSchema as JsonSchema
      const alternatives = schema['anyOf'] as JsonSchema[] | undefined
      if (alternatives?.length === 2 && alternatives[1]?.['type'] === 'null') {
        delete schema['anyOf']
        Object.assign(schema, alternatives[0], { nullable: true })
      }
      // Checked on the way in; on the way out they only cost time.
      delete schema['pattern']
      delete schema['format']
    },
  }) as JsonSchema
}
