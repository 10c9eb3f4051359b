import type { ReactNode } from 'react'
import { DoorCard } from '../../ui/door-card.tsx'
import { usePageTitle } from '../../ui/use-page-title.ts'

/** The frame of the pages that need neither a seller nor a person. */
export function Bare({ title, children }: { title: string; children: ReactNode }) {
  usePageTitle(title)
  return <DoorCard title={title}>{children}</DoorCard>
}
