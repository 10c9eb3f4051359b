import type { DocumentKind } from '../../../server/documents/kinds.ts'
import { Button, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { placeholders, type Template } from '../../../server/documents/templates.ts'
import classes from './words.module.css'
import { wrongWords } from './wrong-words.ts'

export interface WordsForm {
  kind: DocumentKind
  words: Template
  /** What a form says of the field: its `getInputProps`, or the like. */
  field: (name: keyof Template) => { error?: ReactNode; onChange: (text: string) => void }
}

/** What a mail says. What stands in braces is filled in for each reader; a placeholder goes to where the caret is, or was. */
export function WordsFields({ kind, words, field }: WordsForm) {
  const subject = useRef<HTMLInputElement>(null)
  const message = useRef<HTMLTextAreaElement>(null)
  const [last, setLast] = useState<keyof Template>('message')
  const insert = (name: string) => {
    const input = last === 'subject' ? subject.current! : message.current!
    const { selectionStart, selectionEnd, value } = input
    const from = selectionStart ?? value.length
    const word = `{${name}}`
    field(last).onChange(value.slice(0, from) + word + value.slice(selectionEnd ?? from))
    requestAnimationFrame(() => {
      input.focus()
      input.setSelectionRange(from + word.length, from + word.length)
    })
  }
  const input = (name: keyof Template) => {
    const { error, onChange, ...rest } = field(name)
    return {
      ...rest,
      value: words[name],
      error: error ?? wrongWords(words[name], kind),
      onFocus: () => setLast(name),
      onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    }
  }
  return (
    <div className={classes.fields}>
      <TextInput ref={subject} label="Subject" {...input('subject')} />
      <Textarea ref={message} label="Message" autosize minRows={7} maxRows={18} {...input('message')} />
      <div role="group" aria-label="Insert a placeholder" className={classes.chips}>
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
    </div>
  )
}
