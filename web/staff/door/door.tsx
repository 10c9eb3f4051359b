import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { ColorSchemeAction } from '../../ui/color-scheme-action.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'
import classes from './door.module.css'

/** The frame of the pages before one is signed in. */
export function Door({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  usePageTitle(title, 'Portico')
  return (
    <div className={classes.page}>
      <div className={classes.corner}>
        <ColorSchemeAction />
      </div>
      <main id="main" tabIndex={-1} className={classes.card}>
        <img src="/favicon.svg" alt="Portico" width={36} height={36} />
        <Title order={1} mt="md">
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
