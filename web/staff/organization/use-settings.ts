import { useForm, type UseFormInput } from '@mantine/form'
import type { FetchQueryOptions } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../../lib/query-client.ts'
import { done, failed } from '../../ui/done.tsx'
import { useRecord } from '../../ui/use-record.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { changed } from '../stale-queries.ts'

interface Source<Settings> {
  /** As they were read last. */
  settings: Settings
  query: FetchQueryOptions<Settings, Error, Settings, string[]>
  /** What else a save makes stale. */
  change: Parameters<typeof changed>[0]
}

interface OfForm<Settings, Values extends object> extends Source<Settings> {
  valuesOf: (settings: Settings) => Values
  validate?: UseFormInput<Values>['validate']
  /** Fields that have parts and yet are one thing. */
  whole?: string[]
  save: (values: Values, base: Settings) => Promise<Settings>
  /** The sentence that says so. */
  saved: string
}

/** A form over settings, for `SettingsForm`, whose button saves all of them. What somebody else saved meanwhile comes into it. */
export function useSettingsForm<Settings extends { version: number }, Values extends object>(
  options: OfForm<Settings, Values>,
) {
  const { settings, query, valuesOf, validate, whole, save, saved } = options
  const form = useForm<Values>({ initialValues: valuesOf(settings), validate })
  const { saveUpon, news } = useRecord(form, {
    record: settings,
    valuesOf,
    readAgain: () => queryClient.fetchQuery({ ...query, staleTime: 0 }),
    whole,
  })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: saveUpon(save),
    saved: (settings) => {
      keep(options, settings)
      done(saved)
    },
    unchanged: () => {},
  })
  return { form, submit: { onSubmit, busy, error: error ?? news } }
}

interface AtOnce<Settings, Change> extends Source<Settings> {
  save: (body: Change, version: number) => Promise<Settings>
}

/** Settings without a button: what is chosen is saved at once, and a toast says what it means. */
export function useSettingsAtOnce<Settings extends { version: number }, Change>(
  options: AtOnce<Settings, Change>,
) {
  const [busy, setBusy] = useState(false)
  const choose = async (body: Change, meaning: (saved: Settings) => string) => {
    setBusy(true)
    try {
      const saved = await options.save(body, options.settings.version)
      keep(options, saved)
      done(meaning(saved))
    } catch (refusal) {
      failed(refusal)
      // Somebody else may have chosen meanwhile: the next choice is made upon theirs.
      void queryClient.invalidateQueries({ queryKey: options.query.queryKey })
    } finally {
      setBusy(false)
    }
  }
  return { choose, busy }
}

/** Shows what was saved at once, and has everything else that it changes read again. */
function keep<Settings>({ query, change }: Source<Settings>, saved: Settings) {
  queryClient.setQueryData(query.queryKey, saved)
  void changed(change)
}
