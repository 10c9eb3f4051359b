import { Select, type SelectProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { type Choice, matching } from '../lib/choices.ts'

interface Props extends Omit<
  SelectProps,
  'data' | 'filter' | 'searchable' | 'searchValue' | 'onSearchChange' | 'allowDeselect' | 'value' | 'onChange'
> {
  data: readonly Choice[]
  /** What one chooses: "currency". */
  noun: string
  value?: string | null
  onChange?: (value: string | null) => void
}

/**
 * Chooses one of many by a few letters: what is there is selected, so that typing replaces it; Enter and Tab take what is
 * highlighted. What is typed and is none of the choices stays, with an error, and is not sent.
 */
export function ChoiceField({ data, noun, value = null, onChange, limit = 60, error, ...select }: Props) {
  const input = useRef<HTMLInputElement>(null)
  /** Over a choice, until another is made: here, or elsewhere, such as by a customer that has a currency of its own. */
  const [draft, setDraft] = useState<{ text: string; over: string | null } | null>(null)
  const typed = draft && draft.over === value ? draft.text : null
  const [isAsked, setIsAsked] = useState(false)
  const chosen = data.find((one) => one.value === value)
  const found = typed === null ? [] : matching(data, typed)
  const complaint = `Choose a ${noun} from the list.`

  const setBack = () => {
    setDraft(null)
    setIsAsked(false)
  }
  const take = (next: string | null) => {
    setBack()
    if (next !== value) onChange?.(next)
  }
  /** What is typed counts when one goes on: if it can only mean one, or nothing. */
  const settle = (complain = () => setIsAsked(true)) => {
    if (typed === null) return
    const isEmpty = typed.trim() === ''
    if (isEmpty && (select.clearable || value === null)) return take(null)
    const meant = exactly(found, typed) ?? (found.length === 1 ? found[0] : undefined)
    if (meant && !isEmpty) take(meant.value)
    else complain()
  }

  useEffect(() => {
    input.current?.setCustomValidity(typed === null ? '' : complaint)
  }, [typed, complaint])

  return (
    <Select
      {...select}
      ref={input}
      data={data}
      value={value}
      onChange={take}
      onOptionSubmit={setBack}
      onClear={setBack}
      error={isAsked && typed !== null ? complaint : error}
      searchable
      allowDeselect={false}
      selectFirstOptionOnChange
      limit={limit}
      filter={({ options, search }) => matching(options as Choice[], search).slice(0, limit)}
      nothingFoundMessage={`No ${noun} matches`}
      searchValue={typed ?? chosen?.label ?? ''}
      onInput={(event) => {
        setDraft({ text: event.currentTarget.value, over: value })
        setIsAsked(false)
      }}
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
        if (event.key === 'Tab') highlighted(event.currentTarget)?.click()
        if (event.key === 'Escape' && typed !== null) setBack()
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || typed === null) return
        // However fast one is: the list may not have marked its first yet, or still mark the one before.
        event.preventDefault()
        event.stopPropagation()
        const first = highlighted(event.currentTarget)
        if (first) first.click()
        else if (found[0] && typed.trim() !== '') take(found[0].value)
        else settle()
      }}
      onBlur={(event) => {
        settle(() => afterThePress(() => setIsAsked(true)))
        select.onBlur?.(event)
      }}
    />
  )
}

const exactly = (found: Choice[], typed: string) =>
  found.find(({ value, label }) => [value, label].some((word) => isSameWord(word, typed)))

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
