import { useEffect, useState } from 'react'
import { hasStatus } from '../lib/problem.ts'
import { ChangedMeanwhile } from './changed-meanwhile.ts'
import { exchanged, rebase } from './rebase.ts'

interface Versioned {
  version: number
}

/** What is asked of a form: Mantine's, or another. */
export interface FormOfRecord<Values> {
  getValues: () => Values
  setValues: (values: Values) => void
  setInitialValues: (values: Values) => void
}

interface Options<Row, Values> {
  /** As it was read last: it may be read again at any moment. */
  record: Row
  valuesOf: (record: Row) => Values
  /** Reads it again, when a save finds that it is not the newest. */
  readAgain: () => Promise<Row>
  /** The name of the one who saved it last, where that can be known. */
  whoSaved?: (record: Row) => Promise<string | undefined>
  /** Fields that have parts and yet are one thing. */
  whole?: string[]
}

/**
 * A form over a record that others may change meanwhile. What is typed is never overwritten: what somebody else changed comes
 * into the fields that you have not touched; what both changed is shown, and can be exchanged. The form saves on top of the
 * version it shows.
 */
export function useRecord<Row extends Versioned, Values extends object>(
  form: FormOfRecord<Values>,
  { record, valuesOf, readAgain, whoSaved, whole }: Options<Row, Values>,
) {
  const [base, setBase] = useState(record)
  const [news, setNews] = useState<ChangedMeanwhile | null>(null)

  /** Puts your changes since `read` on top of what is stored now. */
  const moveTo = (newer: Row, read: Values) => {
    const stored = valuesOf(newer)
    const { values, contested } = rebase(read, form.getValues(), stored, whole)
    form.setInitialValues(stored)
    form.setValues(values)
    setBase(newer)
    return { contested, stored }
  }
  const changedMeanwhile = async (newer: Row, moved: ReturnType<typeof moveTo>) =>
    new ChangedMeanwhile({
      ...moved,
      by: await whoSaved?.(newer).catch(() => undefined),
      exchange: exchangeFor(moved),
    })
  /** Theirs in place of yours; and, called again, yours as you left them. */
  const exchangeFor = ({ contested, stored }: ReturnType<typeof moveTo>) => {
    let kept = stored
    return () => {
      const [shown, put] = exchanged(form.getValues(), kept, contested)
      kept = put
      form.setValues(shown)
    }
  }
  useEffect(() => {
    if (record.version <= base.version) return
    const moved = moveTo(record, valuesOf(base))
    if (moved.contested.length > 0) void changedMeanwhile(record, moved).then(setNews)
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
      const newer = await readAgain()
      throw await changedMeanwhile(newer, moveTo(newer, valuesOf(base)))
    }
  }
  return { base, saveUpon, news }
}
