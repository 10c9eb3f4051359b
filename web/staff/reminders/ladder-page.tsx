import { Button, Group, Text, Title } from '@mantine/core'
import { mdiPencil, mdiPlus, mdiTrashCanOutline } from '@mdi/js'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ReminderSettings,
  type ReminderStep,
  remindersApi,
} from '../../../server/reminders/reminders.api.ts'
import { call } from '../../lib/client.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { done, failed } from '../../ui/done.tsx'
import { IconAction } from '../../ui/icon-action.tsx'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { mayLeave } from '../../ui/unsaved.ts'
import { WhenRead } from '../../ui/when-read.tsx'
import { useMay } from '../session.ts'
import { changed } from '../stale-queries.ts'
import { reminderSettingsQuery } from './reminder-queries.ts'
import { audienceWords, stepName } from './reminder-words.ts'
import { RemindersHead } from './reminders-head.tsx'
import classes from './reminders.module.css'
import { StepForm } from './step-form.tsx'
import { WhenTheyGo } from './when-they-go.tsx'

/** Receivables > Reminders > Schedule: whether reminders go out, at which hours, and each step. */
export function LadderPage() {
  usePageTitle('Reminder schedule', 'Portico')
  const query = useQuery(reminderSettingsQuery)
  return (
    <div className="page medium">
      <RemindersHead />
      <WhenRead query={query} rows={6} height={110}>
        {(settings) => (
          <>
            <WhenTheyGo settings={settings} />
            <Ladder settings={settings} />
          </>
        )}
      </WhenRead>
    </div>
  )
}

function Ladder({ settings: { steps } }: { settings: ReminderSettings }) {
  const isOwner = useMay('owner')
  const [edited, setEdited] = useState<string | null>(null)
  const close = () => setEdited(null)
  const edit = async (step: string) => {
    // One is open at a time: what is typed in the other would be lost.
    if (await mayLeave()) setEdited(step)
  }
  return (
    <section aria-labelledby="schedule">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="schedule">
          Schedule
        </Title>
        {isOwner && edited !== 'new' && (
          <Button variant="default" leftSection={<Icon path={mdiPlus} />} onClick={() => edit('new')}>
            Add a step
          </Button>
        )}
      </Group>
      {edited === 'new' && (
        <div className={classes.card}>
          <StepForm close={close} />
        </div>
      )}
      {steps.length === 0 && (
        <Text c="dimmed" maw={560}>
          There is no step yet. When you turn reminders on, the standard schedule is set up: 3 days before, on
          the due date, and 7 and 21 days after it. You can change each step.
        </Text>
      )}
      <ol>
        {steps.map((step) => (
          <li key={step.id} className={classes.step} data-late={step.days > 0 || undefined}>
            <span className={classes.stepDay}>{stepName(step.days)}</span>
            <span className={classes.dot} aria-hidden="true" />
            <div className={classes.card}>
              {edited === step.id ? (
                <StepForm step={step} close={close} />
              ) : (
                <Step step={step} edit={() => edit(step.id)} />
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Step({ step, edit }: { step: ReminderStep; edit: () => void }) {
  const isOwner = useMay('owner')
  const name = stepName(step.days)
  const remove = async () => {
    try {
      await call(remindersApi.removeStep, { params: { stepId: step.id } })
      void changed('reminders')
      const { days, audience, subject, message } = step
      done(`The step “${name}” was removed.`, () =>
        call(remindersApi.addStep, { body: { days, audience, subject, message } }).then(
          () => void changed('reminders'),
          failed,
        ),
      )
    } catch (error) {
      failed(error)
    }
  }
  return (
    <>
      <div className={classes.stepHead}>
        <div className={classes.subject}>{step.subject}</div>
        {isOwner && (
          <Group gap={4} wrap="nowrap">
            <IconAction name={`Edit the step ${name}`} icon={mdiPencil} onClick={edit} />
            <Confirm
              consequence={`No reminder goes out ${name.toLowerCase()} any more. What was sent stays in the journal.`}
              verb="Remove"
              onConfirm={remove}
            >
              {(open) => (
                <IconAction name={`Remove the step ${name}`} icon={mdiTrashCanOutline} onClick={open} />
              )}
            </Confirm>
          </Group>
        )}
      </div>
      <p className={classes.message}>{step.message}</p>
      <Text c="dimmed" size="xs">
        To: {audienceWords[step.audience].toLowerCase()}
      </Text>
    </>
  )
}
