import type * as z from 'zod'

/**
 * What to do about a value that does not fit, in one sentence for the person who typed or sent it. Given to every
 * check as its `error`; a schema's own message takes precedence.
 */
export function plainly(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected, issue.input)
    case 'invalid_value':
      return issue.input === undefined ? MISSING : `Use ${either(issue.values.map(nameOf))}.`
    case 'invalid_format':
      return FORMATS[issue.format] ?? UNFIT
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false)
    case 'too_big':
      return `Use ${ofSize(issue.origin, 'at most', Number(issue.maximum))}.`
    default:
      return UNFIT
  }
}

const MISSING = 'Fill this in.'
const UNFIT = 'This does not fit here. Correct it, or leave it out.'

function ofType(expected: string, input: unknown): string {
  if (input === undefined) return MISSING
  // One that no number can be, such as 1e400.
  if (expected === 'number' && typeof input === 'number') return 'Use a smaller number.'
  return TYPES[expected] ?? UNFIT
}

const TYPES: Record<string, string> = {
  string: 'Use text, in quotes.',
  number: 'Use a number.',
  int: 'Use a whole number.',
  boolean: 'Use true or false.',
  array: 'Use a list, in square brackets.',
  object: 'Use an object with named fields, in braces.',
  record: 'Use an object with named fields, in braces.',
}

const FORMATS: Record<string, string> = {
  uuid: 'Use an id that Portico gave, such as 0190b6a5-3c1f-7d2e-9a4b-5c6d7e8f9a0b.',
  datetime: 'Use a time such as 2026-05-31T09:00:00Z.',
  date: 'Use a date such as 2026-05-31.',
  base64: 'Send the file in base64.',
}

function tooSmall(origin: string, minimum: number, orEqual: boolean): string {
  if (origin === 'string' && minimum <= 1) return MISSING
  return orEqual ? `Use ${ofSize(origin, 'at least', minimum)}.` : `Use a number above ${minimum}.`
}

function ofSize(origin: string, bound: 'at most' | 'at least', size: number): string {
  if (origin === 'string') return `${bound} ${size} ${size === 1 ? 'character' : 'characters'}`
  if (origin === 'array') return `${bound} ${size}`
  // A bound that no number can exceed tells nobody anything.
  if (Math.abs(size) >= Number.MAX_SAFE_INTEGER) return 'a number nearer to zero'
  return `a number of ${bound} ${size}`
}

/** Signs would be lost between the commas of a sentence. */
function nameOf(value: unknown): string {
  const name = String(value)
  return /^[^\p{L}\p{N}]+$/u.test(name) ? JSON.stringify(name) : name
}

const NAMED_MOST = 12

function either(values: string[]): string {
  if (values.length > NAMED_MOST) return 'one of the names that the API reference lists'
  return values.length === 1 ? values[0]! : `${values.slice(0, -1).join(', ')} or ${values.at(-1)!}`
}
