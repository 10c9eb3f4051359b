import type { UseFormReturnType } from '@mantine/form'
import { useEffect, useState } from 'react'
import { hasStatus, ProblemError } from '../lib/problem.ts'
import { rebase } from './rebase.ts'

interface Versioned {
  version: number
}

interface Options<Row, Values> {
  /** As it was read last: it may be read again at any moment. */
  record: Row
  valuesOf: (record: Row) => Values
  /** Reads it again, when a save finds that it is not the newest. */
  readAgain: () => Promise<Row>
  /** Fields that have parts and yet are one thing. */
  whole?: string[]
}

/**
 * A form over a record that others may change meanwhile. What is typed is never overwritten: what somebody else changed comes
 * into the fields that one has not touched, and what both changed is told. The form saves upon the version it shows.
 */
export function useRecord<Row extends Versioned, Values extends object>(
  form: UseFormReturnType<Values>,
  { record, valuesOf, readAgain, whole }: Options<Row, Values>,
) {
  const [base, setBase] = useState(record)
  const [news, setNews] = useState<ProblemError | null>(null)

  /** Puts one's own changes since `read` upon what is stored now. */
  const moveTo = (newer: Row, read: Values) => {
    const stored = valuesOf(newer)
    const { values, contested } = rebase(read, form.getValues(), stored, whole)
    form.setInitialValues(stored)
    form.setValues(values)
    setBase(newer)
    return contested
  }
  useEffect(() => {
    if (record.version <= base.version) return
    const contested = moveTo(record, valuesOf(base))
    if (contested.length > 0) setNews(changedMeanwhile(contested))
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [record.version])

  /** The `save` of `useSubmit`, by what the form was filled from. */
  const saveUpon = (save: (values: Values, base: Row) => Promise<Row>) => async (values: Values) => {
    setNews(null)
    try {
      const saved = await save(values, base)
      // What was typed while it was on its way is not saved, and stays.
      moveTo(saved, values)
      return saved
    } catch (refusal) {
      if (!hasStatus(refusal, 412)) throw refusal
      throw changedMeanwhile(moveTo(await readAgain(), valuesOf(base)))
    }
  }
  return { base, saveUpon, news }
}

function changedMeanwhile(contested: string[]) {
  const names = contested.map(labelOf).filter(Boolean)
  const both = names.length > 0 ? ` You both changed ${names.join(', ')}: yours is in the form.` : ''
  return new ProblemError({
    type: 'about:blank#changed-meanwhile',
    title: 'Somebody else changed this meanwhile',
    status: 409,
    detail: `Nothing of yours is saved yet. What they saved is in the form now, and what you changed is still there.${both} Save again to keep what you see.`,
  })
}

/** As one reads it above the field. */
function labelOf(path: string): string | undefined {
  const field = document.querySelector<HTMLInputElement>(`[data-path="${CSS.escape(path)}"]`)
  return field?.labels?.[0]?.textContent?.replace(/\s*\*$/, '')
}
