import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { ColorSchemeAction } from './color-scheme-action.tsx'
import classes from './door-card.module.css'

interface Props {
  /** Whose door it is. */
  brand?: ReactNode
  title: string
  lead?: ReactNode
  children?: ReactNode
}

/** The one card that stands at every door, for staff and for contacts: a page for people who are not signed in. */
export function DoorCard({ brand, title, lead, children }: Props) {
  return (
    <div className={classes.page}>
      <header className={classes.corner}>
        <ColorSchemeAction />
      </header>
      <main id="main" tabIndex={-1} className={classes.card}>
        {brand}
        <Title order={1} mt={brand ? 'lg' : 0}>
          {title}
        </Title>
        {lead && (
          <Text c="dimmed" mt={4}>
            {lead}
          </Text>
        )}
        <div className={classes.body}>{children}</div>
      </main>
    </div>
  )
}
