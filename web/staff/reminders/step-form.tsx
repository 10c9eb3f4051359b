import { Button, Group, NumberInput, Select, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  defaultTemplates,
  fill,
  placeholders,
  unknownPlaceholders,
  type Values,
} from '../../../server/documents/templates.ts'
import { daysAfter } from '../../../server/invoices/today.ts'
import { type ReminderStep, remindersApi } from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { calendarDay, money } from '../../lib/formats.ts'
import { done } from '../../ui/done.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { organizationQuery } from '../organization/organization-queries.ts'
import { remindersMoved } from './reminder-queries.ts'
import { audienceWords, stepName } from './reminder-words.ts'
import classes from './reminders.module.css'

type Side = 'before' | 'on' | 'after'

const NEW_DAYS = 14

/** A step: when, to whom, and in which words, with what a reader will see beside them. */
export function StepForm({ step, close }: { step?: ReminderStep; close: () => void }) {
  const form = useForm({
    initialValues: {
      side: sideOf(step?.days ?? NEW_DAYS),
      days: Math.abs(step?.days ?? NEW_DAYS) as number | '',
      audience: step?.audience ?? ('subscribers' as const),
      subject: step?.subject ?? defaultTemplates.reminder.subject,
      message: step?.message ?? defaultTemplates.reminder.message,
    },
    validate: {
      days: (days, { side }) => (side !== 'on' && !days ? 'Fill in a number of days.' : null),
      subject: (subject) => wrongWords(subject),
      message: (message) => wrongWords(message),
    },
  })
  const { side, days, subject, message } = form.values
  const relative = relativeDays(side, days)
  const { onSubmit, busy, error } = useSubmit(form, async ({ audience, subject, message }) => {
    const body = { days: relative, audience, subject, message }
    if (step)
      await call(remindersApi.changeStep, { params: { stepId: step.id }, version: step.version, body })
    else await call(remindersApi.addStep, { body })
    remindersMoved()
    done(`The step “${stepName(relative)}” was saved.`)
    close()
  })
  return (
    <form onSubmit={onSubmit} noValidate aria-label={step ? `Step ${stepName(step.days)}` : 'New step'}>
      <div className={classes.fields}>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          {side !== 'on' && (
            <NumberInput
              label="Days"
              w={84}
              min={1}
              max={side === 'before' ? 60 : 365}
              allowDecimal={false}
              {...form.getInputProps('days')}
            />
          )}
          <Select
            label="When"
            flex={1}
            allowDeselect={false}
            data={[
              { value: 'before', label: 'before the due date' },
              { value: 'on', label: 'on the due date' },
              { value: 'after', label: 'after the due date' },
            ]}
            {...form.getInputProps('side')}
            error={side === 'on' && form.errors['days']}
          />
        </Group>
        <Select
          label="To"
          description="Unsubscribed and bounced addresses never get one"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          allowDeselect={false}
          data={Object.entries(audienceWords).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('audience')}
        />
      </div>
      <div className={classes.template}>
        <Words form={form} />
        <Preview subject={subject} message={message} days={relative} />
      </div>
      <ErrorNotice error={error} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          Save step
        </Button>
      </Group>
    </form>
  )
}

interface WordsForm {
  getInputProps(path: 'subject' | 'message'): { error?: React.ReactNode }
  setFieldValue(path: 'subject' | 'message', value: string): void
  values: { subject: string; message: string }
}

/** Subject and message. A placeholder goes to where the caret is, or was. */
function Words({ form }: { form: WordsForm }) {
  const subject = useRef<HTMLInputElement>(null)
  const message = useRef<HTMLTextAreaElement>(null)
  const [last, setLast] = useState<'subject' | 'message'>('message')
  const field = (name: 'subject' | 'message') => {
    const props = form.getInputProps(name)
    return {
      ...props,
      error: props.error ?? wrongWords(form.values[name], false),
      onFocus: () => setLast(name),
    }
  }
  const insert = (name: string) => {
    const input = last === 'subject' ? subject.current! : message.current!
    const { selectionStart, selectionEnd, value } = input
    const from = selectionStart ?? value.length
    const word = `{${name}}`
    form.setFieldValue(last, value.slice(0, from) + word + value.slice(selectionEnd ?? from))
    requestAnimationFrame(() => {
      input.focus()
      input.setSelectionRange(from + word.length, from + word.length)
    })
  }
  return (
    <div className={classes.words}>
      <TextInput ref={subject} label="Subject" {...field('subject')} />
      <Textarea ref={message} label="Message" autosize minRows={7} maxRows={18} {...field('message')} />
      <div role="group" aria-label="Insert what is filled in" className={classes.chips}>
        {placeholders.reminder.map((name) => (
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

function Preview({ subject, message, days }: { subject: string; message: string; days: number }) {
  const { data: organization } = useQuery(organizationQuery)
  const values = sampleValues(organization?.name ?? '', organization?.currency ?? 'EUR', days)
  return (
    <section aria-label="Preview" className={classes.preview}>
      <Text size="xs" c="dimmed">
        What Anna at Acme will read
      </Text>
      <div className={classes.previewSubject}>{fill(subject, 'reminder', values)}</div>
      <div className={classes.previewMessage}>{fill(message, 'reminder', values)}</div>
    </section>
  )
}

function wrongWords(text: string, isRequired = true) {
  if (isRequired && !text.trim()) return 'Fill this in.'
  const [unknown] = unknownPlaceholders(text, 'reminder')
  return unknown === undefined ? null : `{${unknown}} means nothing here. Correct or remove it.`
}

const sideOf = (days: number): Side => (days === 0 ? 'on' : days < 0 ? 'before' : 'after')

function relativeDays(side: Side, days: number | '') {
  if (side === 'on') return 0
  return side === 'before' ? -Number(days) : Number(days)
}

/** As if it went out today. */
function sampleValues(organization: string, currency: string, days: number): Values {
  const today = new Date().toISOString().slice(0, 10)
  const due = daysAfter(today, -days)
  return {
    contact: 'Anna Berg',
    customer: 'Acme',
    organization,
    number: 'INV-0042',
    total: money(123_450, currency),
    'amount due': money(123_450, currency),
    'issue date': calendarDay(daysAfter(due, -30)),
    'due date': calendarDay(due),
    'purchase order': 'PO-4711',
    'days overdue': String(Math.max(0, days)),
  }
}
