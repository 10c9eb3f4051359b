import { notificationsStore } from '@mantine/notifications'
import { expect, test, vi } from 'vitest'
import { PATIENT } from '../../test/patience.ts'
import { ProblemError } from '../lib/problem.ts'
import { rendered, used } from './rendered.tsx'
import { useSubmit } from './use-submit.ts'

/** A form of one field, in which `name` is typed. */
function formOf(name: string) {
  const focus = vi.fn()
  const setErrors = vi.fn()
  const values = { name }
  const form = {
    getValues: () => values,
    getInitialValues: () => ({ name: 'Acme' }),
    setErrors,
    getInputNode: (path: string) => ({ focus: () => focus(path) }),
    onSubmit: (run: (values: { name: string }) => unknown) => () => void run(values),
  }
  return {
    form: form as unknown as Parameters<typeof useSubmit<{ name: string }, string>>[0],
    focus,
    setErrors,
  }
}

const submitted = (
  form: ReturnType<typeof formOf>['form'],
  action: Parameters<typeof useSubmit<{ name: string }, string>>[1],
) => used(() => useSubmit(form, action)).onSubmit

test('what is pressed twice is done once', async () => {
  let end = (_saved: string) => {}
  const save = vi.fn(() => new Promise<string>((resolve) => (end = resolve)))
  const saved = vi.fn()
  const onSubmit = submitted(formOf('Acme Ltd').form, { save, saved })
  onSubmit()
  onSubmit()
  end('Acme Ltd')
  await vi.waitFor(() => expect(saved).toHaveBeenCalledWith('Acme Ltd'), PATIENT)
  expect(save).toHaveBeenCalledTimes(1)
})

test('after a refusal one may try again', async () => {
  const save = vi.fn(() => Promise.reject(new Error('broken')))
  const onSubmit = submitted(formOf('Acme Ltd').form, save)
  onSubmit()
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1), PATIENT)
  await vi.waitFor(() => {
    onSubmit()
    expect(save).toHaveBeenCalledTimes(2)
  }, PATIENT)
})

test('a refusal goes to its field, and the field gets the focus', async () => {
  const { form, focus, setErrors } = formOf('Birch')
  const refusal = new ProblemError({
    type: 'about:blank#invalid-request',
    title: 'Refused',
    status: 400,
    errors: [{ pointer: '#/name', detail: 'It is taken.' }],
  })
  submitted(form, () => Promise.reject(refusal))()
  await vi.waitFor(() => expect(focus).toHaveBeenCalledWith('name'), PATIENT)
  expect(setErrors).toHaveBeenCalledWith({ name: 'It is taken.' })
})

test('an edit that changes nothing is not saved, and says so', () => {
  const save = vi.fn()
  const unchanged = vi.fn()
  submitted(formOf('Acme').form, { save, unchanged })()
  expect(save).not.toHaveBeenCalled()
  const [toast] = notificationsStore.getState().notifications
  expect(rendered(toast?.message)).toContain('Nothing was changed.')
  expect(unchanged).toHaveBeenCalled()
})

test('what is new is saved as it was filled in', async () => {
  const save = vi.fn(async () => 'Acme')
  submitted(formOf('Acme').form, { save })()
  await vi.waitFor(() => expect(save).toHaveBeenCalledWith({ name: 'Acme' }), PATIENT)
})
