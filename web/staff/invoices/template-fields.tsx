import { Button, Tabs, Text, Textarea, TextInput, Title } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  defaultTemplates,
  fill,
  placeholders,
  unknownPlaceholders,
  type Values,
} from '../../../server/documents/templates.ts'
import { type WrittenKind, writtenKinds } from '../../../server/invoices/invoicing-settings.api.ts'
import { calendarDay, money } from '../../lib/formats.ts'
import { organizationQuery } from '../organization/organization-queries.ts'
import type { InvoicingValues } from './invoicing-page.tsx'
import classes from './invoicing-page.module.css'

const names: Record<WrittenKind, string> = {
  invoice: 'Invoice',
  receipt: 'Receipt',
  statement: 'Statement',
  notice: 'Notice',
}

type Form = UseFormReturnType<InvoicingValues>

/** The words of each kind of mail, with what may be filled in, and what a reader will see. */
export function TemplateFields({ form }: { form: Form }) {
  const [kind, setKind] = useState<WrittenKind>('invoice')
  const isWrong = (one: WrittenKind) =>
    Object.keys(form.errors).some((path) => path.startsWith(`templates.${one}`))
  return (
    <section>
      <Title order={2}>Words</Title>
      <Text c="dimmed">What mails say. Reminders have their own words, on the steps of their ladder.</Text>
      <Tabs
        value={kind}
        onChange={(value) => value && setKind(value as WrittenKind)}
        mt="sm"
        keepMounted={false}
      >
        <Tabs.List aria-label="Kind of mail" mb="md">
          {writtenKinds.map((one) => (
            <Tabs.Tab key={one} value={one} c={isWrong(one) ? 'var(--mantine-color-error)' : undefined}>
              {names[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {writtenKinds.map((one) => (
          <Tabs.Panel key={one} value={one}>
            <OneTemplate form={form} kind={one} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  )
}

function OneTemplate({ form, kind }: { form: Form; kind: WrittenKind }) {
  const template = form.values.templates[kind]
  const ours = defaultTemplates[kind]
  const isOurs = template.subject === ours.subject && template.message === ours.message
  const subject = useRef<HTMLInputElement>(null)
  const message = useRef<HTMLTextAreaElement>(null)
  const [last, setLast] = useState<'subject' | 'message'>('message')

  const insert = (name: string) => {
    const field = last === 'subject' ? subject.current! : message.current!
    const { selectionStart, selectionEnd, value } = field
    const from = selectionStart ?? value.length
    const word = `{${name}}`
    form.setFieldValue(
      `templates.${kind}.${last}`,
      value.slice(0, from) + word + value.slice(selectionEnd ?? from),
    )
    requestAnimationFrame(() => {
      field.focus()
      field.setSelectionRange(from + word.length, from + word.length)
    })
  }
  const field = (name: 'subject' | 'message') => {
    const props = form.getInputProps(`templates.${kind}.${name}`)
    const unknown = unknownPlaceholders(template[name], kind)
    return {
      ...props,
      error:
        props.error ?? (unknown.length > 0 && `{${unknown[0]}} means nothing here. Correct or remove it.`),
      onFocus: () => setLast(name),
    }
  }
  return (
    <div className={classes.template}>
      <div className={classes.words}>
        <TextInput ref={subject} label="Subject" {...field('subject')} />
        <Textarea ref={message} label="Message" autosize minRows={8} maxRows={20} {...field('message')} />
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
        {!isOurs && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ justifySelf: 'start' }}
            onClick={() => form.setFieldValue(`templates.${kind}`, { ...ours })}
          >
            Back to the words that Portico came with
          </Button>
        )}
      </div>
      <Preview kind={kind} subject={template.subject} message={template.message} />
    </div>
  )
}

function Preview({ kind, subject, message }: { kind: WrittenKind; subject: string; message: string }) {
  const { data: organization } = useQuery(organizationQuery)
  const values = sampleValues(organization?.name ?? '', organization?.currency ?? 'EUR')
  return (
    <section aria-label="Preview" className={classes.preview}>
      <Text size="xs" c="dimmed">
        Preview
      </Text>
      <div className={classes.previewSubject}>{fill(subject, kind, values)}</div>
      <div className={classes.previewMessage}>{fill(message, kind, values)}</div>
    </section>
  )
}

function sampleValues(organization: string, currency: string): Values {
  const day = (month: number, date: number) =>
    calendarDay(new Date(Date.UTC(new Date().getFullYear(), month, date)).toISOString().slice(0, 10))
  return {
    contact: 'Anna Berg',
    customer: 'Acme',
    organization,
    number: 'INV-0042',
    total: money(123_450, currency),
    'amount due': money(123_450, currency),
    'issue date': day(4, 3),
    'due date': day(5, 2),
    'purchase order': 'PO-4711',
    amount: money(123_450, currency),
    'received on': day(4, 28),
    invoices: 'INV-0042',
    date: day(4, 31),
    'amount overdue': money(50_000, currency),
  }
}
