import { Button, Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import {
  placeholders,
  type Template,
  type TemplateKind,
  unknownPlaceholders,
} from '../../../server/documents/templates.ts'
import classes from './sending.module.css'

interface Props {
  kind: TemplateKind
  words: Template
  errors: Record<string, string>
  change: (field: keyof Template, text: string) => void
}

/** What the mail says; what stands in braces is filled in for each reader. */
export function WordsFields({ kind, words, errors, change }: Props) {
  const subject = useRef<HTMLInputElement>(null)
  const message = useRef<HTMLTextAreaElement>(null)
  const [last, setLast] = useState<keyof Template>('message')
  const insert = (name: string) => {
    const field = last === 'subject' ? subject.current! : message.current!
    const { selectionStart, selectionEnd, value } = field
    const from = selectionStart ?? value.length
    const word = `{${name}}`
    change(last, value.slice(0, from) + word + value.slice(selectionEnd ?? from))
    requestAnimationFrame(() => {
      field.focus()
      field.setSelectionRange(from + word.length, from + word.length)
    })
  }
  const field = (name: keyof Template) => ({
    value: words[name],
    error: errors[name] ?? wrongWords(words[name], kind),
    onFocus: () => setLast(name),
    onChange: (event: { currentTarget: { value: string } }) => change(name, event.currentTarget.value),
  })
  return (
    <>
      <TextInput ref={subject} label="Subject" {...field('subject')} />
      <Textarea ref={message} label="Message" autosize minRows={6} maxRows={14} {...field('message')} />
      <div role="group" aria-label="Insert what is filled in" className={classes.chips}>
        {placeholders[kind].map((name) => (
          <Button
            key={name}
            variant="default"
            size="compact-xs"
            // The field keeps its caret.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => insert(name)}
          >
            {name}
          </Button>
        ))}
      </div>
    </>
  )
}

export function wrongWords(text: string, kind: TemplateKind): string | null {
  if (!text.trim()) return 'Fill this in.'
  const [unknown] = unknownPlaceholders(text, kind)
  return unknown === undefined ? null : `{${unknown}} means nothing here. Correct or remove it.`
}
