import { afterEach, expect, test, vi } from 'vitest'
import { ProblemError } from '../lib/problem.ts'
import { ChangedMeanwhile } from './changed-meanwhile.ts'
import { used } from './rendered.tsx'
import { useRecord } from './use-record.ts'

interface Customer {
  version: number
  name: string
  phone: string
}
const READ: Customer = { version: 1, name: 'Acme', phone: '1' }
const valuesOf = ({ name, phone }: Customer) => ({ name, phone })

/** A form in which somebody has typed. */
function formWith(typed: Partial<Customer>) {
  const held = { values: { ...valuesOf(READ), ...typed }, initial: valuesOf(READ) }
  return Object.assign(held, {
    getValues: () => held.values,
    setValues: (values: typeof held.values) => void (held.values = values),
    setInitialValues: (values: typeof held.initial) => void (held.initial = values),
  })
}

const recordOf = (form: ReturnType<typeof formWith>, stored = READ) =>
  used(() => useRecord(form, { record: READ, valuesOf, readAgain: async () => stored }))

const refused = (status: number) =>
  new ProblemError({ type: 'about:blank', title: 'Refused', status, detail: 'Refused.' })

afterEach(() => {
  vi.unstubAllGlobals()
})

test('what was saved is what the form was filled from, from then on; what was typed meanwhile stays', async () => {
  const form = formWith({ name: 'Acme Ltd' })
  const save = async () => {
    form.values = { ...form.values, phone: '2' }
    return { version: 2, name: 'Acme Ltd', phone: '1' }
  }
  await recordOf(form).saveUpon(save)(form.values)
  expect(form.initial).toEqual({ name: 'Acme Ltd', phone: '1' })
  expect(form.values).toEqual({ name: 'Acme Ltd', phone: '2' })
})

test('a save is made upon the version that the form shows', async () => {
  const form = formWith({ name: 'Acme Ltd' })
  const save = vi.fn(async () => ({ ...READ, version: 2 }))
  await recordOf(form).saveUpon(save)(form.values)
  expect(save).toHaveBeenCalledWith(expect.objectContaining({ name: 'Acme Ltd' }), READ)
})

test('where somebody else saved first, their changes come into the form and nothing is overwritten', async () => {
  const form = formWith({ name: 'Acme Ltd' })
  const theirs = { version: 2, name: 'Acme', phone: '2' }
  const save = recordOf(form, theirs).saveUpon(() => Promise.reject(refused(412)))
  await expect(save(form.values)).rejects.toBeInstanceOf(ChangedMeanwhile)
  expect(form.values).toEqual({ name: 'Acme Ltd', phone: '2' })
  expect(form.initial).toEqual({ name: 'Acme', phone: '2' })
})

test('of what both changed neither version is lost: one is in the form, the other a click away', async () => {
  const form = formWith({ name: 'Acme Ltd' })
  const theirs = { version: 2, name: 'Acme Inc', phone: '1' }
  const save = recordOf(form, theirs).saveUpon(() => Promise.reject(refused(412)))
  // Where the words look up how the field is called.
  vi.stubGlobal('document', { querySelector: () => ({ ariaLabel: 'Name' }) })
  vi.stubGlobal('CSS', { escape: (path: string) => path })
  const news = (await save(form.values).catch((error: unknown) => error)) as ChangedMeanwhile
  expect(news.message).toContain('You both changed Name (theirs: “Acme Inc”).')
  expect(form.values.name).toBe('Acme Ltd')
  news.exchange!()
  expect(form.values.name).toBe('Acme Inc')
  news.exchange!()
  expect(form.values.name).toBe('Acme Ltd')
})

test('any other refusal is the form’s to show', async () => {
  const form = formWith({ name: '' })
  const save = recordOf(form).saveUpon(() => Promise.reject(refused(400)))
  await expect(save(form.values)).rejects.toMatchObject({ message: refused(400).message })
  expect(form.values).toEqual({ name: '', phone: '1' })
})
