import { Group, NumberInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { defaultTemplates, type Values } from '../../../server/documents/templates.ts'
import { daysAfter } from '../../../server/time/day.ts'
import { type ReminderStep, remindersApi } from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { calendarDay } from '../../lib/formats.ts'
import { queryClient } from '../../lib/query-client.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { done } from '../../ui/done.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { useRecord } from '../../ui/use-record.ts'
import { useSubmit } from '../../ui/use-submit.ts'
import { TemplateEditor } from '../words/template-editor.tsx'
import { wrongWords } from '../words/wrong-words.ts'
import { changed } from '../stale-queries.ts'
import { reminderSettingsQuery } from './reminder-queries.ts'
import { audienceWords, stepName } from './reminder-words.ts'
import classes from './reminders.module.css'

type Side = 'before' | 'on' | 'after'

const newStep: ReminderStep = {
  id: '',
  days: 14,
  audience: 'subscribers',
  ...defaultTemplates.reminder,
  version: 0,
}

function valuesOf({ days, audience, subject, message }: ReminderStep) {
  return { side: sideOf(days), days: Math.abs(days) as number | '', audience, subject, message }
}

async function readStep(stepId: string) {
  const { steps } = await queryClient.fetchQuery({ ...reminderSettingsQuery, staleTime: 0 })
  const step = steps.find(({ id }) => id === stepId)
  if (!step) throw new Error('Somebody has removed this step in the meantime.')
  return step
}

/** A step: when, to whom, and in which words, with what a reader will see beside them. */
export function StepForm({ step, close }: { step?: ReminderStep; close: () => void }) {
  const record = step ?? newStep
  const form = useForm({
    initialValues: valuesOf(record),
    validate: {
      days: (days, { side }) => (side !== 'on' && !days ? 'Enter a number of days.' : null),
      subject: (subject) => wrongWords(subject, 'reminder'),
      message: (message) => wrongWords(message, 'reminder'),
    },
  })
  const { side, days, subject, message } = form.values
  const relative = relativeDays(side, days)
  const { saveUpon, news } = useRecord(form, { record, valuesOf, readAgain: () => readStep(record.id) })
  const { onSubmit, busy, error } = useSubmit(form, {
    save: saveUpon(({ audience, subject, message }, { version }) => {
      const body = { days: relative, audience, subject, message }
      return step
        ? call(remindersApi.changeStep, { params: { stepId: step.id }, version, body })
        : call(remindersApi.addStep, { body })
    }),
    saved: () => {
      void changed('reminders')
      done(`The step “${stepName(relative)}” was saved.`)
      close()
    },
  })
  return (
    <form onSubmit={onSubmit} noValidate aria-label={step ? `Step ${stepName(step.days)}` : 'New step'}>
      <Stack gap="md">
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
            <ChoiceField
              label="When"
              noun="time"
              flex={1}
              data={[
                { value: 'before', label: 'before the due date' },
                { value: 'on', label: 'on the due date' },
                { value: 'after', label: 'after the due date' },
              ]}
              {...form.getInputProps('side')}
              error={side === 'on' && form.errors['days']}
            />
          </Group>
          <ChoiceField
            label="To"
            noun="audience"
            description="Unsubscribed and bounced addresses never get one"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={Object.entries(audienceWords).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('audience')}
          />
        </div>
        <TemplateEditor
          kind="reminder"
          words={{ subject, message }}
          field={(name) => form.getInputProps(name)}
          title="What Anna at Acme will read"
          sample={sampleOf(relative)}
        />
        <FormFoot error={error ?? news} busy={busy} verb="Save step" close={close} />
      </Stack>
    </form>
  )
}

const sideOf = (days: number): Side => (days === 0 ? 'on' : days < 0 ? 'before' : 'after')

function relativeDays(side: Side, days: number | '') {
  if (side === 'on') return 0
  return side === 'before' ? -Number(days) : Number(days)
}

/** As if it went out today. */
function sampleOf(days: number): Values {
  const due = daysAfter(new Date().toISOString().slice(0, 10), -days)
  return {
    'issue date': calendarDay(daysAfter(due, -30)),
    'due date': calendarDay(due),
    'days overdue': String(Math.max(0, days)),
  }
}
