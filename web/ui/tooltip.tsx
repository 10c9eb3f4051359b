import { useMergedRef } from '@mantine/hooks'
import { cloneElement, type ReactElement, type Ref, type RefObject, useEffect, useRef, useState } from 'react'
import { afterPage } from './after-page.tsx'

// Mantine's, whose code to place it is larger than a page: it comes when the pointer does.
const Bubble = afterPage(() => import('./tooltip-bubble.ts').then(({ Bubble }) => Bubble))

const OPENS_AFTER_MS = 250

interface Props {
  label: string
  children: ReactElement<{ ref?: Ref<HTMLElement> }>
}

/** Words beside what is pointed at with a mouse, or has the focus of the keyboard. */
export function Tooltip({ label, children }: Props) {
  const target = useRef<HTMLElement>(null)
  const ref = useMergedRef(children.props.ref, target)
  const attention = useAttention(target)
  return (
    <>
      {cloneElement(children, { ref })}
      {attention && <Bubble label={label} target={target} opened={attention === 'has'} />}
    </>
  )
}

/** `had`: it may have it again. Undefined where nobody has come yet. */
function useAttention(target: RefObject<HTMLElement | null>) {
  const [attention, setAttention] = useState<'has' | 'had'>()
  useEffect(() => {
    const element = target.current!
    const listening = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const on = <E extends keyof HTMLElementEventMap>(
      type: E,
      then: (event: HTMLElementEventMap[E]) => void,
    ) => element.addEventListener(type, then, { signal: listening.signal })
    const leave = () => {
      clearTimeout(timer)
      setAttention((before) => before && 'had')
    }
    on('pointerenter', ({ pointerType }) => {
      if (pointerType === 'touch') return
      setAttention((before) => before ?? 'had')
      timer = setTimeout(setAttention, OPENS_AFTER_MS, 'has')
    })
    on('pointerleave', leave)
    on('focus', () => element.matches(':focus-visible') && setAttention('has'))
    on('blur', leave)
    return () => {
      listening.abort()
      clearTimeout(timer)
    }
  }, [target])
  useEffect(() => {
    if (attention !== 'has') return
    const escape = ({ key }: KeyboardEvent) => key === 'Escape' && setAttention('had')
    document.addEventListener('keydown', escape)
    return () => document.removeEventListener('keydown', escape)
  }, [attention])
  return attention
}
