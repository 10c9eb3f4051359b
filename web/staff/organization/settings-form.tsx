import { Button, Group, Text, Title } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useMay } from '../session.ts'
import classes from './settings-form.module.css'

interface Props {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void
  busy: boolean
  error: unknown
  children: ReactNode
}

/** Settings that all may read, an owner may change, and one button saves. */
export function SettingsForm({ onSubmit, busy, error, children }: Props) {
  const isOwner = useMay('owner')
  return (
    <form onSubmit={onSubmit} noValidate>
      <fieldset disabled={!isOwner} className={classes.all}>
        {!isOwner && <Text c="dimmed">Only an owner can change these settings.</Text>}
        {children}
        <ErrorNotice error={error} />
        {isOwner && (
          <Group>
            <Button type="submit" loading={busy}>
              Save
            </Button>
          </Group>
        )}
      </fieldset>
    </form>
  )
}

export function SettingsSection(props: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { title, lead, children } = props
  return (
    <section>
      <Title order={2}>{title}</Title>
      {lead && <Text c="dimmed">{lead}</Text>}
      <div className={classes.fields}>{children}</div>
    </section>
  )
}

/** A setting as wide as its section. */
export function WideSetting({ children }: { children: ReactNode }) {
  return <div className={classes.wide}>{children}</div>
}
