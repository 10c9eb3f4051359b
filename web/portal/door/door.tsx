import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { ColorSchemeAction } from '../../ui/color-scheme-action.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import { Brand } from '../look/brand.tsx'
import { useDoor } from '../portal.ts'
import classes from './door.module.css'

/** The frame of the pages before one is signed in: the seller's name and colour. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const { name, accentColor } = useDoor()
  usePageTitle(title, name)
  return (
    <div className={classes.page}>
      <header className={classes.corner}>
        <ColorSchemeAction />
      </header>
      <main id="main" tabIndex={-1} className={classes.card}>
        <Brand name={name} color={accentColor} />
        <Title order={1} mt="lg">
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
