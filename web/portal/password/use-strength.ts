import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

export interface StrengthQuestion {
  password: string
  around: string[]
}

export interface Strength {
  password: string
  score: 0 | 1 | 2 | 3 | 4
  /** What makes it weak, in a sentence, or empty. */
  warning: string
}

/** Beyond this nothing more is learnt, and judging takes long. */
const CHARACTERS_WORTH_JUDGING = 100
const PAUSE_IN_TYPING_MS = 200

/** How strong a password is, once the judge has said so; null until then, and wherever it cannot work. */
export function useStrength(password: string, around: string[]): Strength | null {
  const asked = password.slice(0, CHARACTERS_WORTH_JUDGING)
  const [pausedAt] = useDebouncedValue(asked, PAUSE_IN_TYPING_MS)
  const [strength, setStrength] = useState<Strength | null>(null)
  const judge = useJudge(setStrength)
  const names = useRef(around)
  names.current = around

  useEffect(() => {
    if (pausedAt) judge({ password: pausedAt, around: names.current })
  }, [pausedAt, judge])

  // The last word is shown until the next one comes: a meter that goes blank at each key is no help.
  return asked ? strength : null
}

/** Fetches the judge when there is something to judge, and asks one question at a time: only the newest waits. */
function useJudge(onAnswer: (strength: Strength) => void): (question: StrengthQuestion) => void {
  const worker = useRef<Worker>(undefined)
  const asking = useRef(false)
  const waiting = useRef<StrengthQuestion>(undefined)

  const [ask] = useState(() => (question: StrengthQuestion) => {
    worker.current ??= open()
    if (asking.current) {
      waiting.current = question
      return
    }
    asking.current = true
    worker.current.postMessage(question)
  })
  const open = () => {
    const opened = new Worker(new URL('./strength.worker.ts', import.meta.url), { type: 'module' })
    opened.onmessage = ({ data }: MessageEvent<Strength>) => {
      asking.current = false
      onAnswer(data)
      const next = waiting.current
      waiting.current = undefined
      if (next) ask(next)
    }
    return opened
  }

  useEffect(
    () => () => {
      worker.current?.terminate()
      worker.current = undefined
      asking.current = false
    },
    [],
  )
  return ask
}
