import { expect, test } from 'vitest'
import { ProblemError } from '../lib/problem.ts'
import { fieldErrors, showProblems } from './form-problems.ts'

const refusal = (...errors: { pointer: string; detail: string }[]) =>
  new ProblemError({
    type: '/docs#invalid-request',
    title: 'Something needs to be corrected',
    status: 400,
    errors,
  })

function formWith<Values>(values: Values) {
  const shown: Record<string, string>[] = []
  return { shown, getValues: () => values, setErrors: (errors: Record<string, string>) => shown.push(errors) }
}

test('a pointer becomes the path of the field, and every sentence about it is shown', () => {
  const error = refusal(
    { pointer: '/billingAddress/city', detail: 'Use at most 100 characters.' },
    { pointer: '/billingAddress/city', detail: 'Another.' },
    { pointer: '/a~1b', detail: 'Slash.' },
  )
  expect(fieldErrors(error)).toEqual({
    'billingAddress.city': 'Use at most 100 characters. Another.',
    'a/b': 'Slash.',
  })
})

test('a refusal that its fields show needs no notice', () => {
  const form = formWith({ email: '' })
  expect(showProblems(form, refusal({ pointer: '/email', detail: 'Fill this in.' })).rest).toBeNull()
  expect(form.shown).toEqual([{ email: 'Fill this in.' }])
})

test('a refusal about something that the form does not show is kept for the notice', () => {
  const error = refusal(
    { pointer: '/email', detail: 'Fill this in.' },
    { pointer: '/portalPassword', detail: 'No.' },
  )
  expect(showProblems(formWith({ email: '' }), error).rest).toBe(error)
})
