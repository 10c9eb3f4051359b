import { Button, Tabs, Text, Title } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useState } from 'react'
import { defaultTemplates, type Values } from '../../../server/documents/templates.ts'
import { type WrittenKind, writtenKinds, nameOf } from '../../../server/documents/kinds.ts'
import { calendarDay } from '../../lib/formats.ts'
import { useTabsInView } from '../../ui/tab-bar.tsx'
import { TemplateEditor } from '../words/template-editor.tsx'
import type { InvoicingValues } from './invoicing-values.ts'

type Form = UseFormReturnType<InvoicingValues>

/** The words of each kind of mail, with what may be filled in, and what a reader will see. */
export function TemplateFields({ form }: { form: Form }) {
  const [kind, setKind] = useState<WrittenKind>('invoice')
  const isWrong = (one: WrittenKind) =>
    Object.keys(form.errors).some((path) => path.startsWith(`templates.${one}`))
  return (
    <section>
      <Title order={2}>E-mail templates</Title>
      <Text c="dimmed">
        What your e-mails say. Reminders have their own templates, one for each step of the schedule.
      </Text>
      <Tabs
        value={kind}
        onChange={(value) => value && setKind(value as WrittenKind)}
        mt="sm"
        keepMounted={false}
      >
        <Tabs.List aria-label="Kind of mail" mb="md" ref={useTabsInView(kind)}>
          {writtenKinds.map((one) => (
            <Tabs.Tab key={one} value={one} c={isWrong(one) ? 'var(--mantine-color-error)' : undefined}>
              {nameOf(one)}
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
  return (
    <TemplateEditor
      kind={kind}
      words={template}
      field={(name) => form.getInputProps(`templates.${kind}.${name}`)}
      title="Preview"
      sample={sampleDays()}
    >
      {!isOurs && (
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ justifySelf: 'start' }}
          onClick={() => form.setFieldValue(`templates.${kind}`, { ...ours })}
        >
          Restore Portico’s own template
        </Button>
      )}
    </TemplateEditor>
  )
}

function sampleDays(): Values {
  const day = (month: number, date: number) =>
    calendarDay(new Date(Date.UTC(new Date().getFullYear(), month, date)).toISOString().slice(0, 10))
  return {
    'issue date': day(4, 3),
    'due date': day(5, 2),
    'received on': day(4, 28),
    date: day(4, 31),
  }
}
