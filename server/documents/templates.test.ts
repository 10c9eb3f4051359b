import { documentKinds } from './kinds.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordsFor } from './post-document.ts'
import { defaultTemplates, fill, placeholders, unknownPlaceholders } from './templates.ts'

test('a placeholder becomes what is known, and other braces stay', () => {
  const text = 'Dear { contact }, {number}: {amount due} {unknown} {} {'
  expect(fill(text, 'invoice', { contact: 'Anna', number: 'INV-7' })).toBe('Dear Anna, INV-7: {unknown} {} {')
})

test('what has no value leaves no gap', () => {
  const text = 'Hello {contact},\n\nYour order {purchase order}.\n{contact}'
  expect(fill(text, 'invoice', { contact: '' })).toBe('Hello,\n\nYour order.\n')
})

test('what is filled in is never read as a placeholder again', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...placeholders.invoice), (name, other) => {
      const contact = `${name}{${other}}`
      expect(fill('{contact}', 'invoice', { contact, [other]: other === 'contact' ? contact : 'no' })).toBe(
        contact,
      )
    }),
  )
})

test.each(documentKinds)('our own words for a %s know all their placeholders', (kind) => {
  const { subject, message } = defaultTemplates[kind]
  expect(unknownPlaceholders(subject + message, kind)).toEqual([])
})

test('a slip in a placeholder is found', () => {
  expect(unknownPlaceholders('{number} {nummer} {days overdue}', 'invoice')).toEqual([
    'nummer',
    'days overdue',
  ])
})

test('a name cannot break the subject into two lines', () => {
  const words = wordsFor(
    {
      kind: 'invoice',
      template: { subject: 'For {customer}', message: '' },
      values: {},
      customer: { id: '', name: 'A\r\nBcc: x' },
    },
    { name: 'Anna', email: 'anna@acme.example' },
  )
  expect(words.subject).toBe('For A Bcc: x')
})
