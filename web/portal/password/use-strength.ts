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

/** More characters change nothing, and take long to judge. */
const CHARACTERS_WORTH_JUDGING = 100
const PAUSE_IN_TYPING_MS = 200

/** How strong a password is, once the judge has said so; null until then, and where the judge cannot run. */
export function useStrength(password: string, around: string[]): Strength | null {
  const asked = password.slice(0, CHARACTERS_WORTH_JUDGING)
  const [pausedAt] = useDebouncedValue(asked, PAUSE_IN_TYPING_MS)
  const [strength, setStrength] = useState<Strength | null>(null)
  const judge = useRef<Judge>(null)
  const names = around.join('\n')

  useEffect(() => {
    if (!pausedAt) return
    // Fetched when there is something to judge.
    judge.current ??= openJudge(setStrength)
    judge.current.ask({ password: pausedAt, around: names.split('\n') })
  }, [pausedAt, names])
  useEffect(
    () => () => {
      judge.current?.close()
      judge.current = null
    },
    [],
  )

  // The last word is shown until the next one comes: a meter that goes blank at each key is no help.
  return asked ? strength : null
}

interface Judge {
  ask(question: StrengthQuestion): void
  close(): void
}

/** Asks one question at a time; of those that come meanwhile only the newest waits. */
function openJudge(onAnswer: (strength: Strength) => void): Judge {
  const worker = new Worker(new URL('./strength.worker.ts', import.meta.url), { type: 'module' })
  let isAsking = false
  let waiting: StrengthQuestion | undefined

  const ask = (question: StrengthQuestion) => {
    if (isAsking) {
      waiting = question
      return
    }
    isAsking = true
    worker.postMessage(question)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<Strength>) => {
    isAsking = false
    onAnswer(data)
    const next = waiting
    waiting = undefined
    if (next) ask(next)
  })
  return { ask, close: () => worker.terminate() }
}
