import type { ReactNode } from 'react'
import { DoorCard } from '../../ui/door-card.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'

/** The frame of the pages before sign-in. */
export function Door(props: { title: string; lead?: ReactNode; children?: ReactNode }) {
  usePageTitle(props.title, 'Portico')
  return <DoorCard brand={<img src="/favicon.svg" alt="Portico" width={32} height={32} />} {...props} />
}
