import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { personName } from '../../people/person.ts'
import { namesIn, withoutTitle } from './names-in.ts'

const parts = (written: string) => {
  const { firstName, lastName } = namesIn(written)
  return `${firstName}|${lastName}`
}

test.each([
  ['Anna Berg', 'Anna|Berg'],
  ['Anna van der Berg', 'Anna|van der Berg'],
  ['van der Berg, Anna', 'Anna|van der Berg'],
  ['van der Berg', '|van der Berg'],
  ['von Stein', '|von Stein'],
  ['de la Cruz', '|de la Cruz'],
  ['De Niro', 'De|Niro'],
  ['Cher', 'Cher|'],
  ['Herr und Frau Schmidt', 'Herr und Frau Schmidt|'],
  ['Mr. & Mrs. Smith', 'Mr. & Mrs. Smith|'],
  ['Anna E Berg', 'Anna|E Berg'],
  ['山田 太郎', '山田 太郎|'],
  ['山田太郎', '山田太郎|'],
  ['김 민수', '김 민수|'],
  ['Nguyễn Văn An', 'Nguyễn Văn An|'],
  ['María del Carmen Ruiz', 'María|del Carmen Ruiz'],
  ['  Anna \u00a0  Berg\n', 'Anna|Berg'],
  ['Martin Luther King, Jr.', 'Martin Luther King, Jr.|'],
  ['Berg, Anna, Bo', 'Berg, Anna, Bo|'],
  ['Berg, Ltd.', 'Berg, Ltd.|'],
  ['Berg,', 'Berg,|'],
  [', Anna', ', Anna|'],
])('%j', (written, expected) => expect(parts(written)).toBe(expected))

describe('a title stays out of the name', () => {
  test.each([
    ['Dr. Michaela Quinn', 'Dr.', 'Michaela|Quinn'],
    ['dr Michaela Quinn', 'dr', 'Michaela|Quinn'],
    ['Prof. Dr. Anna Berg', 'Prof. Dr.', 'Anna|Berg'],
    ['Dr. med. Anna Berg', 'Dr. med.', 'Anna|Berg'],
    ['Mr. John Smith', 'Mr.', 'John|Smith'],
    ['Frau Anna Berg', 'Frau', 'Anna|Berg'],
    ['Frau van der Berg', 'Frau', '|van der Berg'],
    ['Mme Anne Dupont', 'Mme', 'Anne|Dupont'],
    ['Sr. Juan Ruiz', 'Sr.', 'Juan|Ruiz'],
    ['Berg, Dr. Anna', 'Dr.', 'Anna|Berg'],
    ['Dr. 山田 太郎', 'Dr.', '山田 太郎|'],
    ['Mr. Smith', 'Mr.', '|Smith'],
  ])('%s', (written, title, expected) => {
    expect(namesIn(written).title).toBe(title)
    expect(parts(written)).toBe(expected)
  })
  test.each(['Dr.', 'Mr', 'Drew Barrymore', 'M. Night', 'Ing Yoo', 'Don Johnson', 'Mag Ruffman', 'Fr Ost'])(
    'but what may be a name is one: %s',
    (written) => expect(withoutTitle(written)).toEqual({ title: '', name: written }),
  )
})

test('whatever was written, the parts joined as they are shown are what was written', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    fc.constantFrom(
      'Anna',
      'van',
      'der',
      'Berg',
      'Dr.',
      'Prof.',
      'Mr',
      '山田',
      'Nguyễn',
      'O’Hara',
      '-',
      'de',
      'la',
      'Jr.',
      ',',
    ),
  )
  const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(name, (written) => {
      const clean = written.replace(/\s+/g, ' ').trim()
      fc.pre(clean !== '')
      const { title, ...names } = namesIn(written)
      const shown = personName({ ...names, email: '' })
      if (/^[^,]+,[^,]+$/.test(clean)) {
        // Put in order by the comma, or left as it is: no word is lost and none is added.
        const words = (text: string) =>
          text
            .split(/[\s,]+/)
            .filter(Boolean)
            .toSorted()
        expect(words(`${title} ${shown}`)).toEqual(words(clean))
      } else expect(`${title} ${shown}`.trim()).toBe(clean)
    }),
    { numRuns: 3_000 },
  )
})
