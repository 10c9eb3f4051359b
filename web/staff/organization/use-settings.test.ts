import { notificationsStore } from '@mantine/notifications'
import { beforeEach, expect, test, vi } from 'vitest'
import { PATIENT } from '../../../test/patience.ts'
import { ProblemError } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { rendered, used } from '../../ui/rendered.tsx'
import { useSettingsAtOnce, useSettingsForm } from './use-settings.ts'

interface Settings {
  version: number
  day: number
}
const READ: Settings = { version: 3, day: 1 }
const query = {
  queryKey: ['statement-settings'],
  queryFn: async (): Promise<Settings> => ({ version: 4, day: 28 }),
}
const source = { settings: READ, query, change: 'statement' } as const

const shown = () => queryClient.getQueryData(query.queryKey)
const toast = () => rendered(notificationsStore.getState().notifications.at(-1)?.message)
const stale = (key: string) => queryClient.getQueryState([key])?.isInvalidated

beforeEach(() => {
  queryClient.clear()
  queryClient.setQueryData(query.queryKey, READ)
  queryClient.setQueryData(['journal'], [])
})

test('what is chosen is saved upon what was read, shown, and told', async () => {
  const save = vi.fn(async ({ day }: { day: number }) => ({ version: 4, day }))
  const { choose } = used(() => useSettingsAtOnce({ ...source, save }))
  await choose({ day: 15 }, ({ day }) => `Statements go out on day ${day}.`)
  expect(save).toHaveBeenCalledWith({ day: 15 }, 3)
  expect(shown()).toEqual({ version: 4, day: 15 })
  expect(toast()).toContain('Statements go out on day 15.')
  expect(stale('journal')).toBe(true)
})

test('where somebody else chose meanwhile, the refusal is told and theirs is read: the next choice is upon it', async () => {
  const refusal = new ProblemError({ type: 'about:blank', title: 'It was changed meanwhile.', status: 412 })
  const { choose } = used(() => useSettingsAtOnce({ ...source, save: () => Promise.reject(refusal) }))
  await choose({}, () => '')
  expect(toast()).toContain('It was changed meanwhile.')
  expect(shown()).toEqual(READ)
  expect(stale('statement-settings')).toBe(true)
})

function formOf(save: (values: { day: number }, base: Settings) => Promise<Settings>) {
  return used(() =>
    useSettingsForm({
      ...source,
      valuesOf: ({ day }) => ({ day }),
      validate: { day: (day) => (day > 28 ? 'Use at most 28.' : null) },
      save,
      saved: 'The settings were saved.',
    }),
  )
}

test('a form of settings is saved upon what was read, shown, and told', async () => {
  const save = vi.fn(async ({ day }: { day: number }) => ({ version: 4, day }))
  const { form, submit } = formOf(save)
  form.setValues({ day: 15 })
  submit.onSubmit()
  await vi.waitFor(() => expect(shown()).toEqual({ version: 4, day: 15 }), PATIENT)
  expect(save).toHaveBeenCalledWith({ day: 15 }, READ)
  expect(toast()).toContain('The settings were saved.')
  expect(stale('journal')).toBe(true)
})

test('a form of settings in which something is wrong, or nothing is new, is not saved', () => {
  const save = vi.fn()
  const { form, submit } = formOf(save)
  submit.onSubmit()
  expect(toast()).toContain('Nothing was changed.')
  form.setValues({ day: 31 })
  // Where the wrong field is looked for, to give it the focus.
  vi.stubGlobal('document', { querySelector: () => null })
  submit.onSubmit()
  vi.unstubAllGlobals()
  expect(save).not.toHaveBeenCalled()
})
