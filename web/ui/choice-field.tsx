import { Select, type SelectProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { type Choice, type ChoiceGroup, flat, matching } from '../lib/choices.ts'

interface Props extends Omit<
  SelectProps,
  'data' | 'filter' | 'searchable' | 'searchValue' | 'onSearchChange' | 'allowDeselect' | 'value' | 'onChange'
> {
  data: readonly (Choice | ChoiceGroup)[]
  /** What is chosen: "currency". */
  noun: string
  value?: string | null
  onChange?: (value: string | null) => void
  /** Where there are too many to be here: `data` holds those that match what is typed. */
  lookUp?: LookUp
}

interface LookUp {
  type: (typed: string) => void
  /** `data` is of what was typed last. */
  isFound: boolean
  /** What is chosen, which may be none of those. */
  chosen: Choice | null
  /** Besides what was found, at its end: to be chosen, and never meant by what is typed. */
  more: Choice | null
  error: unknown
}

/** Up to here all of them are in view: the keyboard of a phone does not have to come. */
const FEW = 8

/**
 * Chooses one of many by a few letters: what is there is selected, so that typing replaces it; Enter and Tab take what is
 * highlighted. What is typed and is none of the choices stays, with an error, and is not sent.
 */
export function ChoiceField({
  data,
  noun,
  value = null,
  onChange,
  lookUp,
  limit = 60,
  error,
  ...select
}: Props) {
  const input = useRef<HTMLInputElement>(null)
  /** Over a choice, until another is made: here, or elsewhere, such as by a customer that has a currency of its own. */
  const [draft, setDraft] = useState<{ text: string; over: string | null } | null>(null)
  const typed = draft && draft.over === value ? draft.text : null
  const [isAsked, setIsAsked] = useState(false)
  /** What to do with what is typed, as soon as it is looked up. */
  const [awaited, setAwaited] = useState<{ typed: string; act: 'take' | 'settle' } | null>(null)
  const choices = flat(data)
  const isFew = !lookUp && choices.length <= FEW
  const chosen = lookUp ? lookUp.chosen : choices.find((one) => one.value === value)
  const found =
    typed === null ? [] : (lookUp ? choices : matching(choices, typed)).filter((one) => !one.disabled)
  const isFound = lookUp?.isFound ?? true
  const complaint = `Choose a ${noun} from the list.`

  const write = (next: typeof draft) => {
    setDraft(next)
    setIsAsked(false)
    setAwaited(null)
    lookUp?.type(next?.text ?? '')
  }
  const setBack = () => write(null)
  const take = (next: string | null) => {
    setBack()
    if (next !== value) onChange?.(next)
  }
  /** What is typed counts when the focus moves on: if it can only mean one, or nothing. */
  const settle = (complain = () => setIsAsked(true)) => {
    if (typed === null) return
    const isEmpty = typed.trim() === ''
    if (isEmpty && (select.clearable || value === null)) return take(null)
    if (isEmpty) return complain()
    if (!isFound) return setAwaited({ typed, act: 'settle' })
    const exact = found.filter((one) => isCalled(one, typed))
    const meant = exact.length > 0 ? exact : found
    if (meant.length === 1) take(meant[0]!.value)
    else complain()
  }
  const takeFirst = () => {
    const first = found[0] ?? lookUp?.more
    if (first && typed?.trim()) take(first.value)
    else settle()
  }

  useEffect(() => {
    input.current?.setCustomValidity(typed === null ? '' : complaint)
  }, [typed, complaint])
  useEffect(() => {
    if (!isFound || !awaited || awaited.typed !== typed) return
    setAwaited(null)
    if (awaited.act === 'take') takeFirst()
    else settle()
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isFound, awaited, typed])

  return (
    <Select
      {...(isFew && { inputMode: 'none', openOnFocus: false })}
      {...select}
      ref={input}
      data={lookUp?.more ? [...data, lookUp.more] : data}
      value={value}
      onChange={take}
      onOptionSubmit={setBack}
      onClear={setBack}
      error={isAsked && typed !== null ? complaint : error}
      searchable
      allowDeselect={false}
      selectFirstOptionOnChange
      limit={limit}
      filter={({ options, search }) =>
        lookUp || search.trim() === ''
          ? options
          : matching(flat(options as (Choice | ChoiceGroup)[]), search).slice(0, limit)
      }
      nothingFoundMessage={nothingFound(noun, lookUp)}
      searchValue={typed ?? chosen?.label ?? ''}
      onInput={(event) => write({ text: event.currentTarget.value, over: value })}
      onInvalid={(event) => {
        event.preventDefault()
        setIsAsked(true)
      }}
      onFocus={(event) => {
        if (typed === null) event.currentTarget.select()
        select.onFocus?.(event)
      }}
      onMouseUp={({ currentTarget }) => {
        // The click that brought the focus has put the caret somewhere.
        if (typed === null && currentTarget.selectionStart === currentTarget.selectionEnd)
          currentTarget.select()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Tab' && isFound) highlighted(event.currentTarget)?.click()
        if (event.key === 'Escape' && typed !== null) setBack()
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || typed === null) return
        // However fast people type: the list may not have marked its first yet, or still mark the one before.
        event.preventDefault()
        event.stopPropagation()
        if (!isFound) return setAwaited({ typed, act: 'take' })
        const marked = highlighted(event.currentTarget)
        if (marked) marked.click()
        else takeFirst()
      }}
      onBlur={(event) => {
        settle(() => afterThePress(() => setIsAsked(true)))
        select.onBlur?.(event)
      }}
    />
  )
}

function nothingFound(noun: string, lookUp: LookUp | undefined) {
  if (lookUp?.error) return `The list could not be read. Type again.`
  return lookUp && !lookUp.isFound ? 'Searching…' : `No ${noun} matches`
}

/** By its code, its name, or what a list says of both: `EUR · Euro`. */
const isCalled = ({ value, label }: Choice, typed: string) =>
  [value, label, ...label.split(' · ')].some((word) => isSameWord(word, typed))

const isSameWord = (one: string, other: string) => one.toLowerCase() === other.trim().toLowerCase()

/** A button that is being pressed must not move away under the pointer, by the line that the complaint takes. */
function afterThePress(then: () => void) {
  if (!isPressed) return then()
  window.addEventListener('pointerup', () => setTimeout(then), { once: true, capture: true })
}

let isPressed = false
for (const [event, pressed] of [
  ['pointerdown', true],
  ['pointerup', false],
  ['pointercancel', false],
] as const)
  window.addEventListener(event, () => (isPressed = pressed), { capture: true })

/** What Enter takes. */
function highlighted(input: HTMLInputElement): HTMLElement | null {
  const list = input.getAttribute('aria-controls')
  return list ? document.querySelector(`#${CSS.escape(list)} [data-combobox-selected]`) : null
}
