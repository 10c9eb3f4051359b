import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePageTitle } from '../../ui/use-page-title.ts'
import classes from './bare.module.css'

/** The frame of the pages that need neither a seller nor a person. */
export function Bare({ title, children }: { title: string; children: ReactNode }) {
  usePageTitle(title)
  return (
    <main id="main" tabIndex={-1} className={classes.page}>
      <Title order={1}>{title}</Title>
      {children}
    </main>
  )
}
