import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { useDoor } from '../portal.ts'
import classes from './page.module.css'

interface PageProps {
  /** In the browser's tab, and at the top unless `heading` says it better. */
  title: string
  heading?: ReactNode
  lead?: ReactNode
  children: ReactNode
}

/** A page for signed-in contacts. */
export function Page({ title, heading = title, lead, children }: PageProps) {
  usePageTitle(title, useDoor().name)
  return (
    <>
      <Title order={1}>{heading}</Title>
      {lead && (
        <Text c="dimmed" mt={4}>
          {lead}
        </Text>
      )}
      {children}
    </>
  )
}

interface SectionProps {
  title: string
  lead?: ReactNode
  /** The title stands beside what it is about, where there is room: for settings. */
  beside?: boolean
  children: ReactNode
}

/** A part of a page that has a name. */
export function Section({ title, lead, beside, children }: SectionProps) {
  const titleId = useId()
  return (
    <section className={classes.section} data-beside={beside || undefined} aria-labelledby={titleId}>
      <div>
        <Title order={2} id={titleId}>
          {title}
        </Title>
        {lead && <Text c="dimmed">{lead}</Text>}
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
